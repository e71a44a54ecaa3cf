/** In a page or in Node: runs whose draws go to storage, and what is read back of them. */
import { closeWorkers, model, normal, observe, param, sample, sampleTo, toInferenceData, vector } from "wasmcmc";
import {
  arrowSink,
  type FolderPlace,
  fromArrow,
  fromNetcdf,
  fromParquet,
  fromZarr,
  parquetSink,
  toNetcdf,
  zarrSink,
} from "wasmcmc/data";

const mean = model({ y: vector("row") }, ({ y }) => {
  const mu = param(normal(0, 10));
  return { mu, y: observe(y, normal(mu, 1)) };
});
const data = { y: [1.2, 0.7, 1.9, 1.4] };
const options = { chains: 2, warmup: 100, draws: 200, seed: 3, workers: 2 } as const;

/** Draws of `mu` by where they were kept: folders, one file, one piece of bytes. */
export async function kept(places: { zarr: FolderPlace; parquet: FolderPlace; arrow: FileSystemFileHandle | undefined }) {
  const mu = ({ groups }: { groups: Record<string, { variables: Record<string, { values: unknown }> }> }) =>
    Array.from(groups["posterior"]!.variables["mu"]!.values as Float64Array);
  const memory = await sample(mean, data, options);
  await sampleTo(zarrSink(places.zarr, { drawsPerPart: 60 }), mean, data, options);
  await sampleTo(parquetSink(places.parquet, { drawsPerPart: 60 }), mean, data, options);
  const found: Record<string, number[]> = {
    memory: Array.from(memory.draws.mu),
    zarr: mu((await fromZarr(places.zarr)) as never),
    parquet: mu((await fromParquet(places.parquet)) as never),
    netcdf: mu((await fromNetcdf(await toNetcdf(toInferenceData(memory)))) as never),
  };
  if (places.arrow !== undefined) {
    await sampleTo(arrowSink(places.arrow), mean, data, options);
    found["arrow"] = mu((await fromArrow(new Uint8Array(await (await places.arrow.getFile()).arrayBuffer()))) as never);
  }
  closeWorkers();
  return found;
}

/** The browser's own file system, emptied before. */
export async function run() {
  const root = await navigator.storage.getDirectory();
  const folder = (name: string) => root.getDirectoryHandle(name, { create: true });
  const arrow = await root.getFileHandle("run.arrows", { create: true });
  return kept({ zarr: await folder("zarr"), parquet: await folder("parquet"), arrow });
}

Object.assign(globalThis, { run });

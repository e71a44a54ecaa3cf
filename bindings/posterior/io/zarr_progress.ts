/** How far a streamed Zarr store has come: marks in the root's attributes, and the chunks that are there. */
import type { Folder } from "./folder.js";
import { largestRectangle, type Rectangle } from "./unequal_chains.js";
import { chunkPath } from "./zarr_metadata.js";
import type { ZarrTreeNode } from "./zarr_tree.js";

/** While a run is under way: draws in a chunk. A store that keeps this mark was cut off. */
const Unfinished = "streaming_draws_per_chunk";
/** Of a run whose chains were closed with unequal numbers of draws: those numbers. What they lack is NaN. */
const Unequal = "draws_of_chains";

export function unfinishedMark(drawsPerChunk: number): Record<string, number> {
  return { [Unfinished]: drawsPerChunk };
}

export function finishedMark(draws: readonly number[]): Record<string, readonly number[]> {
  return draws.every((count) => count === draws[0]) ? {} : { [Unequal]: draws };
}

export function withoutStreamMarks(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { [Unfinished]: _, [Unequal]: __, ...others } = attributes;
  return others;
}

/** The chains and draws to read, where it is not all of them. */
export async function storedRectangle(folder: Folder, nodes: readonly ZarrTreeNode[]): Promise<Rectangle | undefined> {
  const root = nodes.find(({ path }) => path === "")?.attributes ?? {};
  const closed = root[Unequal];
  if (Array.isArray(closed)) return largestRectangle(closed.map(Number));
  const perChunk = root[Unfinished];
  if (typeof perChunk !== "number") return undefined;
  const drawn = nodes.filter(({ isArray, dims }) => isArray && dims?.[0] === "chain" && dims[1] === "draw");
  const [first] = drawn;
  if (first === undefined) return undefined;
  const chains = (await folder.list(`${first.path}/c`)).map(Number).filter(Number.isInteger);
  const draws: number[] = new Array(first.shape![0]!).fill(0);
  for (const chain of chains) draws[chain] = Math.min((await completeChunks(folder, drawn, chain)) * perChunk, first.shape![1]!);
  return largestRectangle(draws);
}

/** How many chunks from the first on all arrays have. */
async function completeChunks(folder: Folder, drawn: readonly ZarrTreeNode[], chain: number): Promise<number> {
  let common = Number.POSITIVE_INFINITY;
  for (const { path, dims } of drawn) {
    const zeros = (dims ?? []).slice(2).map(() => 0);
    let complete = 0;
    while (complete < common && (await folder.has(chunkPath(path, [chain, complete, ...zeros])))) complete += 1;
    common = complete;
  }
  return common;
}

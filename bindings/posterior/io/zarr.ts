/** Writes Zarr format 3 as xarray does: a Zarr group for each group, coordinates as arrays with the name of their dim. */
import type { Dataset } from "../inference_data/dataset.js";
import type { InferenceData } from "../inference_data/inference_data.js";
import type { VariableValues } from "../inference_data/variable.js";
import { valuesOfLabels } from "./coordinates.js";
import { clearFolder, type Folder, type FolderPlace, openFolder } from "./folder.js";
import { dimsOfGroup } from "./group_layout.js";
import { typeOfValues } from "./stored_values.js";
import { chunkShapeOf, writeChunks } from "./zarr_chunks.js";
import { arrayNode, consolidated, groupNode, isZarrFile, writeNode, type ZarrArray, type ZarrNode } from "./zarr_metadata.js";

export interface ZarrOptions {
  /** Whether the root holds the metadata of all arrays too, which saves readers over a network many requests. Default true. */
  readonly consolidated?: boolean;
  /** Whether chunks are gzipped. Default true. */
  readonly compressed?: boolean;
  /** Whether a store that is there already may be removed. Otherwise that is an error, "file-exists". */
  readonly overwrite?: boolean;
}

/**
 * Writes a Zarr store that `xr.open_datatree(path, engine="zarr")` reads (with `consolidated=False` where it is not consolidated), from
 * which `az.InferenceData.from_datatree` makes ArviZ's object. Needs no package.
 *
 * Throws "file-exists", "name-clash" where a variable has a dim's name or a name has a slash, "bad-shape" where lengths disagree.
 *
 *     await toZarr(data, "fit.zarr")                                              // a folder, in Node
 *     await toZarr(data, await directory.getDirectoryHandle("fit.zarr", { create: true }))   // in a browser
 */
export async function toZarr(data: InferenceData, place: FolderPlace, options: ZarrOptions = {}): Promise<void> {
  const folder = await openFolder(place);
  await clearFolder(folder, (name) => isZarrFile(name) || name in data.groups, options.overwrite ?? false);
  const nodes = new Map<string, ZarrNode>();
  for (const [name, group] of Object.entries(data.groups))
    await writeGroup(folder, name, group, options.compressed ?? true, nodes);
  for (const [path, node] of nodes) await writeNode(folder, path, node);
  const root = groupNode(data.attributes);
  await writeNode(folder, "", (options.consolidated ?? true) ? consolidated(root, nodes) : root);
}

async function writeGroup(
  folder: Folder,
  name: string,
  group: Dataset,
  compressed: boolean,
  nodes: Map<string, ZarrNode>,
): Promise<void> {
  const dims = dimsOfGroup(name, group);
  nodes.set(name, groupNode(group.attributes));
  const write = async (variable: string, values: VariableValues, array: Omit<ZarrArray, "chunk" | "type" | "compressed">) => {
    const path = `${name}/${variable}`;
    const chunk = chunkShapeOf(array.shape);
    nodes.set(path, arrayNode({ ...array, chunk, type: typeOfValues(values), compressed }));
    await writeChunks(folder, path, values, array.shape, chunk, compressed);
  };
  for (const { name: dim, labels } of dims) {
    if (labels === undefined) continue;
    await write(dim, valuesOfLabels(labels), { shape: [labels.length], dims: [dim], attributes: {} });
  }
  for (const [variable, { values, shape, dims: names, attributes = {} }] of Object.entries(group.variables))
    await write(variable, values, { shape, dims: names, attributes });
}

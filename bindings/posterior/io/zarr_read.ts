/** Reads Zarr stores of groups: ours, finished or cut off, and those that xarray and ArviZ write, of format 2 or 3. */
import { loadZarrita } from "../../peers.js";
import type { Label } from "../array.js";
import { sizeOf } from "../inference_data/check_dataset.js";
import type { Dataset } from "../inference_data/dataset.js";
import { InferenceData } from "../inference_data/inference_data.js";
import type { Variable } from "../inference_data/variable.js";
import { attributesOf } from "./attributes.js";
import { labelsOfValues } from "./coordinates.js";
import { incompleteFile, reading, unsupportedFile } from "./file_errors.js";
import { type FolderPlace, openFolder } from "./folder.js";
import { asValues } from "./stored_values.js";
import { cutDataset } from "./unequal_chains.js";
import { storedRectangle, withoutStreamMarks } from "./zarr_progress.js";
import { openZarrTree, type ZarrTree, type ZarrTreeNode } from "./zarr_tree.js";

export interface ZarrReadOptions {
  /** Groups to read; default all. */
  readonly groups?: readonly string[];
  /** Variables to read, of every group; default all. */
  readonly variables?: readonly string[];
}

type Zarrita = typeof import("zarrita");
type DataType = import("zarrita").DataType;

/** What stores keep as attributes of their own. */
const Internal = new Set(["_FillValue", "_ARRAY_DIMENSIONS", "coordinates"]);

/**
 * Groups, dims, coordinates and attributes of a Zarr store, whole or only some variables.
 *
 * Of a store that `zarrSink` writes and that was cut off (killed, or aborted), the draws that are complete: where chains have unequal
 * numbers of them, the chains and draws that keep most, as PyMC does.
 *
 * Needs the package `zarrita` ("missing-package"); throws "damaged-file" where the store or a chunk of it cannot be read,
 * "unsupported-file" for values that are neither numbers, booleans nor texts.
 *
 *     const data = await fromZarr("fit.zarr")
 *     const some = await fromZarr("run.zarr", { variables: ["mu", "tau"] })
 */
export async function fromZarr(place: FolderPlace, options: ZarrReadOptions = {}): Promise<InferenceData> {
  const zarrita = await loadZarrita();
  const folder = await openFolder(place);
  return reading("Zarr", async () => {
    const tree = await openZarrTree(folder);
    const rectangle = await storedRectangle(folder, tree.nodes);
    const root = tree.nodes.find(({ path }) => path === "")?.attributes ?? {};
    const groups: Record<string, Dataset> = {};
    for (const { path, isArray } of tree.nodes) {
      if (isArray || path === "" || path.includes("/") || options.groups?.includes(path) === false) continue;
      const group = await readGroup(zarrita, tree, path, options);
      groups[path] = rectangle === undefined ? group : cutDataset(group, rectangle);
    }
    return new InferenceData(groups, attributesOf(withoutStreamMarks(root)));
  });
}

async function readGroup(zarrita: Zarrita, tree: ZarrTree, groupName: string, options: ZarrReadOptions): Promise<Dataset> {
  const variables: Record<string, Variable> = {};
  const coords: Record<string, readonly Label[]> = {};
  const attributes = tree.nodes.find(({ path }) => path === groupName)?.attributes ?? {};
  for (const node of tree.nodes) {
    if (!node.path.startsWith(`${groupName}/`)) continue;
    const name = node.path.slice(groupName.length + 1);
    if (!node.isArray || name.includes("/"))
      throw unsupportedFile(`"${groupName}" has a group "${name}" within it.`, "Write groups side by side.", name);
    const isCoordinate = node.dims?.length === 1 && node.dims[0] === name;
    if (!isCoordinate && options.variables?.includes(name) === false) continue;
    const variable = await readArray(zarrita, tree, node, name);
    if (isCoordinate) coords[name] = labelsOfValues(variable.values);
    else variables[name] = variable;
  }
  return { variables, coords: usedCoords(coords, variables, options), attributes: attributesOf(shown(attributes)) };
}

/** Where only some variables are read, only the coordinates of their dims. */
function usedCoords(
  coords: Readonly<Record<string, readonly Label[]>>,
  variables: Readonly<Record<string, Variable>>,
  options: ZarrReadOptions,
): Dataset["coords"] {
  if (options.variables === undefined) return coords;
  const used = new Set(Object.values(variables).flatMap(({ dims }) => dims));
  return Object.fromEntries(Object.entries(coords).filter(([dim]) => used.has(dim)));
}

async function readArray(zarrita: Zarrita, tree: ZarrTree, node: ZarrTreeNode, name: string): Promise<Variable> {
  const { array, data } = await openArray(zarrita, tree, node).catch((cause: unknown) => {
    if (!/unsupported|unknown/i.test(String(cause))) throw cause;
    throw unsupportedFile(`"${node.path}" cannot be read: ${cause}.`, "Convert it, or choose other variables.", name);
  });
  const { dtype, ...others } = attributesOf(shown(node.attributes));
  const boolean = array.dtype === "bool" || dtype === "bool";
  const values = boolean ? Uint8Array.from(data as ArrayLike<number>, Number) : asValues(data, name);
  if (values.length !== sizeOf(array.shape)) throw incompleteFile("Zarr", `"${node.path}" has ${values.length} values`);
  const attributes = dtype === undefined || dtype === "bool" ? others : { ...others, dtype };
  const dims = array.shape.map((_, axis) => node.dims?.[axis] ?? `${name}_dim_${axis}`);
  return { values, shape: array.shape, dims, ...(Object.keys(attributes).length === 0 ? {} : { attributes }) };
}

async function openArray(zarrita: Zarrita, tree: ZarrTree, { path }: ZarrTreeNode) {
  const location = zarrita.root(tree.store).resolve(path);
  const opening = tree.format === 3 ? zarrita.open.v3(location, { kind: "array" }) : zarrita.open.v2(location, { kind: "array" });
  const array = await opening;
  return { array, data: await readNumbers(zarrita, array) };
}

/** zarrita gives a scalar without its type, and takes no array without places: of these the only chunk is read. */
async function readNumbers(zarrita: Zarrita, array: import("zarrita").Array<DataType>): Promise<ArrayLike<unknown>> {
  const size = sizeOf(array.shape);
  if (size > 0 && array.shape.length > 0) return ((await zarrita.get(array)) as { data: ArrayLike<unknown> }).data;
  const { data } = (await array.getChunk(array.shape.map(() => 0))) as { data: ArrayLike<unknown> };
  if (size > 0) return data;
  return ArrayBuffer.isView(data) ? (data as unknown as Float64Array).subarray(0, 0) : [];
}

function shown(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !Internal.has(name)));
}

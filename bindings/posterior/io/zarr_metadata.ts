/** The metadata of Zarr format 3, as zarr-python 3 writes and reads them. */
import type { Attributes } from "../inference_data/variable.js";
import { jsonText } from "./attributes.js";
import type { Folder } from "./folder.js";
import type { ValueType } from "./stored_values.js";

export interface ZarrArray {
  readonly type: ValueType;
  readonly shape: readonly number[];
  readonly chunk: readonly number[];
  readonly dims: readonly string[];
  readonly attributes: Attributes;
  readonly compressed: boolean;
}

export type ZarrNode = Readonly<Record<string, unknown>>;

const encoder = new TextEncoder();

export function groupNode(attributes: Attributes): ZarrNode {
  return { zarr_format: 3, node_type: "group", attributes };
}

/** Doubles that were never written are NaN, integers 0, booleans false, texts empty. */
export function arrayNode(array: ZarrArray): ZarrNode {
  const text = array.type === "string";
  const float = array.type === "float64" || array.type === "float32";
  const bytes = text ? { name: "vlen-utf8", configuration: {} } : { name: "bytes", configuration: { endian: "little" } };
  const gzip = { name: "gzip", configuration: { level: 6 } };
  return {
    zarr_format: 3,
    node_type: "array",
    shape: array.shape,
    data_type: array.type,
    chunk_grid: { name: "regular", configuration: { chunk_shape: array.chunk } },
    chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
    fill_value: text ? "" : float ? "NaN" : array.type === "bool" ? false : 0,
    codecs: array.compressed ? [bytes, gzip] : [bytes],
    attributes: array.attributes,
    dimension_names: array.dims,
    storage_transformers: [],
  };
}

/** The root's metadata with those of all nodes below it: one read tells a reader what there is. */
export function consolidated(root: ZarrNode, nodes: ReadonlyMap<string, ZarrNode>): ZarrNode {
  return { ...root, consolidated_metadata: { kind: "inline", must_understand: false, metadata: Object.fromEntries(nodes) } };
}

export function writeNode(folder: Folder, path: string, node: ZarrNode): Promise<void> {
  return folder.write(path === "" ? "zarr.json" : `${path}/zarr.json`, encoder.encode(jsonText(node, 2)));
}

/** Where the chunk at these places of the chunk grid is. */
export function chunkPath(array: string, places: readonly number[]): string {
  return [array, "c", ...places].join("/");
}

/** Readers of Zarr's v2 layout have other names; ours are those of format 3. */
export const isZarrFile = (name: string): boolean => name === "zarr.json" || name.startsWith(".z");

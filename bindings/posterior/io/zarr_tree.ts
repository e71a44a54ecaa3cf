/** What a Zarr store holds, of format 2 or 3, consolidated or not: its nodes, and a store from which zarrita reads their arrays. */

import { parseJson } from "./attributes.js";
import { incompleteFile } from "./file_errors.js";
import type { Folder } from "./folder.js";

export interface ZarrTreeNode {
  /** "" for the root, "posterior", "posterior/theta". */
  readonly path: string;
  readonly isArray: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** Of an array, where its dims have names. */
  readonly dims: readonly (string | null)[] | undefined;
  readonly shape: readonly number[] | undefined;
}

export interface ZarrTree {
  readonly format: 2 | 3;
  readonly nodes: readonly ZarrTreeNode[];
  readonly store: AsyncReadable;
}

type AsyncReadable = import("zarrita").AsyncReadable;
type Json = Record<string, unknown>;

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export async function openZarrTree(folder: Folder): Promise<ZarrTree> {
  const documents = (await readVersion3(folder)) ?? (await readVersion2(folder));
  if (documents === undefined) throw incompleteFile("Zarr", "the folder has neither zarr.json nor .zgroup");
  const { format, metadata } = documents;
  const store: AsyncReadable = {
    get: async (key) => {
      const known = metadata.get(key.slice(1));
      return known === undefined ? folder.read(key.slice(1)) : encoder.encode(JSON.stringify(known));
    },
  };
  return { format, nodes: format === 3 ? nodesOf3(metadata) : nodesOf2(metadata), store };
}

interface Documents {
  readonly format: 2 | 3;
  /** By path of the file. */
  readonly metadata: ReadonlyMap<string, Json>;
}

async function readJson(folder: Folder, path: string): Promise<Json | undefined> {
  const bytes = await folder.read(path);
  return bytes === undefined ? undefined : (parseJson(decoder.decode(bytes)) as Json);
}

async function readVersion3(folder: Folder): Promise<Documents | undefined> {
  const root = await readJson(folder, "zarr.json");
  if (root === undefined) return undefined;
  const metadata = new Map<string, Json>([["zarr.json", root]]);
  const inline = (root["consolidated_metadata"] as { metadata?: Record<string, Json> } | null | undefined)?.metadata;
  if (inline !== undefined) for (const [path, node] of Object.entries(inline)) metadata.set(`${path}/zarr.json`, repaired(node));
  else await walk(folder, "", ["zarr.json"], (path, node) => metadata.set(path, repaired(node)));
  return { format: 3, metadata };
}

async function readVersion2(folder: Folder): Promise<Documents | undefined> {
  const all = (await readJson(folder, ".zmetadata")) as { metadata: Record<string, Json> } | undefined;
  if (all !== undefined) return { format: 2, metadata: new Map(Object.entries(all.metadata)) };
  const root = await readJson(folder, ".zgroup");
  if (root === undefined) return undefined;
  const metadata = new Map<string, Json>([[".zgroup", root]]);
  const attributes = await readJson(folder, ".zattrs");
  if (attributes !== undefined) metadata.set(".zattrs", attributes);
  await walk(folder, "", [".zgroup", ".zarray", ".zattrs"], (path, node) => metadata.set(path, node));
  return { format: 2, metadata };
}

/** Groups of results lie below the root, their arrays below them; nothing is deeper. */
async function walk(
  folder: Folder,
  parent: string,
  files: readonly string[],
  found: (path: string, node: Json) => void,
): Promise<void> {
  for (const name of await folder.list(parent)) {
    if (name.startsWith(".") || name === "zarr.json" || name === "c") continue;
    const path = parent === "" ? name : `${parent}/${name}`;
    let isGroup = false;
    for (const file of files) {
      const node = await readJson(folder, `${path}/${file}`);
      if (node === undefined) continue;
      found(`${path}/${file}`, node);
      isGroup ||= file === ".zgroup" || node["node_type"] === "group";
    }
    if (isGroup && parent === "") await walk(folder, path, files, found);
  }
}

/** zarr-python's types of texts of fixed length, by the names that zarrita has for them. */
function repaired(node: Json): Json {
  const type = node["data_type"] as { name?: string; configuration?: { length_bytes: number } } | string | undefined;
  if (typeof type !== "object") return node;
  const bytes = type.configuration?.length_bytes ?? 0;
  if (type.name === "fixed_length_utf32") return { ...node, data_type: `v2:U${bytes / 4}` };
  if (type.name === "null_terminated_bytes") return { ...node, data_type: `v2:S${bytes}` };
  return { ...node, data_type: String(type.name) };
}

function nodesOf3(metadata: ReadonlyMap<string, Json>): ZarrTreeNode[] {
  const unsound = [...metadata].find(([, node]) => node["node_type"] !== "array" && node["node_type"] !== "group");
  if (unsound !== undefined) throw incompleteFile("Zarr", `"${unsound[0]}" describes neither an array nor a group`);
  return [...metadata].map(([file, node]) => ({
    path: file.slice(0, -"zarr.json".length).replace(/\/$/, ""),
    isArray: node["node_type"] === "array",
    attributes: (node["attributes"] ?? {}) as Json,
    dims: node["dimension_names"] as (string | null)[] | undefined,
    shape: node["shape"] as number[] | undefined,
  }));
}

function nodesOf2(metadata: ReadonlyMap<string, Json>): ZarrTreeNode[] {
  const nodes: ZarrTreeNode[] = [];
  for (const file of metadata.keys()) {
    const [, path, kind] = /^(.*?)\/?\.(zgroup|zarray)$/.exec(file) ?? [];
    if (path === undefined) continue;
    const attributes = metadata.get(path === "" ? ".zattrs" : `${path}/.zattrs`) ?? {};
    const dims = attributes["_ARRAY_DIMENSIONS"] as string[] | undefined;
    nodes.push({
      path,
      isArray: kind === "zarray",
      attributes,
      dims,
      shape: metadata.get(file)!["shape"] as number[] | undefined,
    });
  }
  return nodes;
}

/** Results as numpy's npz archives: an array a variable. */
import { loadFflate } from "../../peers.js";
import type { Dataset } from "../inference_data/dataset.js";
import { withCoords } from "../inference_data/from.js";
import { InferenceData } from "../inference_data/inference_data.js";
import { DataGroups } from "../inference_data/names.js";
import type { Attributes, Coordinates, Variable } from "../inference_data/variable.js";
import { damagedAt } from "./damaged_at.js";
import { unsupportedFile } from "./file_errors.js";
import { JsonScanner } from "./json_scanner.js";
import { jsonText } from "./json_text.js";
import { type NumpyArray, readNpy, writeNpy } from "./npy.js";
import { readZip, writeZip } from "./zip.js";

export interface NpzOptions {
  /** Deflates the arrays, as `numpy.savez_compressed`; needs the package "fflate". */
  readonly compress?: boolean;
}

/** The array with dims, coordinates and attributes, as JSON. */
const SchemaName = "schema";

/**
 * Arrays by name as an npz archive, which `numpy.load` reads; the same arrays give the same bytes.
 *
 *     writeFileSync("draws.npz", await writeNpz({ theta: { values, shape: [4, 1000, 8] } }));
 */
export async function writeNpz(
  arrays: Readonly<Record<string, NumpyArray>>,
  { compress = false }: NpzOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const deflate = compress ? (await loadFflate()).deflateSync : undefined;
  const files = Object.entries(arrays).map(([name, array]) => ({ name: `${name}.npy`, bytes: writeNpy(array) }));
  return writeZip(files, deflate);
}

/**
 * The arrays of an npz archive by name, from `numpy.savez` or `savez_compressed` (which needs the package "fflate"). Damaged archives
 * throw "damaged-file" with the byte (`value`): checksums are compared. `readNpy` says which types are read.
 */
export async function readNpz(bytes: Uint8Array): Promise<Record<string, NumpyArray>> {
  const files = await readZip(bytes, async () => (await loadFflate()).inflateSync);
  const arrays = files
    .filter(({ name }) => name.endsWith(".npy"))
    .map(({ name, bytes: content }) => [name.slice(0, -4), readNpy(content, `"${name}"`)] as const);
  return Object.fromEntries(arrays);
}

/**
 * The results as an npz archive: arrays "posterior/theta", "sample_stats/lp", ..., and "schema", a text of JSON with dims, coordinates
 * and attributes, which `fromNpz` reads too.
 *
 *     writeFileSync("fit.npz", await toNpz(data));
 *     // in Python: numpy.load("fit.npz")["posterior/theta"]
 */
export function toNpz(data: InferenceData, options: NpzOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
  const arrays: Record<string, NumpyArray> = {};
  const groups = Object.entries(data.groups).map(([group, { variables, coords, attributes }]) => {
    const described = Object.entries(variables).map(([name, { values, shape, dims, attributes: own }]) => {
      arrays[`${group}/${name}`] = { values, shape };
      return [name, { dims, ...(own && { attributes: own }) }] as const;
    });
    return [group, { variables: Object.fromEntries(described), coords, attributes }] as const;
  });
  const schema = jsonText({ version: 1, attributes: data.attributes, groups: Object.fromEntries(groups) });
  arrays[SchemaName] = { values: [schema], shape: [] };
  return writeNpz(arrays, options);
}

interface Schema {
  readonly version: 1;
  readonly attributes: Attributes;
  readonly groups: Readonly<Record<string, GroupSchema>>;
}

interface GroupSchema {
  readonly variables: Readonly<Record<string, { readonly dims: readonly string[]; readonly attributes?: Attributes }>>;
  readonly coords: Coordinates;
  readonly attributes: Attributes;
}

/**
 * Results from an npz archive: what `toNpz` wrote, exactly; or arrays that somebody saved, "group/name" or "name" for the posterior,
 * [chain, draw, ...] but in groups of data, whose other dims get ArviZ's names.
 */
export async function fromNpz(bytes: Uint8Array): Promise<InferenceData> {
  const { [SchemaName]: found, ...others } = await readNpz(bytes);
  const isSchema = found !== undefined && found.shape.length === 0 && typeof found.values[0] === "string";
  const schema = isSchema ? parseSchema(String(found.values[0])) : undefined;
  const arrays = found === undefined || isSchema ? others : { ...others, [SchemaName]: found };
  const groups = new Map<string, Record<string, Variable>>();
  for (const [key, array] of Object.entries(arrays)) {
    const slash = key.indexOf("/");
    const [group, name] = slash < 0 ? ["posterior", key] : [key.slice(0, slash), key.slice(slash + 1)];
    const own = schema?.groups[group]?.variables[name];
    if (schema !== undefined && own === undefined)
      throw damagedAt("an archive of results", `the array "${SchemaName}"`, `"${key}" is not described`, 0, key);
    const variables = groups.get(group) ?? {};
    variables[name] = own === undefined ? unnamed(group, name, array) : { ...array, ...own };
    groups.set(group, variables);
  }
  const names = schema === undefined ? [...groups.keys()] : Object.keys(schema.groups);
  const made = names.map((group): [string, Dataset] => {
    const variables = groups.get(group) ?? {};
    const own = schema?.groups[group];
    return [group, own === undefined ? withCoords(variables, {}) : { variables, coords: own.coords, attributes: own.attributes }];
  });
  return new InferenceData(Object.fromEntries(made), schema?.attributes);
}

function parseSchema(text: string): Schema {
  const schema = new JsonScanner(new TextEncoder().encode(text)).value() as Schema | null;
  if (schema !== null && schema.version !== 1)
    throw damagedAt(
      "an archive of results",
      `the array "${SchemaName}"`,
      `the version is ${schema.version}, not 1`,
      0,
      SchemaName,
    );
  if (typeof schema?.groups === "object" && schema.groups !== null) return schema;
  throw damagedAt("an archive of results", `the array "${SchemaName}"`, "there is no description of the others", 0, SchemaName);
}

function unnamed(group: string, name: string, { values, shape }: NumpyArray): Variable {
  const first = DataGroups.includes(group) ? [] : ["chain", "draw"];
  if (shape.length < first.length) {
    throw unsupportedFile(
      `"${name}" has the shape [${shape.join(", ")}], which has no chains and draws.`,
      'Save draws as [chain, draw, ...], and data under "observed_data/name" or "constant_data/name".',
      name,
      shape,
    );
  }
  const own = shape.slice(first.length).map((_, axis) => `${name}_dim_${axis}`);
  return { values, shape, dims: [...first, ...own] };
}

/** Results from JSON: what `toJson` writes, and what ArviZ's `to_json` does. */
import type { Label } from "../array.js";
import type { Dataset } from "../inference_data/dataset.js";
import { withCoords } from "../inference_data/from.js";
import { InferenceData } from "../inference_data/inference_data.js";
import { DataGroups } from "../inference_data/names.js";
import type { Attributes, Coordinates, Variable, VariableValues } from "../inference_data/variable.js";
import { type ReadArray, readArray } from "./json_array.js";
import { jsonNames, SchemaKey } from "./json_names.js";
import { JsonScanner } from "./json_scanner.js";
import { typeOfValues, type ValueType } from "./stored_values.js";
import { fromNumbers } from "./value_types.js";

type Arrays = Map<string, ReadArray>;
type Named = Readonly<Record<string, unknown>>;

interface VariableSchema {
  readonly type: ValueType;
  readonly shape: readonly number[];
  readonly dims: readonly string[];
  readonly attributes?: Attributes;
}

interface GroupSchema {
  readonly coords: Coordinates;
  readonly variables: Readonly<Record<string, VariableSchema>>;
  readonly attributes: Attributes;
}

/**
 * Results from the JSON that `toJson` writes, exactly as they were; or from what ArviZ's `to_json` writes, or any file for
 * `az.from_dict(**json)`: there numbers without point or exponent are 64-bit integers, null is NaN, dims and coordinates are named as
 * ArviZ names them. Takes text or UTF-8 bytes; bytes may be more than a string can hold (512 MB).
 *
 *     const data = fromJson(await readFile("fit.json"));
 *
 * Errors: "damaged-file" with the byte at which it is no JSON or its lists are ragged (`value`); "bad-shape" where parts disagree.
 */
export function fromJson(source: string | Uint8Array): InferenceData {
  const scanner = new JsonScanner(typeof source === "string" ? new TextEncoder().encode(source) : source);
  const groups = new Map<string, Arrays>();
  const meta = new Map<string, unknown>();
  scanner.record((key) => {
    if (jsonNames.isReserved(key) || !scanner.isRecord) meta.set(key, scanner.value());
    else groups.set(key, readGroup(scanner));
  });
  scanner.end();
  const own = recordAt(meta, SchemaKey);
  if (meta.has(SchemaKey) && own.version !== 1)
    throw scanner.damaged(`its schema "${SchemaKey}" has version ${own.version}, not 1`, SchemaKey);
  const schema = recordAt(own, "groups") as Readonly<Record<string, GroupSchema>>;
  const made = [...groups].map(([group, arrays]) => {
    const exact = Object.hasOwn(schema, group) ? schema[group] : undefined;
    return [group, exact === undefined ? asArviz(group, arrays, meta) : asWritten(group, arrays, exact, scanner)] as const;
  });
  return new InferenceData(Object.fromEntries(made), recordAt(meta, "attrs") as Attributes);
}

function readGroup(scanner: JsonScanner): Arrays {
  const arrays: Arrays = new Map();
  scanner.record((name) => arrays.set(name, readArray(scanner, name)));
  return arrays;
}

function recordAt(record: Named | ReadonlyMap<string, unknown>, key: string): Named {
  const value = record instanceof Map ? record.get(key) : Object.hasOwn(record, key) ? (record as Named)[key] : undefined;
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Named) : {};
}

function asWritten(group: string, arrays: Arrays, { coords, variables, attributes }: GroupSchema, scanner: JsonScanner): Dataset {
  const made = [...arrays].map(([name, read]): [string, Variable] => {
    const schema = Object.hasOwn(variables ?? {}, name) ? variables[name] : undefined;
    if (schema === undefined) throw scanner.damaged(`its schema does not know "${name}" of ${group}`, name);
    const { type, shape, dims, attributes: own } = schema;
    return [name, { values: inType(read.values, type), shape, dims, ...(own && { attributes: own }) }];
  });
  return { variables: Object.fromEntries(made), coords: coords ?? {}, attributes: attributes ?? {} };
}

function inType(values: VariableValues, type: ValueType): VariableValues {
  if (typeOfValues(values) === type) return values;
  if (type === "string") return [];
  return fromNumbers(Float64Array.from(values as ArrayLike<number>, Number), type);
}

/** Dims and coordinates as ArviZ's `from_dict` finds them. */
function asArviz(group: string, arrays: Arrays, meta: ReadonlyMap<string, unknown>): Dataset {
  const isData = DataGroups.includes(group);
  const isPrediction = group.endsWith("predictions") && meta.get("pred_dims") !== undefined;
  const dims = recordAt(meta, isPrediction ? "pred_dims" : "dims") as Readonly<Record<string, readonly (string | null)[]>>;
  const coords = { ...recordAt(meta, "pred_coords"), ...recordAt(meta, "coords") } as Coordinates;
  const variables = [...arrays].map(([name, { values, shape }]): [string, Variable] => {
    const missing = (isData ? 1 : 2) - shape.length;
    const full = missing > 0 ? [...Array<number>(missing).fill(1), ...shape] : shape;
    const first = isData ? [] : ["chain", "draw"];
    const given = (Object.hasOwn(dims, name) ? dims[name]! : []).filter((dim) => isData || (dim !== "chain" && dim !== "draw"));
    const own = full.slice(first.length).map((_, axis) => given[axis] ?? `${name}_dim_${axis}`);
    return [name, { values, shape: full, dims: [...first, ...own] }];
  });
  const key = jsonNames.attributeKeys(group).find((candidate) => meta.has(candidate));
  const attributes = key === undefined ? {} : (recordAt(meta, key) as Attributes);
  return withCoords(Object.fromEntries(variables), fitting(Object.fromEntries(variables), coords), attributes);
}

/** Coordinates as they stand but those of chains and draws where this group has another number of them. */
function fitting(variables: Readonly<Record<string, Variable>>, coords: Coordinates): Coordinates {
  const entries = Object.entries(coords).filter(([dim, labels]) => {
    if (dim !== "chain" && dim !== "draw") return true;
    return Object.values(variables).every(({ dims, shape }) => !dims.includes(dim) || shape[dims.indexOf(dim)] === labels.length);
  });
  return Object.fromEntries(entries) as Readonly<Record<string, readonly Label[]>>;
}

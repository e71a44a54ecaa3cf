/** Results as JSON, in the form that ArviZ's `from_json` and `from_dict(**json)` read. */
import { WasmcmcError } from "../../errors.js";
import type { InferenceData } from "../inference_data/inference_data.js";
import type { Variable, VariableValues } from "../inference_data/variable.js";
import { jsonNames, SchemaKey, sharedCoords, sharedDims } from "./json_names.js";
import { jsonText } from "./json_text.js";
import { typeOfValues } from "./stored_values.js";

/** Characters that are gathered before they are handed out. */
const ChunkLength = 65536;
/** Numbers of a row that are written at a time. */
const RunLength = 1024;

/**
 * The results as JSON text, for `az.from_json(path)` or `az.from_dict(**json.load(file))` (there with `save_warmup=True` where warm-up
 * is to be read). Numbers keep all bits; NaN and infinities are written as Python does, `NaN` and `Infinity`, and only where there are
 * any; whole floats have a decimal point, so that they stay floats. What ArviZ has no place for (labels of draws that differ between
 * groups, types, attributes of variables) stands under the key "wasmcmc", so that `fromJson` gives back exactly what was written.
 *
 *     writeFileSync("fit.json", toJson(data));
 *
 * Errors: "bad-coords" and "bad-shape" where two groups have other labels or dims under one name, which ArviZ's form cannot say.
 */
export function toJson(data: InferenceData): string {
  return [...jsonChunks(data)].join("");
}

/**
 * The same text in parts of some 64 kB, for results that are larger than a string may be (512 MB) or than memory holds twice.
 *
 *     await pipeline(Readable.from(jsonChunks(data)), createWriteStream("fit.json"));
 */
export function* jsonChunks(data: InferenceData): Generator<string, void, undefined> {
  let chunk = "";
  for (const part of parts(data)) {
    chunk += part;
    if (chunk.length < ChunkLength) continue;
    yield chunk;
    chunk = "";
  }
  yield chunk;
}

function* parts(data: InferenceData): Generator<string, void, undefined> {
  checkNames(data);
  const { dims, predictionDims } = sharedDims(data);
  yield "{";
  for (const [group, { variables }] of Object.entries(data.groups)) {
    yield `${quote(group)}: {`;
    let separator = "";
    for (const [name, variable] of Object.entries(variables)) {
      yield `${separator}${quote(name)}: `;
      yield* nested(variable, 0, 0);
      separator = ", ";
    }
    yield "},\n";
  }
  yield* record("coords", sharedCoords(data), jsonText);
  yield `"dims": ${JSON.stringify(dims)},\n`;
  if (predictionDims !== undefined) yield `"pred_dims": ${JSON.stringify(predictionDims)},\n`;
  yield `"attrs": ${jsonText(data.attributes)},\n`;
  for (const [group, { attributes }] of Object.entries(data.groups)) {
    if (Object.keys(attributes).length > 0) yield `${quote(jsonNames.attributes(group))}: ${jsonText(attributes)},\n`;
  }
  yield* schema(data);
  yield "}\n";
}

/** The values below one place, given by the number of values before it in its level, as nested lists. */
function* nested({ values, shape }: Variable, axis: number, place: number): Generator<string, void, undefined> {
  if (axis === shape.length) {
    yield leaf(values, place);
    return;
  }
  const length = shape[axis]!;
  if (axis < shape.length - 1) {
    for (let i = 0; i < length; i++) {
      yield i === 0 ? "[" : ",\n";
      yield* nested({ values, shape, dims: [] }, axis + 1, place * length + i);
    }
    yield length === 0 ? "[]" : "]";
    return;
  }
  yield "[";
  for (let i = 0; i < length; i += RunLength) {
    yield (i === 0 ? "" : ",") + run(values, place * length + i, place * length + Math.min(length, i + RunLength));
  }
  yield "]";
}

/** Values one after the other; those that the host's own writer gets right go through it, which takes half the time. */
function run(values: VariableValues, first: number, last: number): string {
  if (values instanceof Float64Array || values instanceof Float32Array) {
    const part = Array.from(values.subarray(first, last));
    if (part.every((value) => value % 1 !== 0 && Number.isFinite(value))) return JSON.stringify(part).slice(1, -1);
  }
  let text = "";
  for (let place = first; place < last; place++) text += (place === first ? "" : ",") + leaf(values, place);
  return text;
}

function leaf(values: VariableValues, place: number): string {
  const value = values[place]!;
  if (typeof value === "string") return quote(value);
  if (values instanceof Uint8Array) return value === 0 ? "false" : "true";
  return values instanceof Float64Array || values instanceof Float32Array ? float(value as number) : String(value);
}

/** A float with a point or an exponent, as Python tells floats from integers. */
function float(value: number): string {
  const text = String(value);
  if (Number.isInteger(value) && !text.includes("e")) return Object.is(value, -0) ? "-0.0" : `${text}.0`;
  return text;
}

function quote(text: string): string {
  return JSON.stringify(text);
}

function* record<Value>(
  name: string,
  values: Readonly<Record<string, Value>>,
  text: (value: Value) => string,
): Generator<string> {
  yield `${quote(name)}: {`;
  let separator = "";
  for (const [key, value] of Object.entries(values)) {
    yield `${separator}${quote(key)}: ${text(value)}`;
    separator = ", ";
  }
  yield "},\n";
}

/** What makes the file exact: types, shapes, dims and coordinates group by group. */
function* schema(data: InferenceData): Generator<string> {
  yield `${quote(SchemaKey)}: {"version": 1, "groups": {`;
  let separator = "";
  for (const [group, { variables, coords, attributes }] of Object.entries(data.groups)) {
    yield `${separator}${quote(group)}: {`;
    separator = ",\n";
    yield* record("coords", coords, jsonText);
    yield* record("variables", variables, ({ values, shape, dims, attributes: own }) => {
      const kept = own === undefined ? "" : `, "attributes": ${jsonText(own)}`;
      return `{"type": "${typeOfValues(values)}", "shape": [${shape}], "dims": ${JSON.stringify(dims)}${kept}}`;
    });
    yield `"attributes": ${jsonText(attributes)}}`;
  }
  yield "}}";
}

function checkNames({ groups }: InferenceData): void {
  const reserved = Object.keys(groups).find((name) => jsonNames.isReserved(name));
  if (reserved === undefined) return;
  throw new WasmcmcError({
    code: "name-clash",
    problem: `A group is named "${reserved}", which means something else in ArviZ's JSON.`,
    remedy: "Give the group another name.",
    variable: reserved,
  });
}

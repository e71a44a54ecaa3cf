/** Arrays as people have them (nested lists, lists of typed arrays, flat values with a shape) made variables. */
import { WasmcmcError } from "../../errors.js";
import { checkVariable } from "./check_dataset.js";
import type { Variable, VariableValues } from "./variable.js";

type Leaf = number | bigint | boolean | string;
type TypedValues = Exclude<VariableValues, readonly string[]>;

/** Numbers, booleans, bigints or texts, nested to any depth; the innermost lists may be typed arrays. */
export type Nested = Leaf | TypedValues | readonly Nested[];

/** Flat values with their shape; dims too where they have names. */
export interface Shaped {
  readonly values: VariableValues;
  readonly shape: readonly number[];
  readonly dims?: readonly string[];
}

export type ArrayInput = Nested | Shaped;

/**
 * A variable of the given array: dims it lacks are named by `dims` after those of `first`, and the rest `name_dim_0`, `name_dim_1`,
 * ..., as ArviZ names them. Numbers become Float64Array, booleans Uint8Array, bigints BigInt64Array; typed arrays keep their type.
 */
export function variableOf(name: string, input: ArrayInput, first: readonly string[], dims: readonly string[] = []): Variable {
  const { values, shape, dims: own } = isShaped(input) ? input : flatten(name, input);
  if (own === undefined && shape.length < first.length) {
    throw new WasmcmcError({
      code: "bad-shape",
      problem: `"${name}" has the shape [${shape.join(", ")}].`,
      remedy: `Give it the dims ${first.join(" and ")} first, then its own.`,
      variable: name,
      value: shape,
    });
  }
  const named = shape.slice(first.length).map((_, axis) => dims[axis] ?? `${name}_dim_${axis}`);
  const variable = { values, shape, dims: own ?? [...first, ...named] };
  checkVariable(`"${name}"`, name, variable);
  return variable;
}

function isShaped(input: ArrayInput): input is Shaped {
  return typeof input === "object" && !Array.isArray(input) && "values" in input && typeof input.values !== "function";
}

function flatten(name: string, input: Nested): Shaped {
  const shape: number[] = [];
  let level: Nested = input;
  while (isList(level)) {
    shape.push(level.length);
    if (level.length === 0) break;
    level = level[0] as Nested;
  }
  const parts: (TypedValues | readonly Leaf[])[] = [];
  collect(name, input, shape, 0, parts, []);
  return { values: gathered(name, parts), shape };
}

function isList(value: Nested): value is TypedValues | readonly Nested[] {
  return typeof value === "object";
}

/** Gathers the innermost lists in order; throws where one is not as long as the first of its level, or not as deep. */
function collect(
  name: string,
  input: Nested,
  shape: readonly number[],
  axis: number,
  parts: (TypedValues | readonly Leaf[])[],
  place: readonly number[],
): void {
  if (!isList(input)) {
    if (axis === shape.length) parts.push([input]);
    else throw ragged(name, place, "a number", `a list of ${shape[axis]}`);
    return;
  }
  if (axis === shape.length || input.length !== shape[axis])
    throw ragged(name, place, `a list of ${input.length}`, axis === shape.length ? "a number" : `one of ${shape[axis]}`);
  if (axis === shape.length - 1 && !(Array.isArray(input) && input.some((value) => isList(value as Nested)))) {
    parts.push(input as TypedValues | readonly Leaf[]);
    return;
  }
  for (const [k, inner] of (input as readonly Nested[]).entries()) collect(name, inner, shape, axis + 1, parts, [...place, k]);
}

function gathered(name: string, parts: readonly (TypedValues | readonly Leaf[])[]): VariableValues {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const sample = parts.find((part) => part.length > 0);
  if (sample === undefined) return new Float64Array(0);
  const kind = typeof sample[0];
  for (const part of parts) {
    const wrong = (ArrayBuffer.isView(part) ? [...part.slice(0, 1)] : part).find((value) => typeof value !== kind);
    if (wrong !== undefined) throw mixed(name, kind, wrong);
  }
  if (kind === "string") return parts.flatMap((part) => part as readonly string[]);
  const isAlike = ArrayBuffer.isView(sample) && parts.every((part) => part.constructor === sample.constructor);
  const Type = isAlike
    ? sample.constructor
    : { bigint: BigInt64Array, boolean: Uint8Array, number: Float64Array }[kind as "number"];
  if (Type === undefined) throw mixed(name, "number", sample[0]);
  const values = new (Type as new (length: number) => Float64Array)(length);
  let at = 0;
  for (const part of parts) {
    values.set(part as ArrayLike<number>, at);
    at += part.length;
  }
  return values;
}

function ragged(name: string, place: readonly number[], found: string, wanted: string): WasmcmcError {
  return new WasmcmcError({
    code: "ragged-chains",
    problem: `"${name}" has ${found} at [${place.join(", ")}] where the first of its kind is ${wanted}.`,
    remedy: "Make all lists of a level equally long: cut chains to the same number of draws.",
    variable: name,
    row: place[0],
    value: place,
  });
}

function mixed(name: string, kind: string, value: unknown): WasmcmcError {
  return new WasmcmcError({
    code: "column-type",
    problem: `"${name}" holds ${typeof value === "string" ? JSON.stringify(value) : String(value)}, a ${typeof value}, where others are of type ${kind}.`,
    remedy: "Give numbers, booleans, bigints or texts, not several of them.",
    variable: name,
    value,
  });
}

/** Arrays of values of a type that is known by its name, as files are read into. */
import { WasmcmcError } from "../../errors.js";
import type { VariableValues } from "../inference_data/variable.js";

/** Types by the names that numpy has for them. */
export type ValueType = "float64" | "float32" | "int32" | "int64" | "bool" | "string";

/** What files are read into. */
export type MutableValues = Float64Array | Float32Array | Int32Array | BigInt64Array | Uint8Array | string[];

const Classes = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
} as const;

export function typeOfValues(values: VariableValues): ValueType {
  for (const [type, Class] of Object.entries(Classes)) if (values instanceof Class) return type as ValueType;
  return "string";
}

/** Zeros; empty texts. */
export function makeValues(type: ValueType, length: number): MutableValues {
  return type === "string" ? new Array<string>(length).fill("") : new Classes[type](length);
}

/** Copies `count` values from one place to another of the same type. */
export function copyValues(from: VariableValues, first: number, count: number, to: MutableValues, place: number): void {
  if (!Array.isArray(to)) to.set((from as Float64Array).subarray(first, first + count) as never, place);
  else for (let i = 0; i < count; i++) to[place + i] = from[first + i] as string;
}

/**
 * Whatever a reader gave, as one of the classes above: smaller integers as int32, unsigned 32 and 64 bits as int64, a half as float32,
 * a null as NaN among numbers.
 */
export function asValues(given: ArrayLike<unknown>, variable: string): MutableValues {
  if (given instanceof Float64Array || given instanceof Float32Array) return given;
  if (given instanceof Int32Array || given instanceof BigInt64Array) return given;
  if (given instanceof Int8Array || given instanceof Int16Array || given instanceof Uint8Array || given instanceof Uint16Array)
    return Int32Array.from(given);
  if (given instanceof Uint32Array || given instanceof BigUint64Array) return BigInt64Array.from(Array.from(given, BigInt));
  return asValuesOf(Array.from(given), variable);
}

function asValuesOf(items: readonly unknown[], variable: string): MutableValues {
  const known = items.filter((item) => item !== null && item !== undefined);
  if (known.length === items.length) {
    if (known.every((item) => typeof item === "boolean")) return Uint8Array.from(known, Number);
    if (known.every((item) => typeof item === "bigint")) return BigInt64Array.from(known as bigint[]);
  }
  if (known.length > 0 && known.every((item) => typeof item === "string")) return items.map((item) => String(item ?? ""));
  if (known.every((item) => typeof item === "number" || typeof item === "bigint" || typeof item === "boolean"))
    return Float64Array.from(items, (item) => (item === null || item === undefined ? Number.NaN : Number(item)));
  throw new WasmcmcError({
    code: "unsupported-file",
    problem: `"${variable}" holds values that are neither numbers, booleans nor texts.`,
    remedy: "Leave it out, or convert it before you write the file.",
    variable,
  });
}

/** Coordinates as arrays of values, and back. */
import type { Label } from "../array.js";
import type { VariableValues } from "../inference_data/variable.js";

/** Whole numbers as 64-bit integers, as Python has them; other numbers as doubles; anything else as texts. */
export function valuesOfLabels(labels: readonly Label[]): Float64Array | BigInt64Array | string[] {
  if (labels.every((label) => Number.isSafeInteger(label))) return BigInt64Array.from(labels as number[], BigInt);
  if (labels.every((label) => typeof label === "number")) return Float64Array.from(labels);
  return labels.map(String);
}

export function labelsOfValues(values: VariableValues): Label[] {
  return Array.from(values as ArrayLike<Label | bigint>, (value) => (typeof value === "bigint" ? Number(value) : value));
}

/** The labels 0, 1, 2 ... of a dim that has no coordinates. */
export function countedLabels(length: number): number[] {
  return Array.from({ length }, (_, place) => place);
}

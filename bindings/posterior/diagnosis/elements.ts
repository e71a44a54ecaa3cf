/** The scalars of some arrays of draws, each with its label and its draws, chain by chain. */
import type { NamedArray } from "../array.js";
import { elementDraws } from "../modes.js";
import { elementsOf } from "../summary.js";

export interface Scalar {
  readonly variable: string;
  readonly label: string;
  readonly values: Float64Array;
}

/** Above so many scalars, pairs of them are not looked at, and only the first are searched. */
export const MostScalars = 200;

export function scalarsOf(arrays: Readonly<Record<string, NamedArray>>): Scalar[] {
  const found: Scalar[] = [];
  for (const [variable, array] of Object.entries(arrays)) {
    for (const [element, { label }] of elementsOf(variable, array).entries()) {
      if (found.length >= MostScalars) return found;
      found.push({ variable, label, values: elementDraws(array, element) });
    }
  }
  return found;
}

/** Share of the values below `threshold`, those equal counted half. */
export function shareBelow(values: Float64Array, threshold: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) count += values[i]! < threshold ? 1 : values[i] === threshold ? 0.5 : 0;
  return count / values.length;
}

export function meanAndSd(values: ArrayLike<number>, from = 0, to = values.length): { mean: number; sd: number } {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  const mean = sum / (to - from);
  let squares = 0;
  for (let i = from; i < to; i++) squares += (values[i]! - mean) ** 2;
  return { mean, sd: Math.sqrt(squares / Math.max(1, to - from - 1)) };
}

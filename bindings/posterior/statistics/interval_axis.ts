/** Intervals of draws: two numbers for chains, a last dim "ci_bound" for arrays, as arviz-stats names it. */
import type { NamedArray } from "../array.js";
import type { Interval } from "./hdi.js";
import { type Chains, isNamed, overElementsAlong, scalarOf } from "./over_elements.js";

/** One sequence, chains, or an array [chain, draw, ...dims]. */
export type DrawsOfInterval = Chains | Float64Array | NamedArray;

/** The narrowest interval, or the one with equal tails. */
export type IntervalKind = "hdi" | "eti";

export interface IntervalOptions {
  /** Leaves out draws that are NaN, unless all are. */
  readonly skipNaN?: boolean;
}

const Bounds = { dim: "ci_bound", labels: ["lower", "upper"] } as const;

/** `interval` takes the draws of all chains in ascending order, NaN last. */
export function intervalsOf(
  draws: DrawsOfInterval,
  { skipNaN = false }: IntervalOptions,
  interval: (sorted: Float64Array) => Interval,
): Interval | NamedArray {
  const ofValues = (values: Float64Array) => interval(sortedDraws(values, skipNaN));
  if (draws instanceof Float64Array) return ofValues(scalarOf([draws]).values);
  if (!isNamed(draws)) return ofValues(scalarOf(draws).values);
  return overElementsAlong(draws, Bounds, ({ values }) => {
    const { lower, upper } = ofValues(values);
    return [lower, upper];
  }) as NamedArray;
}

/** In ascending order; NaN last, or left out where some draws are numbers. */
export function sortedDraws(values: Float64Array, skipNaN: boolean): Float64Array {
  const sorted = values.slice().sort();
  if (!skipNaN || !Number.isNaN(sorted.at(-1)) || Number.isNaN(sorted[0])) return sorted;
  let count = sorted.length;
  while (Number.isNaN(sorted[count - 1])) count--;
  return sorted.subarray(0, count);
}

/** The narrowest interval that holds a given share of the draws. */
import { WasmcmcError } from "../../errors.js";
import type { NamedArray } from "../array.js";
import { type DrawsOfInterval, type IntervalOptions, intervalsOf } from "./interval_axis.js";
import type { Chains } from "./over_elements.js";

/** ArviZ's default share. */
export const DefaultHdiProbability = 0.94;

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

export function checkHdiProbability(probability: number): void {
  if (probability > 0 && probability < 1) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `An interval cannot hold a share of ${probability} of the draws.`,
    remedy: "Pass a number between 0 and 1, such as 0.94.",
    variable: "probability",
    value: probability,
  });
}

/** Place of the lower end among ascending values; the upper end is floor(probability * count) places further. NaN sorts last. */
export function narrowest(sorted: Float64Array, probability: number): Interval {
  const reach = Math.floor(probability * sorted.length);
  let best = 0;
  let bestWidth = Infinity;
  for (let i = 0; i + reach < sorted.length; i++) {
    const width = sorted[i + reach]! - sorted[i]!;
    if (width < bestWidth) {
      bestWidth = width;
      best = i;
    } else if (Number.isNaN(width)) {
      best = i;
      break;
    }
  }
  return { lower: sorted[best]!, upper: sorted[best + reach]! };
}

/**
 * The narrowest interval that holds a share of the draws: the highest density interval of a distribution with one mode. Its bounds
 * are draws, floor(share * count) places apart.
 *
 *     hdi([chain0, chain1], 0.9)           // { lower, upper }
 *     hdi(fit.array("theta"), 0.9)         // dims [...dims, ci_bound], with the labels "lower" and "upper"
 *     hdi(chains, 0.9, { skipNaN: true })
 *
 * Draws with NaN give a NaN bound, as in ArviZ, unless they are skipped. az.hdi of ArviZ 0.23, whose default share is this one, 0.94;
 * arviz_stats.hdi of 1.x is the same with 0.89. Throws `bad-option` unless the share is between 0 and 1, and `ragged-chains`,
 * `too-few-draws` (no draws at all) or `bad-shape` (other dims).
 */
export function hdi(draws: Chains | Float64Array, share?: number, options?: IntervalOptions): Interval;
export function hdi(draws: NamedArray, share?: number, options?: IntervalOptions): NamedArray;
export function hdi(draws: DrawsOfInterval, share?: number, options?: IntervalOptions): Interval | NamedArray;
export function hdi(draws: DrawsOfInterval, share = DefaultHdiProbability, options: IntervalOptions = {}): Interval | NamedArray {
  checkHdiProbability(share);
  return intervalsOf(draws, options, (sorted) => narrowest(sorted, share));
}

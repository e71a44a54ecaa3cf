/** Quantiles and equal-tailed intervals of draws. */
import { WasmcmcError } from "../../errors.js";
import type { NamedArray } from "../array.js";
import type { Interval } from "./hdi.js";
import { type DrawsOfInterval, type IntervalOptions, intervalsOf, sortedDraws } from "./interval_axis.js";
import { type Chains, overElements, overElementsAlong } from "./over_elements.js";
import { linearQuantile } from "./quantile.js";

/**
 * A quantile of the draws of all chains, or several, by linear interpolation (numpy's "linear", type 7 of Hyndman and Fan 1996).
 *
 *     quantile([chain0, chain1], 0.5)
 *     quantile([chain0, chain1], [0.25, 0.75])          // a Float64Array
 *     quantile(fit.array("theta"), 0.975)               // over the dims of theta
 *     quantile(fit.array("theta"), [0.25, 0.5, 0.75])   // with one more dim, "quantile", the last
 *
 * NaN where a draw is NaN, unless they are skipped, and between an infinite draw and another, as in numpy. Throws `bad-option` for
 * what is no probability, and `ragged-chains`, `too-few-draws` (no draws at all) or `bad-shape` (other dims).
 */
export function quantile(draws: Chains, probability: number, options?: IntervalOptions): number;
export function quantile(draws: Chains, probability: readonly number[], options?: IntervalOptions): Float64Array;
export function quantile(draws: NamedArray, probability: number | readonly number[], options?: IntervalOptions): NamedArray;
export function quantile(
  draws: Chains | NamedArray,
  probability: number | readonly number[],
  { skipNaN = false }: IntervalOptions = {},
): number | Float64Array | NamedArray {
  const wanted = typeof probability === "number" ? [probability] : probability;
  for (const each of wanted) if (!(each >= 0 && each <= 1)) throw noShare(each, "probability", "0.975");
  if (typeof probability === "number") {
    return overElements(draws, ({ values }) => linearQuantile(sortedDraws(values, skipNaN), probability));
  }
  return overElementsAlong(draws, { dim: "quantile", labels: probability }, ({ values }) => {
    const sorted = sortedDraws(values, skipNaN);
    return probability.map((each) => linearQuantile(sorted, each));
  });
}

/** The interval with equal shares of the draws, given in ascending order, below and above it. */
export function equalTailed(sorted: Float64Array, share: number): Interval {
  const tail = (1 - share) / 2;
  return { lower: linearQuantile(sorted, tail), upper: linearQuantile(sorted, 1 - tail) };
}

/**
 * The equal-tailed interval that holds a share of the draws: arviz_stats.eti 0.8, and with it ArviZ 1.x's default interval, with a
 * share of 0.89. (ArviZ 0.x has it only in summaries about the median.)
 *
 *     eti([chain0, chain1], 0.9)     // { lower, upper }: the 5 % and 95 % quantiles
 *     eti(fit.array("theta"), 0.9)   // dims [...dims, ci_bound], with the labels "lower" and "upper"
 *
 * NaN and errors as of `quantile`.
 */
export function eti(draws: Chains | Float64Array, share?: number, options?: IntervalOptions): Interval;
export function eti(draws: NamedArray, share?: number, options?: IntervalOptions): NamedArray;
export function eti(draws: DrawsOfInterval, share?: number, options?: IntervalOptions): Interval | NamedArray;
export function eti(draws: DrawsOfInterval, share = 0.89, options: IntervalOptions = {}): Interval | NamedArray {
  if (!(share > 0 && share < 1)) throw noShare(share, "share", "0.89");
  return intervalsOf(draws, options, (sorted) => equalTailed(sorted, share));
}

function noShare(value: number, variable: string, example: string): WasmcmcError {
  return new WasmcmcError({
    code: "bad-option",
    problem: `${value} is no ${variable} of draws.`,
    remedy: `Pass a number between 0 and 1, such as ${example}.`,
    variable,
    value,
  });
}

/** The narrowest arc that holds a given share of angles. */
import type { NamedArray } from "../array.js";
import { checkHdiProbability, DefaultHdiProbability, type Interval, narrowest } from "../statistics/hdi.js";
import { type DrawsOfInterval, type IntervalOptions, intervalsOf } from "../statistics/interval_axis.js";
import type { Chains } from "../statistics/over_elements.js";
import { circularMean } from "./bandwidth.js";

/**
 * The highest density interval of angles in radians: `hdi` of their distances from the circular mean, in (-pi, pi]. Where the arc
 * crosses pi, its lower bound is greater than its upper one. az.hdi(..., circular=True) of ArviZ 0.23; arviz-stats 0.8 has the
 * same but for rounding.
 *
 *     const { lower, upper } = circularHdi([chain0, chain1], 0.9);
 *     circularHdi(fit.array("direction"));   // dims [...dims, ci_bound]
 *
 * NaN and errors as of `hdi`.
 */
export function circularHdi(draws: Chains | Float64Array, share?: number, options?: IntervalOptions): Interval;
export function circularHdi(draws: NamedArray, share?: number, options?: IntervalOptions): NamedArray;
export function circularHdi(
  draws: DrawsOfInterval,
  share = DefaultHdiProbability,
  options: IntervalOptions = {},
): Interval | NamedArray {
  checkHdiProbability(share);
  return intervalsOf(draws, options, (angles) => {
    const center = circularMean(angles);
    const { lower, upper } = narrowest(angles.map((angle) => direction(angle - center)).sort(), share);
    return { lower: direction(lower + center), upper: direction(upper + center) };
  });
}

/** In (-pi, pi]. */
function direction(angle: number): number {
  return Math.atan2(Math.sin(angle), Math.cos(angle));
}

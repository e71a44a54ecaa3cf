/** Empirical distribution functions, with weights or without. */

import { badOption } from "./bad_option.js";
import { linspace, rangeOf, upperBound } from "./binning.js";
import { flatDraws, type PlainDraws } from "./flat_draws.js";
import { checkedWeights } from "./weights.js";

export interface EcdfOptions {
  /** How many places, evenly from the least to the greatest draw; default 200, or the number of draws where that is less. */
  readonly points?: number;
  /** A weight a draw. */
  readonly weights?: PlainDraws;
}

/**
 * The share of the draws (or of their weight) up to and including each of some places: arviz_stats.ecdf 0.8. NaN and infinite
 * draws are left out; where none remains, all is NaN. Throws `bad-option` for fewer than one point, `length-mismatch` for weights
 * of other draws.
 *
 *     const { x, probability } = ecdf(chains, { points: 100 });
 */
export function ecdf(
  draws: PlainDraws,
  options: EcdfOptions = {},
): { readonly x: Float64Array; readonly probability: Float64Array } {
  const all = flatDraws(draws);
  const weights = options.weights === undefined ? undefined : checkedWeights(options.weights, all.length);
  const places = Int32Array.from(all.keys())
    .filter((place) => Number.isFinite(all[place]!))
    .sort((a, b) => all[a]! - all[b]!);
  const points = options.points ?? Math.min(places.length, 200);
  if (!(Number.isInteger(points) && points >= (options.points === undefined ? 0 : 1) && points <= 2 ** 24)) {
    throw badOption("points", `A curve cannot have ${points} points.`, "Pass a whole number from 1 on.", points);
  }
  if (places.length === 0) return { x: new Float64Array(points).fill(NaN), probability: new Float64Array(points).fill(NaN) };
  const sorted = Float64Array.from(places, (place) => all[place]!);
  const cumulative = new Float64Array(places.length + 1);
  for (let i = 0; i < places.length; i++) cumulative[i + 1] = cumulative[i]! + (weights === undefined ? 1 : weights[places[i]!]!);
  const total = cumulative[places.length]!;
  const x = linspace(...rangeOf(sorted), points);
  return { x, probability: x.map((place) => cumulative[upperBound(sorted, place)]! / total) };
}

/** Statistics of weighted draws, as those of importance sampling are: means, standard deviations, quantiles. */
import { WasmcmcError } from "../../errors.js";
import type { NamedArray } from "../array.js";
import { type Chains, overElements } from "../statistics/over_elements.js";
import { badOption } from "./bad_option.js";
import { flatDraws, type PlainDraws } from "./flat_draws.js";

/**
 * Weights that sum up to 1, from their logarithms up to a constant: `psis(...).logWeights`, or log ratios of densities as they
 * are.
 *
 *     weightedMean(chains, normalizedWeights(psis(logRatios).logWeights));
 *
 * Throws `bad-option` where none is finite or one is NaN or Infinity.
 */
export function normalizedWeights(logWeights: PlainDraws): Float64Array {
  const logs = flatDraws(logWeights);
  let largest = -Infinity;
  for (let i = 0; i < logs.length; i++) if (!(logs[i]! <= largest)) largest = logs[i]!;
  if (!Number.isFinite(largest)) {
    throw badOption(
      "logWeights",
      `The largest log weight is ${largest}.`,
      "Pass numbers or -Infinity, not all of them that.",
      largest,
    );
  }
  return scaledToOne(logs.map((log) => Math.exp(log - largest)));
}

/**
 * A weight for each of `count` draws, scaled to the sum 1: throws unless they are as many, none is negative, and some are
 * positive.
 */
export function shares(weights: PlainDraws, count: number): Float64Array {
  return scaledToOne(checkedWeights(weights, count));
}

function scaledToOne(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** The weights as they are, checked. */
export function checkedWeights(weights: PlainDraws, count: number): Float64Array {
  const values = flatDraws(weights);
  if (values.length !== count) {
    throw new WasmcmcError({
      code: "length-mismatch",
      problem: `There are ${count} draws and ${values.length} weights.`,
      remedy: "Pass a weight a draw, chain by chain.",
      variable: "weights",
      value: values.length,
    });
  }
  const wrong = values.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (wrong < 0 && values.some((weight) => weight > 0)) return values;
  throw new WasmcmcError({
    code: "bad-option",
    problem: wrong < 0 ? "All weights are 0." : `Weight ${wrong} is ${values[wrong]}.`,
    remedy: "Weights are numbers from 0 on, at least one of them positive.",
    variable: "weights",
    ...(wrong < 0 ? {} : { row: wrong, value: values[wrong] }),
  });
}

/**
 * The mean of draws by their weights, which need not sum up to 1: a number for chains, an array over the other dims for an array
 * [chain, draw, ...dims]. Weights are one number a draw, chain by chain, or arranged as the chains are.
 *
 *     weightedMean([[1, 2, 3]], [1, 1, 2])   // 2.25
 *
 * Throws `length-mismatch` for weights of other draws, `bad-option` for negative ones or only zeros.
 */
export function weightedMean(draws: Chains, weights: PlainDraws): number;
export function weightedMean(draws: NamedArray, weights: PlainDraws): NamedArray;
export function weightedMean(draws: Chains | NamedArray, weights: PlainDraws): number | NamedArray {
  return overWeighted(draws, weights, meanOf);
}

/**
 * The standard deviation of draws by their weights: the root of the weighted mean square distance from the weighted mean, times
 * ess / (ess - 1) with Kish's ess = (sum w)^2 / sum w^2, as loo_expectations of arviz-stats 0.8 has it; equal weights give the
 * usual divisor n - 1. A single positive weight gives 0. Inputs and errors as of `weightedMean`.
 */
export function weightedSd(draws: Chains, weights: PlainDraws): number;
export function weightedSd(draws: NamedArray, weights: PlainDraws): NamedArray;
export function weightedSd(draws: Chains | NamedArray, weights: PlainDraws): number | NamedArray {
  return overWeighted(draws, weights, (values, shareOf) => {
    const center = meanOf(values, shareOf);
    const ess = effectiveCount(shareOf);
    let total = 0;
    for (let i = 0; i < values.length; i++) total += shareOf[i]! * (values[i]! - center) ** 2;
    return Math.sqrt(total * (ess > 1 ? ess / (ess - 1) : 1));
  });
}

export interface WeightedQuantileOptions {
  /**
   * "linear" (the default): Akinshin's weighted type 7 (2023, arXiv:2304.07265), as arviz-stats 0.8 has it, which for equal
   * weights is the usual quantile. "inverted-cdf": the least draw with at least that weight up to it, numpy's only weighted
   * method.
   */
  readonly method?: "linear" | "inverted-cdf";
}

/**
 * A quantile of weighted draws; NaN where a draw is. Inputs and errors as of `weightedMean`, and `bad-option` for what is no
 * probability.
 *
 *     weightedQuantile(chains, weights, 0.5)
 */
export function weightedQuantile(
  draws: Chains,
  weights: PlainDraws,
  probability: number,
  options?: WeightedQuantileOptions,
): number;
export function weightedQuantile(
  draws: NamedArray,
  weights: PlainDraws,
  probability: number,
  options?: WeightedQuantileOptions,
): NamedArray;
export function weightedQuantile(
  draws: Chains | NamedArray,
  weights: PlainDraws,
  probability: number,
  { method = "linear" }: WeightedQuantileOptions = {},
): number | NamedArray {
  if (!(probability >= 0 && probability <= 1)) {
    throw badOption("probability", `${probability} is no probability.`, "Pass a number from 0 to 1.", probability);
  }
  const quantile = method === "linear" ? linearQuantile : invertedCdf;
  return overWeighted(draws, weights, (values, shareOf) => {
    if (values.some(Number.isNaN)) return NaN;
    const places = Int32Array.from(values.keys())
      .filter((place) => shareOf[place]! > 0)
      .sort((a, b) => values[a]! - values[b]! || a - b);
    return quantile(values, shareOf, places, probability);
  });
}

function linearQuantile(values: Float64Array, shareOf: Float64Array, places: Int32Array, probability: number): number {
  const count = effectiveCount(shareOf);
  const h = Math.min(Math.max((count - 1) * probability + 1, 1), count);
  const clamp = (share: number): number => Math.max((h - 1) / count, Math.min(h / count, share)) * count;
  let cumulative = 0;
  let before = clamp(0);
  let result = 0;
  for (const place of places) {
    cumulative += shareOf[place]!;
    const after = clamp(cumulative);
    if (after > before) result += values[place]! * (after - before);
    before = after;
  }
  return result;
}

function invertedCdf(values: Float64Array, shareOf: Float64Array, places: Int32Array, probability: number): number {
  let total = 0;
  for (const place of places) total += shareOf[place]!;
  let cumulative = 0;
  for (const place of places) {
    cumulative += shareOf[place]!;
    if (cumulative / total >= probability) return values[place]!;
  }
  return values[places.at(-1)!]!;
}

function overWeighted(
  draws: Chains | NamedArray,
  weights: PlainDraws,
  statistic: (values: Float64Array, shareOf: Float64Array) => number,
): number | NamedArray {
  let shareOf: Float64Array | undefined;
  return overElements(draws, ({ values }) => {
    shareOf ??= shares(weights, values.length);
    return statistic(values, shareOf);
  });
}

function meanOf(values: Float64Array, shareOf: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += shareOf[i]! * values[i]!;
  return total;
}

/** Kish's effective number of draws. */
function effectiveCount(shareOf: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < shareOf.length; i++) {
    sum += shareOf[i]!;
    squares += shareOf[i]! * shareOf[i]!;
  }
  return (sum * sum) / squares;
}

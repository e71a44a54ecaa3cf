/** Leave-one-out cross-validation by Pareto-smoothed importance sampling: Vehtari, Gelman & Gabry (2017), Stat. Comput. 27, 1413. */
import type { NamedArray } from "../array.js";
import { type Elpd, elpdOf } from "./elpd.js";
import {
  type FittedModel,
  forEachObservation,
  type LogLikelihoodOptions,
  logLikelihoodOf,
  overObservations,
  relativeEss,
  scaleFactors,
} from "./log_likelihood.js";
import { goodK, TailSmoother } from "./psis.js";

export interface LooOptions extends LogLikelihoodOptions {
  /** Relative effective sample size of the draws; of a fit by default the mean over its numbers (as in ArviZ), of an array 1. */
  readonly relativeEss?: number;
}

/**
 * The expected log predictive density of observations that the model has not seen, each left out in turn, without fitting again.
 *
 *     const result = loo(fit);                       // or loo(fit, { observation: "y" }), or loo(logLikelihoods)
 *     console.log(String(result));                   // as az.loo prints it
 *     result.paretoK.values;                         // over 0.7: that observation is too influential for this method
 *
 * Log-likelihoods are [chain, draw, ...]; at least 4 draws, all finite. az.loo of ArviZ 0.23.
 */
export function loo(subject: NamedArray | FittedModel, options: LooOptions = {}): Elpd {
  const array = logLikelihoodOf(subject, options.observation);
  const draws = array.shape[0]! * array.shape[1]!;
  const size = array.values.length / draws;
  const scale = options.scale ?? "log";
  const smoother = new TailSmoother(draws, options.relativeEss ?? relativeEss(subject));
  const parts = new Float64Array(size);
  const shapes = new Float64Array(size);
  const ratios = new Float64Array(draws);
  let lppd = 0;
  forEachObservation(array, (column, observation) => {
    const { elpd, lpd } = leaveOut(column, ratios, smoother);
    parts[observation] = scaleFactors[scale] * elpd;
    shapes[observation] = smoother.k;
    lppd += lpd;
  });
  const limit = goodK(draws);
  return elpdOf("loo", scale, draws, lppd, overObservations(array, parts), {
    warning: shapes.some((k) => k > limit),
    paretoK: overObservations(array, shapes),
    goodK: limit,
  });
}

/**
 * One observation. Weights are w = exp(smoothest - l), so those that were not smoothed contribute the same to the sum of w exp(l): their
 * number counts, and each draw takes one exponential.
 */
function leaveOut(column: Float64Array, ratios: Float64Array, smoother: TailSmoother): { elpd: number; lpd: number } {
  const draws = column.length;
  let smallest = Infinity;
  let largest = -Infinity;
  for (let i = 0; i < draws; i++) {
    const value = column[i]!;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  let weights = 0;
  let likelihoods = 0;
  const spread = largest - smallest;
  for (let i = 0; i < draws; i++) {
    const ratio = smallest - column[i]!;
    ratios[i] = ratio;
    const weight = Math.exp(ratio);
    weights += weight;
    // exp(l - largest) = exp(-spread) / exp(smallest - l), as long as neither leaves the range.
    likelihoods += spread < 600 ? 1 / weight : Math.exp(column[i]! - largest);
  }
  if (spread < 600) likelihoods *= Math.exp(-spread);
  smoother.smooth(ratios);
  let products = draws - smoother.tailLength;
  for (let i = 0; i < smoother.tailLength; i++) {
    const place = smoother.places[i]!;
    weights += Math.exp(smoother.smoothed[i]!) - Math.exp(ratios[place]!);
    products += Math.exp(smoother.smoothed[i]! - ratios[place]!);
  }
  return { elpd: Math.log(products / weights) + smallest, lpd: Math.log(likelihoods / draws) + largest };
}

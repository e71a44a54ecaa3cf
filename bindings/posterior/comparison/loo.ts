/** Leave-one-out cross-validation by Pareto-smoothed importance sampling: Vehtari, Gelman & Gabry (2017), Stat. Comput. 27, 1413. */
import { forEachObservation, type Range } from "./columns.js";
import { type Elpd, elpdOf } from "./elpd.js";
import {
  drawCount,
  type LogLikelihoodOptions,
  type LogLikelihoods,
  observationCount,
  overObservations,
  relativeEss,
  scaleFactors,
  sourceOf,
} from "./log_likelihood.js";
import { checkRelativeEss, goodK, logSumExp } from "./psis.js";
import { TailSmoother } from "./tail.js";

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
 * Log-likelihoods are [chain, draw, ...], an array or a source that is read block by block; beside them a few columns are in memory.
 * Throws "too-few-draws" under 4 draws, "bad-log-likelihood" where one is NaN or infinite. az.loo of ArviZ 0.23.
 */
export function loo(subject: LogLikelihoods, options: LooOptions = {}): Elpd {
  const source = sourceOf(subject, options.observation);
  const scale = options.scale ?? "log";
  const smoother = smootherFor(subject, drawCount(source), options.relativeEss);
  const parts = new Float64Array(observationCount(source));
  const shapes = new Float64Array(parts.length);
  let lppd = 0;
  forEachObservation(source, (column, observation, range) => {
    const { elpd, lpd } = leaveOut(column, range, smoother);
    parts[observation] = scaleFactors[scale] * elpd;
    shapes[observation] = smoother.k;
    lppd += lpd;
  });
  const limit = goodK(smoother.draws);
  return elpdOf("loo", scale, smoother.draws, lppd, overObservations(source, parts), {
    warning: shapes.some((k) => k > limit),
    paretoK: overObservations(source, shapes),
    goodK: limit,
  });
}

/** With the relative effective sample size given, or that of the subject. */
export function smootherFor(subject: LogLikelihoods, draws: number, given: number | undefined): TailSmoother {
  const relative = given ?? relativeEss(subject);
  checkRelativeEss(relative);
  return new TailSmoother(draws, relative);
}

/**
 * One observation: its log density with itself left out, and without. Weights are w = exp(smallest - l), so each that was not smoothed
 * contributes the same to the sum of w exp(l): their number counts. The sum of exp(l) is that of 1 / w, while no weight underflows.
 */
export function leaveOut(column: Float64Array, range: Range, smoother: TailSmoother): { elpd: number; lpd: number } {
  const { smallest, largest } = range;
  smoother.smooth(column, smallest, largest, -1);
  const { length, raw, smoothed } = smoother;
  const draws = column.length;
  let weights = smoother.bodySum;
  let likelihoods = smoother.bodyInverseSum;
  let products = draws - length;
  for (let i = 0; i < length; i++) {
    weights += smoothed[i]!;
    likelihoods += 1 / raw[i]!;
    products += smoothed[i]! / raw[i]!;
  }
  const total = Number.isFinite(likelihoods) ? Math.log(likelihoods) + smallest : logSumExp(column);
  return { elpd: Math.log(products / weights) + smallest, lpd: total - Math.log(draws) };
}

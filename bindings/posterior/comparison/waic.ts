/** The widely applicable information criterion: Watanabe (2010), JMLR 11, 3571; Gelman, Hwang & Vehtari (2014), Stat. Comput. 24, 997. */
import { mean, sumOfSquares } from "../statistics/moments.js";
import { forEachObservation } from "./columns.js";
import { type Elpd, elpdOf } from "./elpd.js";
import {
  drawCount,
  type LogLikelihoodOptions,
  type LogLikelihoods,
  observationCount,
  overObservations,
  scaleFactors,
  sourceOf,
} from "./log_likelihood.js";
import { logSumExp } from "./psis.js";

/** Over this variance of a log density the criterion begins to fail. */
const LargestVariance = 0.4;

/**
 * An estimate of the expected log predictive density from the variance of the log-likelihoods. `loo` is to be preferred: it says where
 * it fails.
 *
 *     console.log(String(waic(fit)));
 *
 * Takes and refuses what `loo` does. az.waic of ArviZ 0.23.
 */
export function waic(subject: LogLikelihoods, options: LogLikelihoodOptions = {}): Elpd {
  const source = sourceOf(subject, options.observation);
  const draws = drawCount(source);
  const scale = options.scale ?? "log";
  const parts = new Float64Array(observationCount(source));
  let penalty = 0;
  let lppd = 0;
  let warning = false;
  forEachObservation(source, (column, observation) => {
    const lpd = logSumExp(column) - Math.log(draws);
    const variance = sumOfSquares(column, mean(column)) / draws;
    parts[observation] = scaleFactors[scale] * (lpd - variance);
    penalty += variance;
    lppd += lpd;
    warning ||= variance > LargestVariance;
  });
  return elpdOf("waic", scale, draws, lppd, overObservations(source, parts), { warning }, penalty);
}

/** Smoothed weights of all draws for each observation left out: what predictions for it are averaged with. */
import { type NamedArray, namedArray } from "../array.js";
import { forEachObservation } from "./columns.js";
import {
  drawCount,
  type LogLikelihoodSource,
  type LogLikelihoods,
  observationCount,
  overObservations,
  sourceOf,
} from "./log_likelihood.js";
import { smootherFor } from "./loo.js";
import { smoothedLogWeights } from "./psis.js";
import type { TailSmoother } from "./tail.js";

export interface LeaveOneOutWeights {
  /** Normalised: [chain, draw, ...observations], exponentials sum up to 1 over the draws. */
  readonly logWeights: NamedArray;
  /** Shapes of the tails, over the observations' dims. */
  readonly paretoK: NamedArray;
}

export interface LooWeightsOptions {
  readonly observation?: string | undefined;
  /** As for `loo`. */
  readonly relativeEss?: number | undefined;
}

/**
 * The Pareto-smoothed log weights of each draw for each observation left out; as large as the log-likelihoods.
 *
 *     const { logWeights, paretoK } = looWeights(fit);
 *     looPit(data.y, predicted, { logWeights, paretoK });
 *
 * Takes and refuses what `loo` does. az.psislw of the negative log-likelihoods, ArviZ 0.23.
 */
export function looWeights(subject: LogLikelihoods, options: LooWeightsOptions = {}): LeaveOneOutWeights {
  const source = weightSource(subject, options);
  const size = observationCount(source);
  const values = new Float64Array(drawCount(source) * size);
  const shapes = new Float64Array(size);
  forEachWeighted(source, (logWeights, observation, k) => {
    shapes[observation] = k;
    for (let draw = 0; draw < logWeights.length; draw++) values[draw * size + observation] = logWeights[draw]!;
  });
  return {
    logWeights: namedArray(values, source.shape, source.dims, source.coords),
    paretoK: overObservations(source, shapes),
  };
}

/** Where weights come from: log-likelihoods and what smooths them, or weights made before. */
export interface WeightSource extends LogLikelihoodSource {
  readonly smoother?: TailSmoother;
  readonly paretoK?: NamedArray;
}

export function weightSource(subject: LogLikelihoods | LeaveOneOutWeights, options: LooWeightsOptions): WeightSource {
  if ("logWeights" in subject) {
    const source = sourceOf(subject.logWeights);
    return { ...source, columns: (first, count) => source.columns(first, count), paretoK: subject.paretoK };
  }
  const source = sourceOf(subject, options.observation);
  const smoother = smootherFor(subject, drawCount(source), options.relativeEss);
  const { shape, dims, coords } = source;
  return {
    shape,
    dims,
    coords,
    smoother,
    columns: (first, count) => source.columns(first, count),
    ...(source.columnsAtOnce !== undefined && { columnsAtOnce: source.columnsAtOnce }),
  };
}

/** Calls `take` with the normalised log weights of each observation: a view that is used again. */
export function forEachWeighted(
  source: WeightSource,
  take: (logWeights: Float64Array, observation: number, k: number) => void,
): void {
  const { smoother, paretoK } = source;
  const out = new Float64Array(drawCount(source));
  forEachObservation(source, (column, observation, { smallest, largest }) => {
    if (smoother === undefined) {
      take(column, observation, paretoK?.values[observation] ?? NaN);
      return;
    }
    smoothedLogWeights(column, smallest, largest, -1, smoother, out);
    take(out, observation, smoother.k);
  });
}

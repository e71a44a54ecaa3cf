/** Expectations over leave-one-out predictive distributions: what the model would have predicted for each observation without it. */
import type { NamedArray } from "../array.js";
import { type LogLikelihoods, overObservations } from "./log_likelihood.js";
import { checkPredictions } from "./loo_pit.js";
import { forEachWeighted, type LeaveOneOutWeights, type LooWeightsOptions, weightSource } from "./loo_weights.js";

export interface LooExpectationOptions extends LooWeightsOptions {
  /** "mean" when absent. "sd" and "variance" are corrected by the weights' effective number, as in arviz-stats. */
  readonly kind?: "mean" | "sd" | "variance" | "median" | "quantile";
  /** For "quantile". */
  readonly probability?: number;
}

export interface LooExpectations {
  /** Over the observations' dims. */
  readonly value: NamedArray;
  /** The shape of each observation's weights; over `goodK(draws)` its value is unreliable. */
  readonly paretoK: NamedArray;
}

/**
 * Averages predictions with the weights that leave each observation out.
 *
 *     const { value } = looExpectations(fit.predict().y.value, fit);              // mean predictions
 *     looExpectations(predicted, logLikelihoods, { kind: "quantile", probability: 0.9 });
 *
 * `predicted` and the log-likelihoods (or weights of `looWeights`) are [chain, draw, ...]. Throws what `loo` throws, and "bad-shape".
 * loo_expectations of arviz-stats 0.8; quantiles by Akinshin's weighted quantile of type 7 (2023), arXiv 2304.07265.
 */
export function looExpectations(
  predicted: NamedArray,
  subject: LogLikelihoods | LeaveOneOutWeights,
  options: LooExpectationOptions = {},
): LooExpectations {
  const { kind = "mean", probability = 0.5 } = options;
  const source = weightSource(subject, options);
  const draws = source.shape[0]! * source.shape[1]!;
  const size = predicted.values.length / draws;
  checkPredictions(predicted, source.shape, size);
  const out = new Float64Array(size);
  const shapes = new Float64Array(size);
  const values = new Float64Array(draws);
  const weights = new Float64Array(draws);
  forEachWeighted(source, (logWeights, observation, k) => {
    for (let draw = 0; draw < draws; draw++) {
      values[draw] = predicted.values[draw * size + observation]!;
      weights[draw] = Math.exp(logWeights[draw]!);
    }
    shapes[observation] = k;
    if (kind === "median" || kind === "quantile") {
      out[observation] = weightedQuantile(values, weights, kind === "median" ? 0.5 : probability);
    } else {
      const { mean, variance } = weightedMoments(values, weights);
      out[observation] = kind === "mean" ? mean : kind === "sd" ? Math.sqrt(variance) : variance;
    }
  });
  return { value: overObservations(source, out), paretoK: overObservations(source, shapes) };
}

/** Weights sum up to 1. */
function weightedMoments(values: Float64Array, weights: Float64Array): { mean: number; variance: number } {
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    mean += weights[i]! * values[i]!;
    squares += weights[i]! ** 2;
  }
  let variance = 0;
  for (let i = 0; i < values.length; i++) variance += weights[i]! * (values[i]! - mean) ** 2;
  const effective = 1 / squares;
  return { mean, variance: effective > 1 ? (variance * effective) / (effective - 1) : variance };
}

function weightedQuantile(values: Float64Array, weights: Float64Array, probability: number): number {
  const order = Array.from(values.keys()).filter((i) => weights[i]! > 0);
  order.sort((a, b) => values[a]! - values[b]!);
  let sum = 0;
  let squares = 0;
  for (const i of order) {
    sum += weights[i]!;
    squares += weights[i]! ** 2;
  }
  const effective = sum ** 2 / squares;
  const place = Math.min(Math.max((effective - 1) * probability + 1, 1), effective);
  const share = (cumulated: number) =>
    Math.max((place - 1) / effective, Math.min(place / effective, cumulated)) * effective - place + 1;
  let quantile = 0;
  let cumulated = 0;
  let before = share(0);
  for (const i of order) {
    cumulated += weights[i]! / sum;
    const after = share(cumulated);
    quantile += values[i]! * (after - before);
    before = after;
  }
  return quantile;
}

/** Calibration of leave-one-out predictions: where each observation lies in its own predictive distribution. */
import { WasmcmcError } from "../../errors.js";
import type { NamedArray } from "../array.js";
import { RandomNumbers } from "../statistics/random_numbers.js";
import { type LogLikelihoods, overObservations } from "./log_likelihood.js";
import { forEachWeighted, type LeaveOneOutWeights, weightSource } from "./loo_weights.js";

export interface LooPitOptions {
  /** Which observation of a fit; needed where it has several. */
  readonly observation?: string;
  readonly relativeEss?: number;
  /**
   * What counts for draws equal to the observation: "at-most" all of them, as in ArviZ 0.23 (for continuous data), "middle" half of them
   * and "random" a uniform share, as in 1.x (for counts; the spline by which 0.23 smooths integers is not here).
   */
  readonly ties?: "at-most" | "middle" | "random";
  /** For `ties: "random"`. */
  readonly seed?: number;
}

/**
 * The leave-one-out probability integral transform: the share of each observation's predictive distribution that is at most what was
 * observed. Uniform for a calibrated model.
 *
 *     const { y } = fit.predict();
 *     looPit(data.y, y.value, fit).values;
 *     looPit(data.counts, predicted, logLikelihoods, { ties: "random", seed: 1 });
 *
 * `predicted` and the log-likelihoods (or weights of `looWeights`) are [chain, draw, ...], `observed` their other dims, flat. Throws
 * "bad-shape" where they do not go together. az.loo_pit of ArviZ 0.23 and of arviz-stats.
 */
export function looPit(
  observed: ArrayLike<number>,
  predicted: NamedArray,
  subject: LogLikelihoods | LeaveOneOutWeights,
  { observation, relativeEss, ties = "at-most", seed = 0 }: LooPitOptions = {},
): NamedArray {
  const source = weightSource(subject, { observation, relativeEss });
  checkPredictions(predicted, source.shape, observed.length);
  const size = observed.length;
  const shares = new Float64Array(size);
  const random = new RandomNumbers(seed);
  forEachWeighted(source, (logWeights, k) => {
    let below = 0;
    let equal = 0;
    for (let draw = 0; draw < logWeights.length; draw++) {
      const value = predicted.values[draw * size + k]!;
      if (value < observed[k]!) below += Math.exp(logWeights[draw]!);
      else if (value === observed[k]) equal += Math.exp(logWeights[draw]!);
    }
    const share = ties === "at-most" ? 1 : ties === "middle" ? 0.5 : random.uniform();
    shares[k] = Math.min(1, below + share * equal);
  });
  return overObservations(source, shares);
}

/** Throws unless predictions have the log-likelihoods' shape, with so many observations. */
export function checkPredictions(predicted: NamedArray, shape: readonly number[], observed: number): void {
  const size = shape.slice(2).reduce((product, length) => product * length, 1);
  const draws = shape[0]! * shape[1]!;
  if (predicted.values.length === draws * size && observed === size) return;
  throw new WasmcmcError({
    code: "bad-shape",
    problem: `${observed} observations, predictions of the shape [${predicted.shape.join(", ")}] and log-likelihoods of [${shape.join(", ")}] do not go together.`,
    remedy: "Pass predictions and log-likelihoods of the same observations and draws.",
  });
}

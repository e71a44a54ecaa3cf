/** Calibration of leave-one-out predictions: where each observation lies in its own predictive distribution. */
import { WasmcmcError } from "../../errors.js";
import type { NamedArray } from "../array.js";
import { RandomNumbers } from "../statistics/random_numbers.js";
import { type FittedModel, forEachObservation, logLikelihoodOf, overObservations, relativeEss } from "./log_likelihood.js";
import { psis } from "./psis.js";

export interface LooPitOptions {
  readonly relativeEss?: number;
  /**
   * What counts for draws equal to the observation: "at-most" all of them, as in ArviZ 0.23 (for continuous data), "middle" half of them
   * and "random" a uniform share, as in 1.x (for counts).
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
 *     looPit(data.y, y.value, fit.logLikelihood("y")).values;
 *
 * `predicted` and the log-likelihoods are [chain, draw, ...], `observed` their other dims, flat. az.loo_pit of ArviZ 0.23.
 */
export function looPit(
  observed: ArrayLike<number>,
  predicted: NamedArray,
  subject: NamedArray | FittedModel,
  { relativeEss: ess, ties = "at-most", seed = 0 }: LooPitOptions = {},
): NamedArray {
  const array = logLikelihoodOf(subject, undefined);
  const draws = array.shape[0]! * array.shape[1]!;
  const size = array.values.length / draws;
  if (predicted.values.length !== array.values.length || observed.length !== size) {
    throw new WasmcmcError({
      code: "bad-shape",
      problem: `${observed.length} observations, predictions of the shape [${predicted.shape.join(", ")}] and log-likelihoods of [${array.shape.join(", ")}] do not go together.`,
      remedy: "Pass predictions and log-likelihoods of the same observations and draws.",
    });
  }
  const shares = new Float64Array(size);
  const random = new RandomNumbers(seed);
  const relative = ess ?? relativeEss(subject);
  forEachObservation(array, (column, observation) => {
    const { logWeights } = psis(
      column.map((value) => -value),
      { relativeEss: relative },
    );
    let below = 0;
    let equal = 0;
    for (let draw = 0; draw < draws; draw++) {
      const value = predicted.values[draw * size + observation]!;
      if (value < observed[observation]!) below += Math.exp(logWeights[draw]!);
      else if (value === observed[observation]) equal += Math.exp(logWeights[draw]!);
    }
    const share = ties === "at-most" ? 1 : ties === "middle" ? 0.5 : random.uniform();
    shares[observation] = Math.min(1, below + share * equal);
  });
  return overObservations(array, shares);
}

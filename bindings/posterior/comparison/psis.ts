/**
 * Pareto-smoothed importance sampling: Vehtari, Simpson, Gelman, Yao & Gabry (2024), JMLR 25, 72. The largest weights are replaced by
 * quantiles of a generalised Pareto distribution; its shape k says whether the rest may be trusted. As ArviZ 0.23's psislw.
 */
import { WasmcmcError } from "../../errors.js";
import { fitParetoTail, paretoQuantile } from "./generalized_pareto.js";
import { selectDescending } from "./select.js";

/** The smallest exponent of a number that is not subnormal. */
const SmallestLog = Math.log(2 ** -1022);
/** A tail of fewer draws than this is not fitted. */
const FewestInTail = 5;

/** Above this shape k an estimate from so many draws cannot be trusted. */
export function goodK(draws: number): number {
  return Math.min(1 - 1 / Math.log10(draws), 0.7);
}

/** Smooths the tail of one set of log ratios after another, of equal length. */
export class TailSmoother {
  /** Places of the draws in the tail, by ascending ratio, and their smoothed log ratios: the first `tailLength`. */
  readonly places: Int32Array;
  readonly smoothed: Float64Array;
  tailLength = 0;
  k = Infinity;
  private readonly wanted: number;
  private readonly scratch: Float64Array;
  private readonly excess: Float64Array;

  constructor(
    readonly draws: number,
    relativeEss: number,
  ) {
    this.wanted = Math.ceil(Math.min(draws / 5, 3 * Math.sqrt(draws / relativeEss)));
    this.scratch = new Float64Array(draws);
    this.places = new Int32Array(draws);
    this.smoothed = new Float64Array(draws);
    this.excess = new Float64Array(draws);
  }

  /** `ratios` are logarithms whose largest is 0. */
  smooth(ratios: Float64Array): void {
    this.scratch.set(ratios);
    const cutoff = Math.max(selectDescending(this.scratch, Math.min(this.wanted, this.draws - 1)), SmallestLog);
    let count = 0;
    for (let i = 0; i < this.draws; i++) if (ratios[i]! > cutoff) this.places[count++] = i;
    this.tailLength = count;
    this.k = Infinity;
    const tail = this.places.subarray(0, count).sort((a, b) => ratios[a]! - ratios[b]! || a - b);
    for (let i = 0; i < count; i++) this.smoothed[i] = ratios[tail[i]!]!;
    if (count < FewestInTail) return;
    const base = Math.exp(cutoff);
    for (let i = 0; i < count; i++) this.excess[i] = Math.exp(this.smoothed[i]!) - base;
    const fit = fitParetoTail(this.excess, count);
    this.k = fit.k;
    if (!Number.isFinite(fit.k)) return;
    for (let i = 0; i < count; i++) {
      const value = Math.log(paretoQuantile((i + 0.5) / count, fit) + base);
      // No weight becomes larger than the largest was.
      this.smoothed[i] = value > 0 ? 0 : value;
    }
  }
}

export interface SmoothedWeights {
  /** Normalised: their exponentials sum up to 1. */
  readonly logWeights: Float64Array;
  /** The tail's shape. Up to `goodK(draws)` the estimate is reliable; over 1 it has no mean. Infinite where the tail has under 5 draws. */
  readonly k: number;
}

/**
 * Smooths importance weights: log ratios of the density wanted to that sampled, a number a draw, chain by chain.
 *
 *     const { logWeights, k } = psis(logRatios, { relativeEss: 0.8 });
 */
export function psis(logRatios: ArrayLike<number>, { relativeEss = 1 }: { readonly relativeEss?: number } = {}): SmoothedWeights {
  const logWeights = Float64Array.from(logRatios);
  const largest = logWeights.reduce((most, value) => (value > most || Number.isNaN(value) ? value : most), -Infinity);
  if (!Number.isFinite(largest) || !(relativeEss > 0)) {
    throw new WasmcmcError({
      code: "bad-log-likelihood",
      problem: Number.isFinite(largest)
        ? `A relative effective sample size cannot be ${relativeEss}.`
        : `The largest of the ${logWeights.length} log ratios is ${largest}.`,
      remedy: "Leave out draws or rows whose log ratios are not numbers.",
      value: largest,
    });
  }
  for (let i = 0; i < logWeights.length; i++) logWeights[i] = logWeights[i]! - largest;
  const smoother = new TailSmoother(logWeights.length, relativeEss);
  smoother.smooth(logWeights);
  for (let i = 0; i < smoother.tailLength; i++) logWeights[smoother.places[i]!] = smoother.smoothed[i]!;
  const total = logSumExp(logWeights);
  for (let i = 0; i < logWeights.length; i++) logWeights[i] = logWeights[i]! - total;
  return { logWeights, k: smoother.k };
}

/** Logarithm of the sum of exponentials. */
export function logSumExp(values: Float64Array): number {
  let largest = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i]! > largest) largest = values[i]!;
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i]! - largest);
  return Math.log(sum) + largest;
}

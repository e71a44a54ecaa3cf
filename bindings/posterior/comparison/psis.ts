/**
 * Pareto-smoothed importance sampling: Vehtari, Simpson, Gelman, Yao & Gabry (2024), JMLR 25, 72. The largest weights are replaced by
 * quantiles of a generalised Pareto distribution; its shape k says whether the rest may be trusted. As ArviZ 0.23's psislw.
 */
import { WasmcmcError } from "../../errors.js";
import { TailSmoother } from "./tail.js";

/** Above this shape k an estimate from so many draws cannot be trusted: min(1 - 1 / log10(draws), 0.7). */
export function goodK(draws: number): number {
  return Math.min(1 - 1 / Math.log10(draws), 0.7);
}

export interface SmoothedWeights {
  /** Normalised: their exponentials sum up to 1. */
  readonly logWeights: Float64Array;
  /**
   * The tail's shape. Up to `goodK(draws)` the estimate is reliable; over 1 it has no mean. Infinite where nothing could be fitted: the
   * tail has under 5 draws (20 draws or fewer in all, or most of them the same), or they differ by rounding alone.
   */
  readonly k: number;
}

/**
 * Smooths importance weights: log ratios of the density wanted to that sampled, a number a draw, chain by chain.
 *
 *     const { logWeights, k } = psis(logRatios, { relativeEss: 0.8 });
 *
 * Throws "bad-log-likelihood" where a ratio is NaN or +Infinity, or all are -Infinity. A ratio of -Infinity has no weight.
 */
export function psis(logRatios: ArrayLike<number>, { relativeEss = 1 }: { readonly relativeEss?: number } = {}): SmoothedWeights {
  checkRelativeEss(relativeEss);
  const ratios = Float64Array.from(logRatios);
  let smallest = Infinity;
  let largest = -Infinity;
  for (const value of ratios) {
    if (value > largest || Number.isNaN(value)) largest = value;
    if (value < smallest && value > -Infinity) smallest = value;
  }
  if (!Number.isFinite(largest)) {
    throw new WasmcmcError({
      code: "bad-log-likelihood",
      problem: `The largest of the ${ratios.length} log ratios is ${largest}.`,
      remedy: "Leave out draws or rows whose log ratios are not numbers.",
      value: largest,
    });
  }
  const smoother = new TailSmoother(ratios.length, relativeEss);
  const logWeights = new Float64Array(ratios.length);
  smoothedLogWeights(ratios, smallest, largest, 1, smoother, logWeights);
  return { logWeights, k: smoother.k };
}

/** Throws unless a relative effective sample size can be one. */
export function checkRelativeEss(relativeEss: number): void {
  if (relativeEss > 0 && Number.isFinite(relativeEss)) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `A relative effective sample size cannot be ${relativeEss}.`,
    remedy: "Pass the effective sample size divided by the number of draws, or leave it out.",
    variable: "relativeEss",
    value: relativeEss,
  });
}

/** Writes normalised log weights of log ratios `sign * values`, whose values range from `smallest` to `largest`. */
export function smoothedLogWeights(
  values: Float64Array,
  smallest: number,
  largest: number,
  sign: 1 | -1,
  smoother: TailSmoother,
  out: Float64Array,
): void {
  smoother.smooth(values, smallest, largest, sign);
  const { cutoff, length, smoothed } = smoother;
  const origin = sign === 1 ? largest : -smallest;
  let sum = smoother.bodySum;
  for (let i = 0; i < length; i++) sum += smoothed[i]!;
  const normalizer = Math.log(sum);
  const places = new Int32Array(length);
  let found = 0;
  for (let i = 0; i < values.length; i++) {
    const ratio = sign * values[i]! - origin;
    if (ratio > cutoff) places[found++] = i;
    out[i] = ratio - normalizer;
  }
  places.sort((a, b) => out[a]! - out[b]! || a - b);
  if (smoother.k < Infinity) for (let i = 0; i < length; i++) out[places[i]!] = Math.log(smoothed[i]!) - normalizer;
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

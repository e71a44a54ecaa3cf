/** Monte Carlo standard errors of means, standard deviations, medians and quantiles, as ArviZ 0.23 defines them. */
import type { NamedArray } from "../array.js";
import { betaQuantile } from "./beta_quantile.js";
import { EssEstimator, essOf } from "./ess.js";
import { mean, squaredDeviations, sum } from "./moments.js";
import { type Chains, overElements } from "./over_elements.js";
import { checkScalarDraws, FewestDraws, hasNaN, type ScalarDraws, splitChains } from "./scalar_draws.js";

export type McseMethod = "mean" | "sd" | "median" | "quantile";

/**
 * Error of the standard deviation by the delta method, from squared deviations, their sum and the effective sample size of
 * their mean. It overwrites `squares` with their squares.
 */
export function mcseOfSd(squares: Float64Array, sumOfSquares: number, essOfSquares: number): number {
  const count = squares.length;
  const meanSquare = sumOfSquares / count;
  for (let i = 0; i < count; i++) squares[i] = squares[i]! * squares[i]!;
  const varianceOfVariance = (sum(squares) / count - meanSquare * meanSquare) / essOfSquares;
  return Math.sqrt(varianceOfVariance / meanSquare / 4);
}

/** Monte Carlo standard error of one scalar: NaN for fewer than 4 draws a chain or where a draw is NaN. */
export function mcseOf(scalar: ScalarDraws, method: "mean" | "sd" = "mean"): number {
  checkScalarDraws(scalar);
  const { values, chains, draws } = scalar;
  if (draws < FewestDraws || hasNaN(values)) return NaN;
  const estimator = new EssEstimator(splitChains(chains, draws));
  const squares = new Float64Array(values.length);
  squaredDeviations(values, mean(values), squares);
  const sumOfSquares = sum(squares);
  if (method === "mean") return Math.sqrt(sumOfSquares / (values.length - 1) / estimator.estimate(values));
  return mcseOfSd(squares, sumOfSquares, estimator.estimate(squares));
}

/** Probabilities of a normal distribution one standard deviation from its mean, with the digits that ArviZ has. */
const OneSigma = [0.1586553, 0.8413447] as const;

/** Half the distance between the draws at a beta distribution's one-sigma points around the quantile. */
function mcseOfQuantile(scalar: ScalarDraws, probability: number): number {
  const size = essOf(scalar, { method: "quantile", probability });
  if (Number.isNaN(size)) return NaN;
  const sorted = scalar.values.slice().sort();
  const last = sorted.length - 1;
  const [low, high] = OneSigma.map(
    (share) => betaQuantile(share, size * probability + 1, size * (1 - probability) + 1) * sorted.length - 1,
  ) as [number, number];
  return (sorted[Math.ceil(Math.min(high, last))]! - sorted[Math.floor(Math.max(low, 0))]!) / 2;
}

export interface McseOptions {
  readonly method?: McseMethod;
  /** The quantile, for method "quantile". */
  readonly probability?: number;
}

/**
 * Monte Carlo standard error: how far an estimate from these draws may be from that of endless ones.
 *
 *     mcse([chain0, chain1])                                             // of the mean
 *     mcse(fit.array("theta"), { method: "quantile", probability: 0.95 })
 *
 * NaN for fewer than 4 draws a chain or where a draw is NaN. az.mcse of ArviZ 0.23; for "sd" 1.x takes the effective sample size of the
 * mean where this takes that of the squared deviations.
 */
export function mcse(draws: Chains, options?: McseOptions): number;
export function mcse(draws: NamedArray, options?: McseOptions): NamedArray;
export function mcse(draws: Chains | NamedArray, { method = "mean", probability }: McseOptions = {}): number | NamedArray {
  return overElements(draws, (scalar) => {
    if (method === "mean" || method === "sd") return mcseOf(scalar, method);
    return mcseOfQuantile(scalar, method === "median" ? 0.5 : (probability ?? NaN));
  });
}

/** Monte Carlo standard errors of a mean and of a standard deviation, as ArviZ 0.23 defines them. */
import { EssEstimator } from "./ess.js";
import { mean, squaredDeviations, sum } from "./moments.js";
import { checkScalarDraws, FewestDraws, hasNaN, type ScalarDraws, splitChains } from "./scalar_draws.js";

export type McseMethod = "mean" | "sd";

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

/** Monte Carlo standard error of one scalar (az.mcse): NaN for fewer than 4 draws a chain or where a draw is NaN. */
export function mcse(scalar: ScalarDraws, method: McseMethod = "mean"): number {
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

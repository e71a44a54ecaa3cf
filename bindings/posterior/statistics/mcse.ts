/** Monte Carlo standard errors of means, standard deviations, medians and quantiles. */
import type { NamedArray } from "../array.js";
import type { ArvizStyle } from "./arviz_style.js";
import { betaQuantile } from "./beta_quantile.js";
import { essAtQuantiles } from "./ess.js";
import { mean, squaredDeviations, sum } from "./moments.js";
import { checkChoice, checkProbability, checkStyle } from "./options.js";
import { type Chains, overElements } from "./over_elements.js";
import { checkScalarDraws, FewestDraws, hasNaN, type ScalarDraws } from "./scalar_draws.js";
import { Workspace, workspaceFor } from "./workspace.js";

const McseMethods = ["mean", "sd", "median", "quantile"] as const;

export type McseMethod = (typeof McseMethods)[number];

/**
 * Error of the standard deviation by the delta method, from squared deviations, their sum and an effective sample size. It
 * overwrites `squares` with their squares.
 */
export function mcseOfSd(squares: Float64Array, sumOfSquares: number, size: number): number {
  const count = squares.length;
  const meanSquare = sumOfSquares / count;
  for (let i = 0; i < count; i++) squares[i] = squares[i]! * squares[i]!;
  const varianceOfVariance = (sum(squares) / count - meanSquare * meanSquare) / size;
  return Math.sqrt(varianceOfVariance / meanSquare / 4);
}

/** Of the mean or standard deviation of one scalar: NaN for fewer than 4 draws a chain or where a draw is NaN. */
export function mcseOf(
  scalar: ScalarDraws,
  method: "mean" | "sd" = "mean",
  style: ArvizStyle = "0.x",
  room = new Workspace(scalar.chains, scalar.draws),
): number {
  checkScalarDraws(scalar);
  const { values, draws } = scalar;
  if (draws < FewestDraws || hasNaN(values)) return NaN;
  const squares = room.scratch;
  squaredDeviations(values, mean(values), squares);
  const sumOfSquares = sum(squares);
  if (method === "mean") return Math.sqrt(sumOfSquares / (values.length - 1) / room.essOfHalves.estimate(values));
  return mcseOfSd(squares, sumOfSquares, room.essOfHalves.estimate(style === "0.x" ? squares : values));
}

/** Probabilities of a normal distribution one standard deviation from its mean, with the digits that ArviZ has. */
const OneSigma = [0.1586553, 0.8413447] as const;

/** Half the distance between the draws, in ascending order, at a beta distribution's one-sigma points around the quantile. */
export function mcseAtQuantile(sorted: Float64Array, probability: number, size: number): number {
  const last = sorted.length - 1;
  const [low, high] = OneSigma.map(
    (share) => betaQuantile(share, size * probability + 1, size * (1 - probability) + 1) * sorted.length - 1,
  ) as [number, number];
  const below = Number.isNaN(low) ? 0 : Math.floor(Math.max(low, 0));
  const above = Number.isNaN(high) ? last : Math.ceil(Math.min(high, last));
  return (sorted[above]! - sorted[below]!) / 2;
}

function mcseOfQuantile(scalar: ScalarDraws, probability: number, style: ArvizStyle, room: Workspace): number {
  checkScalarDraws(scalar);
  const { values, draws } = scalar;
  if (draws < FewestDraws || hasNaN(values)) return NaN;
  const { ranks, essOfHalves } = room;
  ranks.sort(values);
  return mcseAtQuantile(ranks.sorted, probability, essAtQuantiles(values, ranks.sorted, [probability], style, essOfHalves));
}

export interface McseOptions {
  /** Of which estimate: the mean, unless it says otherwise. */
  readonly method?: McseMethod;
  /** The quantile, for method "quantile". */
  readonly probability?: number;
  /** Whose definition it is where ArviZ "0.x" (the default) and "1.x" differ. */
  readonly style?: ArvizStyle;
}

/**
 * Monte Carlo standard error: how far an estimate from these draws may be from that of endless ones, in the draws' units.
 *
 *     mcse([chain0, chain1])                                             // of the mean
 *     mcse(fit.array("theta"), { method: "quantile", probability: 0.95 })
 *
 * Of chains it is a number, of an array [chain, draw, ...dims] an array over the other dims. NaN for fewer than 4 draws a chain or
 * where a draw is NaN; 0 for the mean of constant draws. az.mcse of ArviZ 0.23 (Vehtari et al. 2021, section 4) or, with
 * `style: "1.x"`, arviz_stats.mcse 0.8: for "sd" that takes the effective sample size of the mean where 0.x takes that of the squared
 * deviations, and quantiles as numpy interpolates them.
 * Throws `ragged-chains`, `too-few-draws` (no draws at all), `bad-shape` (other dims) and `bad-option`.
 */
export function mcse(draws: Chains, options?: McseOptions): number;
export function mcse(draws: NamedArray, options?: McseOptions): NamedArray;
export function mcse(draws: Chains | NamedArray, options?: McseOptions): number | NamedArray;
export function mcse(draws: Chains | NamedArray, options: McseOptions = {}): number | NamedArray {
  const { method = "mean", style = "0.x", probability } = options;
  checkChoice("method", method, McseMethods);
  checkStyle(style);
  const room = workspaceFor();
  if (method === "mean" || method === "sd") {
    return overElements(draws, (scalar) => mcseOf(scalar, method, style, room(scalar)));
  }
  const at = method === "median" ? 0.5 : checkProbability(probability, "The error of a quantile");
  return overElements(draws, (scalar) => mcseOfQuantile(scalar, at, style, room(scalar)));
}

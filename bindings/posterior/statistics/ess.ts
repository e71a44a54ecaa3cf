/** Effective sample sizes of draws, by what is to be estimated from them. */
import type { NamedArray } from "../array.js";
import type { ArvizStyle } from "./arviz_style.js";
import type { EssEstimator } from "./ess_estimator.js";
import { mean, squaredDeviations } from "./moments.js";
import { checkChoice, checkProbability, checkProbabilityPair, checkStyle } from "./options.js";
import { type Chains, overElements } from "./over_elements.js";
import { medianDistance, medianOfSorted, thresholdOfSorted } from "./quantile.js";
import { checkScalarDraws, FewestDraws, hasNaN, type ScalarDraws } from "./scalar_draws.js";
import { Workspace, workspaceFor } from "./workspace.js";

/** Of the estimate for which an effective sample size is wanted. */
export type EssMethod =
  | "bulk"
  | "tail"
  | "mean"
  | "sd"
  | "median"
  | "mad"
  | "quantile"
  | "local"
  | "z_scale"
  | "folded"
  | "identity";

export interface EssOptions {
  readonly method?: EssMethod;
  /** The quantile, for method "quantile"; for "tail" one of two that are as far from the ends. */
  readonly probability?: number;
  /** The smallest and the largest quantile of the region, for method "local"; the two tails' quantiles, for "tail". */
  readonly probabilities?: readonly [number, number];
  /** Whether to divide by the number of draws (the even one that is used). A constant has 1, where ArviZ has the number of draws. */
  readonly relative?: boolean;
  /** Whose definition it is where ArviZ "0.x" (the default) and "1.x" differ. */
  readonly style?: ArvizStyle;
}

/** The smaller of these quantiles' sizes is the tail's: 1.x takes the ends of its intervals, which hold 0.89. */
export const TailProbabilities: Readonly<Record<ArvizStyle, readonly [number, number]>> = {
  "0.x": [0.05, 0.95],
  "1.x": [1 - 0.89, 0.89],
};

type Estimate = (values: Float64Array, room: Workspace) => number;

/** Effective sample size of one scalar: NaN for fewer than 4 draws a chain or where a draw is NaN. */
export function essOf(scalar: ScalarDraws, options: EssOptions = {}, room = new Workspace(scalar.chains, scalar.draws)): number {
  checkScalarDraws(scalar);
  const estimate = estimateFor(options);
  if (scalar.draws < FewestDraws || hasNaN(scalar.values)) return NaN;
  const size = estimate(scalar.values, room);
  if (options.relative !== true) return size;
  const { starts, length } = options.method === "identity" ? room.whole : room.halves;
  return size / (starts.length * length);
}

/** The same for the bulk alone, for callers that want no other. */
export function bulkEssOf(scalar: ScalarDraws): number {
  checkScalarDraws(scalar);
  if (scalar.draws < FewestDraws || hasNaN(scalar.values)) return NaN;
  return essOfScores(scalar.values, new Workspace(scalar.chains, scalar.draws));
}

/**
 * Effective sample size: how many independent draws would say as much about a quantity.
 *
 *     ess([chain0, chain1])                                        // bulk: of the centre, by ranks
 *     ess(fit.array("theta"), { method: "tail" })                  // the smaller of those of the 5 % and 95 % quantiles
 *     ess(chains, { method: "quantile", probability: 0.99 })
 *     ess(chains, { method: "local", probabilities: [0.1, 0.2] })  // of the share of draws between two quantiles
 *
 * Of chains it is a number, of an array [chain, draw, ...dims] an array over the other dims. "mean", "sd", "median" and "mad" are
 * for those estimates; "z_scale" is another name of "bulk", "folded" is of the distance from the median by ranks, "identity" of the
 * values in whole chains.
 *
 * NaN for fewer than 4 draws a chain or where a draw is NaN, as in ArviZ; constant draws count in full. Definitions as az.ess of
 * ArviZ 0.23 (Vehtari et al. 2021) or, with `style: "1.x"`, arviz_stats.ess 0.8, where tails are the 11 % and 89 % quantiles unless
 * `probabilities` says otherwise, and draws that equal a quantile always count as at most it (0.x may miss them by an ulp).
 * Throws `ragged-chains`, `too-few-draws` (no draws at all), `bad-shape` (other dims) and `bad-option`.
 */
export function ess(draws: Chains, options?: EssOptions): number;
export function ess(draws: NamedArray, options?: EssOptions): NamedArray;
export function ess(draws: Chains | NamedArray, options?: EssOptions): number | NamedArray;
export function ess(draws: Chains | NamedArray, options: EssOptions = {}): number | NamedArray {
  estimateFor(options);
  const room = workspaceFor();
  return overElements(draws, (scalar) => essOf(scalar, options, room(scalar)));
}

const Estimates: Readonly<Record<EssMethod, (options: EssOptions) => Estimate>> = {
  bulk: () => essOfScores,
  z_scale: () => essOfScores,
  folded: () => essOfFoldedScores,
  mean: () => (values, room) => room.essOfHalves.estimate(values),
  identity: () => (values, room) => room.essOfChains.estimate(values),
  sd: () => essOfSquares,
  mad: () => essOfMedianDistance,
  median: ({ style }) => forQuantiles([0.5], style),
  quantile: ({ probability, style }) => {
    return forQuantiles([checkProbability(probability, "The effective sample size of a quantile")], style);
  },
  tail: (options) => forQuantiles(tailEnds(options), options.style),
  local: ({ probabilities, style }) => {
    const ends = checkProbabilityPair(probabilities, "The effective sample size of a region");
    return (values, room) => essBetween(values, ends, style, room);
  },
};

/** Throws where the options do not go together, whatever the draws. */
function estimateFor(options: EssOptions): Estimate {
  const { method = "bulk", style = "0.x" } = options;
  checkChoice("method", method, Object.keys(Estimates) as EssMethod[]);
  checkStyle(style);
  return Estimates[method](options);
}

function tailEnds({ probability, probabilities, style = "0.x" }: EssOptions): readonly [number, number] {
  const what = "The effective sample size of the tails";
  if (probabilities !== undefined) return checkProbabilityPair(probabilities, what);
  if (probability === undefined) return TailProbabilities[style];
  const at = checkProbability(probability, what);
  return [at, 1 - at];
}

function essOfScores(values: Float64Array, room: Workspace): number {
  room.ranks.sort(values);
  room.ranks.writeScores(room.scratch);
  return room.essOfHalves.estimate(room.scratch);
}

function essOfFoldedScores(values: Float64Array, room: Workspace): number {
  room.ranks.sort(values);
  const folds = room.ranks.writeFoldedScores(medianOfSorted(room.ranks.keptSorted), room.scratch);
  return folds ? room.essOfHalves.estimate(room.scratch) : NaN;
}

function essOfSquares(values: Float64Array, room: Workspace): number {
  squaredDeviations(values, mean(values), room.scratch);
  return room.essOfHalves.estimate(room.scratch);
}

/** Of being no further from the median than half of the draws are. (ArviZ takes normal scores of that, which changes nothing.) */
function essOfMedianDistance(values: Float64Array, room: Workspace): number {
  room.ranks.sort(values);
  const center = medianOfSorted(room.ranks.sorted);
  const reach = medianDistance(room.ranks.sorted, center);
  const distances = room.scratch;
  for (let i = 0; i < values.length; i++) distances[i] = Math.abs(values[i]! - center);
  return room.essOfHalves.estimateAtMost(distances, reach);
}

function forQuantiles(probabilities: readonly number[], style: ArvizStyle = "0.x"): Estimate {
  return (values, room) => {
    room.ranks.sort(values);
    return essAtQuantiles(values, room.ranks.sorted, probabilities, style, room.essOfHalves);
  };
}

/** The smallest of the sizes for being at most each quantile, of draws that have been sorted. */
export function essAtQuantiles(
  values: Float64Array,
  sorted: Float64Array,
  probabilities: readonly number[],
  style: ArvizStyle,
  estimator: EssEstimator,
): number {
  const sizes = probabilities.map((at) => estimator.estimateAtMost(values, thresholdOfSorted(sorted, at, style)));
  return sizes.reduce((smallest, size) => (size < smallest ? size : smallest));
}

/** Of lying between two quantiles. */
function essBetween(values: Float64Array, ends: readonly [number, number], style: ArvizStyle = "0.x", room: Workspace): number {
  room.ranks.sort(values);
  const [from, to] = ends.map((at) => thresholdOfSorted(room.ranks.sorted, at, style)) as [number, number];
  const outside = room.scratch;
  for (let i = 0; i < values.length; i++) outside[i] = from <= values[i]! && values[i]! <= to ? 0 : 1;
  return room.essOfHalves.estimateAtMost(outside, 0);
}

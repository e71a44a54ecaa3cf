/** Potential scale reduction: Vehtari et al. (2021), rank-normalised, split and folded, as ArviZ computes it. */
import type { NamedArray } from "../array.js";
import { mean, sum, variance } from "./moments.js";
import { checkSuperchains, nestedRhat } from "./nested_rhat.js";
import { checkChoice } from "./options.js";
import { type Chains, overElements } from "./over_elements.js";
import { medianOfSorted } from "./quantile.js";
import { checkScalarDraws, FewestDraws, hasNaN, type ScalarDraws, type Sequences } from "./scalar_draws.js";
import { Workspace, workspaceFor } from "./workspace.js";

const RhatMethods = ["rank", "split", "folded", "z_scale", "identity"] as const;

export type RhatMethod = (typeof RhatMethods)[number];

/** Compares the variance between sequences with that within them. */
export function rhatOfSequences(values: Float64Array, sequences: Sequences): number {
  const { starts, length } = sequences;
  const means = Float64Array.from(starts, (start) => mean(values, start, length));
  const variances = Float64Array.from(starts, (start) => variance(values, start, length));
  const between = length * variance(means);
  const within = sum(variances) / starts.length;
  return Math.sqrt((between / within + length - 1) / length);
}

/** The larger of the two, with the first's NaN kept and the second's passed over, as ArviZ takes it. */
export function largerRhat(bulk: number, tail: number): number {
  return tail > bulk ? tail : bulk;
}

/** R-hat of one scalar: NaN for one chain, for fewer than 4 draws a chain or where a draw is NaN. */
export function rhatOf(
  scalar: ScalarDraws,
  method: RhatMethod = "rank",
  room = new Workspace(scalar.chains, scalar.draws),
  compare = rhatOfSequences,
): number {
  checkScalarDraws(scalar);
  const { values, chains, draws } = scalar;
  if (chains < 2 || draws < FewestDraws || hasNaN(values)) return NaN;
  const { halves } = room;
  if (method === "split") return compare(values, halves);
  if (method === "identity") return compare(values, room.whole);
  const { ranks, scratch } = room;
  ranks.sort(values);
  ranks.writeScores(scratch);
  const bulk = method === "folded" ? NaN : compare(scratch, halves);
  if (method === "z_scale") return bulk;
  const tail = foldedRhat(room, medianOfSorted(ranks.keptSorted), compare);
  return method === "folded" ? tail : largerRhat(bulk, tail);
}

/** Of the distances from `center` of draws that the room has sorted: NaN for one chain or an infinite centre. */
export function foldedRhat({ chains, ranks, scratch, halves }: Workspace, center: number, compare = rhatOfSequences): number {
  return chains > 1 && ranks.writeFoldedScores(center, scratch) ? compare(scratch, halves) : NaN;
}

export interface RhatOptions {
  /** "rank" (the default) is the larger of "z_scale" (rank-normalised) and "folded"; "split" and "identity" (plain) use the values. */
  readonly method?: RhatMethod;
  /** For the nested R-hat of many short chains: the number of each chain's superchain, whose chains started from one point. */
  readonly superchains?: readonly number[];
}

/**
 * R-hat: how much larger the spread of all chains is than that of each. 1 where chains agree; over 1.01 they do not yet.
 *
 *     rhat([chain0, chain1, chain2, chain3])         // a number
 *     rhat(fit.array("theta"))                       // an array over the dims of theta
 *     rhat(manyChains, { superchains: [0, 0, 1, 1] })
 *
 * NaN for one chain, fewer than 4 draws a chain, or where a draw is NaN, as in ArviZ. az.rhat of ArviZ 0.23 and arviz_stats.rhat of
 * 1.x, which agree; with an odd number of draws it may differ a little from the summary's of 0.x, which folds about the median of
 * all draws. Nested: arviz_stats.rhat_nested 0.8; with method "identity" it is posterior's rhat_nested.
 * Throws `ragged-chains`, `too-few-draws` (no draws at all), `bad-shape` (other dims) and `bad-option`.
 */
export function rhat(draws: Chains, options?: RhatOptions): number;
export function rhat(draws: NamedArray, options?: RhatOptions): NamedArray;
export function rhat(draws: Chains | NamedArray, options?: RhatOptions): number | NamedArray;
export function rhat(draws: Chains | NamedArray, { method = "rank", superchains }: RhatOptions = {}): number | NamedArray {
  checkChoice("method", method, RhatMethods);
  const room = workspaceFor();
  if (superchains === undefined) return overElements(draws, (scalar) => rhatOf(scalar, method, room(scalar)));
  return overElements(draws, (scalar) => {
    checkSuperchains(superchains, scalar.chains);
    return rhatOf(scalar, method, room(scalar), (values, sequences) => nestedRhat(values, sequences, superchains));
  });
}

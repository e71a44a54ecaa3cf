/** Potential scale reduction: Vehtari et al. (2021), rank-normalised, split and folded, as ArviZ 0.23 computes it. */
import { mean, sum, variance } from "./moments.js";
import { medianOfSorted } from "./quantile.js";
import { SplitRanks } from "./ranks.js";
import {
  checkScalarDraws,
  FewestDraws,
  hasNaN,
  type ScalarDraws,
  type Sequences,
  splitChains,
  wholeChains,
} from "./scalar_draws.js";

export type RhatMethod = "rank" | "split" | "folded" | "z_scale" | "identity";

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

/**
 * R-hat of one scalar (az.rhat): NaN for one chain, for fewer than 4 draws a chain or where a draw is NaN. With an odd number
 * of draws it may differ a little from the summary's, which folds about the median of all draws, as in ArviZ.
 */
export function rhat(scalar: ScalarDraws, method: RhatMethod = "rank"): number {
  checkScalarDraws(scalar);
  const { values, chains, draws } = scalar;
  if (chains < 2 || draws < FewestDraws || hasNaN(values)) return NaN;
  const halves = splitChains(chains, draws);
  if (method === "split") return rhatOfSequences(values, halves);
  if (method === "identity") return rhatOfSequences(values, wholeChains(chains, draws));
  const ranks = new SplitRanks(chains, draws);
  const scores = new Float64Array(values.length);
  ranks.sort(values);
  ranks.writeScores(scores);
  const bulk = method === "folded" ? NaN : rhatOfSequences(scores, halves);
  if (method === "z_scale") return bulk;
  const folds = ranks.writeFoldedScores(medianOfSorted(ranks.keptSorted), scores);
  const tail = folds ? rhatOfSequences(scores, halves) : NaN;
  return method === "folded" ? tail : largerRhat(bulk, tail);
}

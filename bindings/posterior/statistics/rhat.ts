/**
 * Potential scale reduction: Vehtari et al. (2021), rank-normalised, split and folded, as ArviZ computes it; nested by Margossian et
 * al. (2024), Bayesian Analysis, equations 4 to 8.
 */
import { WasmcmcError } from "../../errors.js";
import type { NamedArray } from "../array.js";
import { mean, sum, variance } from "./moments.js";
import { type Chains, overElements } from "./over_elements.js";
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

/** Sequences' numbers for a method: normal scores of ranks, of folded ranks, or the values themselves; undefined where there are none. */
interface Compared {
  readonly bulk: Float64Array | undefined;
  readonly tail: Float64Array | undefined;
  readonly sequences: Sequences;
}

function comparedOf({ values, chains, draws }: ScalarDraws, method: RhatMethod): Compared {
  const halves = splitChains(chains, draws);
  if (method === "split") return { bulk: values, tail: undefined, sequences: halves };
  if (method === "identity") return { bulk: values, tail: undefined, sequences: wholeChains(chains, draws) };
  const ranks = new SplitRanks(chains, draws);
  ranks.sort(values);
  const bulk = method === "folded" ? undefined : new Float64Array(values.length);
  if (bulk !== undefined) ranks.writeScores(bulk);
  if (method === "z_scale") return { bulk, tail: undefined, sequences: halves };
  const tail = new Float64Array(values.length);
  const folds = ranks.writeFoldedScores(medianOfSorted(ranks.keptSorted), tail);
  return { bulk, tail: folds ? tail : undefined, sequences: halves };
}

/** R-hat of one scalar: NaN for one chain, for fewer than 4 draws a chain or where a draw is NaN. */
export function rhatOf(scalar: ScalarDraws, method: RhatMethod = "rank", superchains?: readonly number[]): number {
  checkScalarDraws(scalar);
  const { values, chains, draws } = scalar;
  if (superchains !== undefined) checkSuperchains(superchains, chains);
  if (chains < 2 || draws < FewestDraws || hasNaN(values)) return NaN;
  const { bulk, tail, sequences } = comparedOf(scalar, method);
  const compare = (numbers: Float64Array | undefined): number => {
    if (numbers === undefined) return NaN;
    if (superchains === undefined) return rhatOfSequences(numbers, sequences);
    const ids = sequences.starts.map((_, k) => superchains[k % chains]!);
    return nestedRhat(numbers, sequences, ids);
  };
  return method === "folded" ? compare(tail) : largerRhat(compare(bulk), compare(tail));
}

/** Variance between the means of superchains against that between and within the chains of each. */
function nestedRhat(values: Float64Array, { starts, length }: Sequences, ids: readonly number[]): number {
  const means: number[] = [];
  const within: number[] = [];
  for (const id of new Set(ids)) {
    const members = starts.filter((_, k) => ids[k] === id);
    const chainMeans = Float64Array.from(members, (start) => mean(values, start, length));
    const chainVariances = Float64Array.from(members, (start) => variance(values, start, length));
    means.push(mean(chainMeans));
    within.push(mean(chainVariances) + (members.length === 1 ? 0 : variance(chainMeans)));
  }
  return Math.sqrt(1 + variance(Float64Array.from(means)) / mean(Float64Array.from(within)));
}

function checkSuperchains(superchains: readonly number[], chains: number): void {
  const sizes = new Map<number, number>();
  for (const id of superchains) sizes.set(id, (sizes.get(id) ?? 0) + 1);
  const even = new Set(sizes.values()).size === 1 && sizes.size > 1;
  if (superchains.length === chains && even) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `[${superchains.join(", ")}] does not put ${chains} chains into superchains of equal size, two at least.`,
    remedy: "Give each chain the number of its superchain, such as [0, 0, 1, 1].",
    variable: "superchains",
    value: superchains,
  });
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
 * NaN for one chain, fewer than 4 draws a chain, or where a draw is NaN, as in ArviZ. With an odd number of draws it may differ a
 * little from the summary's, which folds about the median of all draws, as there. az.rhat; nested: arviz_stats.rhat_nested.
 */
export function rhat(draws: Chains, options?: RhatOptions): number;
export function rhat(draws: NamedArray, options?: RhatOptions): NamedArray;
export function rhat(draws: Chains | NamedArray, { method = "rank", superchains }: RhatOptions = {}): number | NamedArray {
  return overElements(draws, (scalar) => rhatOf(scalar, method, superchains));
}

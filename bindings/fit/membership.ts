/** Which component does a row belong to? Averaged over the draws, streamed through the engine. */
import { Section } from "../../assembly/opcodes.js";
import { WasmcmcError } from "../errors.js";
import type { NamedArray } from "../posterior/array.js";
import { batchLength } from "../posterior/batch_means.js";
import type { ObservationLayout } from "../program/compiled.js";
import type { FitDraws } from "./draws.js";
import { byRow, type Columns, columnsOf, copyRows } from "./observation_rows.js";
import { type ExpectedCounts, ShareSums } from "./share_sums.js";

export interface MembershipOptions {
  /**
   * false leaves the mixture's weights out: each component counts alike, as if a row were equally likely to come from any.
   * That is not the posterior probability of membership; it is there to compare with published analyses that did so.
   */
  readonly weights?: boolean;
  /** Averages over each `thin`-th draw of a chain alone: 10 is ten times as fast, and its errors are a little larger. */
  readonly thin?: number;
  /**
   * Keeps the responsibilities of each draw that is averaged over, or of each `thin`-th of those: up to 2^25 numbers (268 MB), beyond which it is an error of code
   * "too-large" that says how much thinning would do.
   */
  readonly responsibilities?: boolean | { readonly thin: number };
}

/** Shares of the rows in components, or in groups of components. */
export interface Shares<Names extends string = string> {
  /** Names of the components, in the order of the last axis; those within a nested mixture are "field/a", "field/b". */
  readonly components: readonly Names[];
  /** Posterior mean of w_k f_k(row) / sum_j w_j f_j(row): [...row dims, component]. */
  readonly probability: NamedArray;
  /** Monte Carlo standard error of each probability, by batch means. */
  readonly mcse: NamedArray;
  /** Number of rows expected in each component. */
  readonly expectedCounts: ExpectedCounts;
}

export interface Membership<Names extends string = string> extends Shares<Names> {
  /** The most probable component of each row, row-major over the row dims, as place and as name; of equally probable ones the first. */
  readonly labels: { readonly index: Uint8Array; readonly name: readonly Names[] };
  /** The same for nested mixtures as wholes: "field" is the sum over "field/a" and "field/b". No components where nothing is nested. */
  readonly parents: Shares;
  /** w_k f_k(row) / sum_j w_j f_j(row) of each draw, where asked for: [chain, draw, ...row dims, component]. */
  readonly responsibilities?: NamedArray;
}

/** With responsibilities where the options ask for them. */
export type MembershipFor<Options, Names extends string> = Membership<Names> &
  (Options extends { readonly responsibilities: true | object } ? { readonly responsibilities: NamedArray } : unknown);

const LargestResult = 2 ** 25;

/** `permutations`, [draw, component], renames each draw's components. */
export function membership(
  draws: FitDraws,
  observation: ObservationLayout,
  options: MembershipOptions,
  permutations?: Uint8Array,
): Membership {
  const columns = columnsOf(draws, observation);
  const { components } = columns;
  const parents = parentsOf(components);
  const all = Array.from(components, (_, k) => [k]);
  const { weights = true, thin = 1, responsibilities } = options;
  checkThin(thin);
  const averaged = { chains: draws.chains, draws: Math.ceil(draws.draws / thin) };
  const leafSums = new ShareSums(all, columns.rows, averaged);
  const parentSums = new ShareSums([...parents.values()], columns.rows, averaged);
  const kept = responsibilities ? new KeptDraws(draws, columns, responsibilities, thin) : undefined;
  const own = new Uint8Array(components.length).map((_, k) => k);
  stream(draws, weights, thin, (outputs, draw, endsBatch) => {
    const start = draw * components.length;
    const permutation = permutations?.subarray(start, start + components.length) ?? own;
    leafSums.take(outputs, columns.offset, permutation, endsBatch);
    if (parents.size > 0) parentSums.take(outputs, columns.offset, permutation, endsBatch);
    kept?.take(outputs, draw, permutation);
  });
  const shares = (sums: ShareSums, names: readonly string[]): Shares => ({
    components: names,
    probability: byRow(sums.mean(), draws, observation, names),
    mcse: byRow(sums.error(), draws, observation, names),
    expectedCounts: sums.expectedCounts(),
  });
  const leaves = shares(leafSums, components);
  return {
    ...leaves,
    labels: labelsOf(leaves),
    parents: shares(parentSums, [...parents.keys()]),
    ...(kept && { responsibilities: kept.array(observation) }),
  };
}

/** Calls `take` with each `thin`-th draw's responsibilities, and whether it ends a batch of `batchLength` of those of its chain. */
function stream(
  draws: FitDraws,
  weights: boolean,
  thin: number,
  take: (outputs: Float64Array, draw: number, endsBatch: boolean) => void,
): void {
  const kind = weights ? Section.Responsibilities : Section.ResponsibilitiesUnweighted;
  const count = Math.ceil(draws.draws / thin);
  const batch = batchLength(count);
  for (let chain = 0; chain < draws.chains; chain++) {
    draws.stored.forEach(kind, thinned(draws.compact(chain), draws.draws, thin), (outputs, place) => {
      const last = (place + 1) % batch === 0 || place + 1 === count;
      take(outputs, chain * draws.draws + place * thin, last);
    });
  }
}

function thinned(values: Float64Array, draws: number, thin: number): Float64Array {
  if (thin === 1) return values;
  const length = values.length / draws;
  const kept = new Float64Array(Math.ceil(draws / thin) * length);
  for (let at = 0; at < kept.length; at += length) kept.set(values.subarray(at * thin, at * thin + length), at);
  return kept;
}

/** The components within each nested mixture, by its name: the part of theirs before a "/". */
function parentsOf(components: readonly string[]): Map<string, number[]> {
  const parents = new Map<string, number[]>();
  for (const [k, name] of components.entries()) {
    for (let end = name.indexOf("/"); end >= 0; end = name.indexOf("/", end + 1)) {
      const parent = name.slice(0, end);
      parents.set(parent, [...(parents.get(parent) ?? []), k]);
    }
  }
  return parents;
}

function labelsOf({ components, probability: { values } }: Shares): Membership["labels"] {
  const count = components.length;
  const index = Uint8Array.from({ length: values.length / count }, (_, row) => {
    let best = row * count;
    for (let at = best + 1; at < (row + 1) * count; at++) if (values[at]! > values[best]!) best = at;
    return best - row * count;
  });
  return { index, name: Array.from(index, (k) => components[k]!) };
}

/** Responsibilities of each draw, or of some. */
class KeptDraws {
  private readonly thin: number;
  private readonly perChain: number;
  private readonly values: Float64Array;

  constructor(
    private readonly draws: FitDraws,
    private readonly columns: Columns,
    asked: true | { readonly thin: number },
    averagedThin: number,
  ) {
    const thin = asked === true ? 1 : asked.thin;
    checkThin(thin);
    this.thin = thin * averagedThin;
    this.perChain = Math.ceil(draws.draws / this.thin);
    const size = draws.chains * columns.rows * columns.components.length;
    if (size * this.perChain > LargestResult) throw tooLarge(size, this.perChain, draws.draws);
    this.values = new Float64Array(size * this.perChain);
  }

  take(outputs: Float64Array, draw: number, permutation: Uint8Array): void {
    const [chain, own] = [Math.floor(draw / this.draws.draws), draw % this.draws.draws];
    if (own % this.thin !== 0) return;
    const start = (chain * this.perChain + own / this.thin) * this.columns.rows * permutation.length;
    copyRows(outputs, this.columns, this.values, start, permutation);
  }

  array(observation: ObservationLayout): NamedArray {
    const kept = Array.from({ length: this.perChain }, (_, place) => place * this.thin);
    const first = { chain: this.draws.chains, draw: this.perChain };
    return byRow(this.values, this.draws, observation, this.columns.components, first, { draw: kept });
  }
}

function checkThin(thin: number): void {
  if (Number.isInteger(thin) && thin > 0) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `The option thin is ${thin}.`,
    remedy: "Give a positive integer: 10 keeps every tenth draw.",
    variable: "thin",
    value: thin,
  });
}

function tooLarge(size: number, perChain: number, draws: number): WasmcmcError {
  const fitting = Math.floor(LargestResult / size);
  const thin = Math.ceil(draws / Math.max(1, fitting));
  return new WasmcmcError({
    code: "too-large",
    problem: `The responsibilities are ${size * perChain} numbers; up to ${LargestResult} are kept.`,
    remedy:
      fitting > 0
        ? `Thin them: { responsibilities: { thin: ${thin} } }; the means over all draws need none of them.`
        : "Bind fewer rows; the means over all draws need none of them.",
    variable: "responsibilities",
    value: size * perChain,
  });
}

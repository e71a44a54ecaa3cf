/**
 * Rank normalisation (Vehtari et al. 2021, section 4): average ranks over all chains, moved to (rank - 3/8) / (n + 1/4) and
 * through the normal quantile function.
 */
import { normalQuantile } from "./normal_quantile.js";
import { splitChains } from "./scalar_draws.js";
import { Sorter } from "./sort.js";

export class NormalScores {
  /** Score of twice an average rank, which is a whole number; NaN until it is first asked for. */
  readonly #table: Float64Array;

  constructor(readonly count: number) {
    this.#table = new Float64Array(2 * count + 1).fill(NaN);
  }

  /** `out[order[i]]` becomes the score of `sorted[i]`, for `count` values in ascending order; ties share their average rank. */
  write(sorted: Float64Array, order: Int32Array, out: Float64Array): void {
    const count = this.count;
    for (let first = 0; first < count; ) {
      const value = sorted[first]!;
      let last = first;
      while (last + 1 < count && sorted[last + 1]! === value) last++;
      const score = this.#score(first + last + 2);
      for (let i = first; i <= last; i++) out[order[i]!] = score;
      first = last + 1;
    }
  }

  #score(twiceRank: number): number {
    let score = this.#table[twiceRank]!;
    if (Number.isNaN(score)) {
      score = normalQuantile((twiceRank / 2 - 0.375) / (this.count - 0.75 + 1));
      this.#table[twiceRank] = score;
    }
    return score;
  }
}

/**
 * Distances from `center` in ascending order, merged from both sides of values that are sorted already (subtraction rounds
 * monotonically, so no second sort is needed). Returns false when a distance is NaN (an infinite centre).
 */
export function foldSorted(
  sorted: Float64Array,
  order: Int32Array,
  center: number,
  foldedSorted: Float64Array,
  foldedOrder: Int32Array,
): boolean {
  const size = foldedSorted.length;
  if (Number.isNaN(sorted[0]! - center) || Number.isNaN(sorted[size - 1]! - center)) return false;
  let above = 0;
  while (above < size && sorted[above]! < center) above++;
  let below = above - 1;
  let place = 0;
  while (below >= 0 && above < size) {
    const left = center - sorted[below]!;
    const right = sorted[above]! - center;
    if (left <= right) {
      foldedSorted[place] = left;
      foldedOrder[place++] = order[below--]!;
    } else {
      foldedSorted[place] = right;
      foldedOrder[place++] = order[above++]!;
    }
  }
  for (; below >= 0; below--) {
    foldedSorted[place] = center - sorted[below]!;
    foldedOrder[place++] = order[below]!;
  }
  for (; above < size; above++) {
    foldedSorted[place] = sorted[above]! - center;
    foldedOrder[place++] = order[above]!;
  }
  return true;
}

/** Sorts the draws of one scalar once; the scores of split chains, plain and folded, all come from that order. */
export class SplitRanks {
  readonly #sorter: Sorter;
  readonly #scores: NormalScores;
  /** 1 where a draw belongs to a half; undefined when all do. */
  readonly #kept: Uint8Array | undefined;
  #keptSorted: Float64Array;
  #keptOrder: Int32Array;
  readonly #foldedSorted: Float64Array;
  readonly #foldedOrder: Int32Array;

  constructor(chains: number, draws: number) {
    const halves = splitChains(chains, draws);
    const keptCount = halves.starts.length * halves.length;
    this.#sorter = new Sorter(chains * draws);
    this.#scores = new NormalScores(keptCount);
    this.#keptSorted = new Float64Array(keptCount);
    this.#keptOrder = new Int32Array(keptCount);
    this.#foldedSorted = new Float64Array(keptCount);
    this.#foldedOrder = new Int32Array(keptCount);
    if (keptCount === chains * draws) return;
    this.#kept = new Uint8Array(chains * draws);
    for (const start of halves.starts) this.#kept.fill(1, start, start + halves.length);
  }

  /** All draws in ascending order. */
  get sorted(): Float64Array {
    return this.#sorter.sorted;
  }

  /** Those of the halves in ascending order. */
  get keptSorted(): Float64Array {
    return this.#keptSorted;
  }

  /** Values must not be NaN. */
  sort(values: Float64Array): void {
    this.#sorter.sort(values);
    const { sorted, order } = this.#sorter;
    if (this.#kept === undefined) {
      this.#keptSorted = sorted;
      this.#keptOrder = order;
      return;
    }
    let place = 0;
    for (let i = 0; i < order.length; i++) {
      if (this.#kept[order[i]!] === 0) continue;
      this.#keptSorted[place] = sorted[i]!;
      this.#keptOrder[place++] = order[i]!;
    }
  }

  /** Normal scores of the halves' draws, each at its own place; a left-out draw's place is untouched. */
  writeScores(out: Float64Array): void {
    this.#scores.write(this.#keptSorted, this.#keptOrder, out);
  }

  /** Normal scores of the distances from `center`; false, and nothing written, where a distance is NaN. */
  writeFoldedScores(center: number, out: Float64Array): boolean {
    if (!foldSorted(this.#keptSorted, this.#keptOrder, center, this.#foldedSorted, this.#foldedOrder)) return false;
    this.#scores.write(this.#foldedSorted, this.#foldedOrder, out);
    return true;
  }
}

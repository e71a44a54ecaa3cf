/**
 * The cumulative Jensen-Shannon distance between draws and the same draws weighted: Nguyen & Vreeken (2015), as Kallioinen et al. (2024,
 * section 4.3) normalise it, after arviz-stats 0.8.
 */
import { Sorter } from "../statistics/sort.js";

/** Draws in order, for one set of weights after another. */
export class SortedDraws {
  private readonly sorter: Sorter;
  private readonly shares: Float64Array;

  constructor(draws: number) {
    this.sorter = new Sorter(draws);
    this.shares = new Float64Array(draws);
  }

  /** `values` must not be NaN. */
  load(values: Float64Array): void {
    this.sorter.sort(values);
  }

  /** The larger of the distances of the draws and of their negatives; weights sum up to 1. NaN where all draws are equal. */
  distance(weights: Float64Array): number {
    return Math.max(this.oneWay(weights, false), this.oneWay(weights, true));
  }

  /**
   * Between the distribution functions of equal weights p and of the given ones q, over the steps between draws. With d = (q - p) / (p + q)
   * what a step adds, p log(2p / (p + q)) + q log(2q / (p + q)), is (p + q) / 2 times a sum of two terms that are never negative: nothing
   * cancels where p and q are close.
   */
  private oneWay(weights: Float64Array, descending: boolean): number {
    const { sorted } = this.sorter;
    const count = sorted.length;
    this.accumulate(weights, descending);
    let [total, divergence] = [0, 0];
    for (let i = 0; i + 1 < count; i++) {
      const width = descending ? sorted[count - 1 - i]! - sorted[count - 2 - i]! : sorted[i + 1]! - sorted[i]!;
      const p = (i + 1) / count;
      const q = this.shares[i]!;
      const d = (q - p) / (p + q);
      total += width * (p + q);
      divergence += width * (p + q) * (excess(d) + excess(-d));
    }
    return Math.sqrt(divergence / (2 * Math.LN2 * total));
  }

  private accumulate(weights: Float64Array, descending: boolean): void {
    const { order } = this.sorter;
    const count = order.length;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      sum += weights[order[descending ? count - 1 - i : i]!]!;
      this.shares[i] = sum;
    }
  }
}

/** (1 + d) log(1 + d) - d for d from -1 to 1. */
function excess(d: number): number {
  if (Math.abs(d) < 1e-4) return d * d * (1 / 2 - d * (1 / 6 - d * (1 / 12 - d / 20)));
  return d === -1 ? 1 : (1 + d) * Math.log1p(d) - d;
}

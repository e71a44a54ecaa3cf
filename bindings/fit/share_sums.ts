/** Sums of responsibilities over draws, for components or groups of them: means by row, and counts of rows, each with its Monte Carlo error. */
import { BatchMeans } from "../posterior/batch_means.js";
import { mcseOf } from "../posterior/statistics/mcse.js";
import { mean, variance } from "../posterior/statistics/moments.js";

/** Of the number of rows in each component, sum_rows w_k f_k / sum_j w_j f_j; one number a component. */
export interface ExpectedCounts {
  readonly mean: Float64Array;
  /** Standard deviation over the draws. */
  readonly sd: Float64Array;
  /** Monte Carlo standard error of the mean, by effective sample size; NaN for fewer than 4 draws a chain. */
  readonly mcse: Float64Array;
}

export class ShareSums {
  private readonly batch: Float64Array;
  private readonly means: BatchMeans;
  /** Sum over rows of each draw, [group, draw]. */
  private readonly counts: readonly Float64Array[];
  private drawsTaken = 0;
  private drawsInBatch = 0;

  /** `groups` hold the places of the components that are added up. */
  constructor(
    private readonly groups: readonly (readonly number[])[],
    private readonly rows: number,
    private readonly shape: { readonly chains: number; readonly draws: number },
  ) {
    this.means = new BatchMeans(groups.length * rows);
    this.batch = new Float64Array(this.means.width);
    this.counts = groups.map(() => new Float64Array(shape.chains * shape.draws));
  }

  /** A draw's columns of rows lie at `outputs[offset]`, component by component; component k is column `permutation[k]`. */
  take(outputs: Float64Array, offset: number, permutation: Uint8Array, endsBatch: boolean): void {
    const { rows, batch } = this;
    for (const [place, group] of this.groups.entries()) {
      let count = 0;
      for (const k of group) {
        const column = offset + permutation[k]! * rows;
        for (let row = 0; row < rows; row++) {
          const share = outputs[column + row]!;
          batch[place * rows + row]! += share;
          count += share;
        }
      }
      this.counts[place]![this.drawsTaken] = count;
    }
    this.drawsTaken += 1;
    this.drawsInBatch += 1;
    if (!endsBatch) return;
    this.means.addSums(batch, this.drawsInBatch);
    batch.fill(0);
    this.drawsInBatch = 0;
  }

  /** [row, group] */
  mean(): Float64Array {
    return this.groupLast(this.means.mean());
  }

  /** [row, group] */
  error(): Float64Array {
    return this.groupLast(this.means.error());
  }

  expectedCounts(): ExpectedCounts {
    return {
      mean: Float64Array.from(this.counts, (values) => mean(values)),
      sd: Float64Array.from(this.counts, (values) => Math.sqrt(variance(values))),
      mcse: Float64Array.from(this.counts, (values) => mcseOf({ values, ...this.shape })),
    };
  }

  private groupLast(values: Float64Array): Float64Array {
    const count = this.groups.length;
    return values.map((_, i) => values[(i % count) * this.rows + Math.floor(i / count)]!);
  }
}

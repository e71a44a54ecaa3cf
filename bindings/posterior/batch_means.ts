/**
 * Monte Carlo error of many means at once by batch means: draws come in batches, of which only mean vectors are kept, and the
 * scatter of those means tells the error of the whole mean. For averages over draws that are too many to store, such as
 * membership probabilities.
 *
 * A batch must be long against the autocorrelation of the draws and there must be many of them: `batchLength` takes about the
 * square root of a chain. Batches of all chains go in alike; chains that disagree widen the error.
 */
import { WasmcmcError } from "../errors.js";

/** Draws a batch for a chain of a given length; the last batch may be shorter. */
export function batchLength(draws: number): number {
  return Math.max(1, Math.floor(Math.sqrt(draws)));
}

export class BatchMeans {
  readonly #means: Float64Array;
  /** Sum over batches of draws * (batch mean - overall mean)^2, kept by weighted updating (West 1979). */
  readonly #scatter: Float64Array;
  #draws = 0;
  #batches = 0;

  constructor(readonly width: number) {
    this.#means = new Float64Array(width);
    this.#scatter = new Float64Array(width);
  }

  /** Number of draws taken in. */
  get draws(): number {
    return this.#draws;
  }

  get batches(): number {
    return this.#batches;
  }

  /** Takes in the means over a batch of consecutive draws of one chain. */
  add(means: ArrayLike<number>, draws: number): void {
    this.#addScaled(means, draws, 1);
  }

  /** The same from sums over the batch. */
  addSums(sums: ArrayLike<number>, draws: number): void {
    this.#addScaled(sums, draws, 1 / draws);
  }

  #addScaled(batch: ArrayLike<number>, draws: number, scale: number): void {
    if (batch.length !== this.width || !(draws > 0)) {
      throw new WasmcmcError({
        code: "bad-shape",
        problem: `A batch of ${batch.length} numbers over ${draws} draws does not fit means of ${this.width} numbers.`,
        remedy: "Pass as many numbers as the accumulator was made for, over at least one draw.",
        value: batch.length,
      });
    }
    this.#draws += draws;
    this.#batches++;
    const share = draws / this.#draws;
    for (let i = 0; i < this.width; i++) {
      const distance = batch[i]! * scale - this.#means[i]!;
      this.#means[i]! += distance * share;
      this.#scatter[i]! += draws * distance * distance * (1 - share);
    }
  }

  /** Means over all draws; NaN before the first batch. */
  mean(): Float64Array {
    return this.#means.map((value) => (this.#batches === 0 ? NaN : value));
  }

  /** Monte Carlo standard errors of the means; NaN with fewer than two batches. */
  error(): Float64Array {
    if (this.#batches < 2) return new Float64Array(this.width).fill(NaN);
    return this.#scatter.map((scatter) => Math.sqrt(scatter / (this.#batches - 1) / this.#draws));
  }
}

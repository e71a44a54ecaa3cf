/**
 * Autocovariances of the indicator "at most a threshold", averaged over sequences: 32 draws a word, a lag's products counted by
 * bits. Lags beyond `CountedLags` are left to the transform of `Autocovariance`.
 */
import type { Autocovariance } from "./autocovariance.js";
import type { Sequences } from "./scalar_draws.js";

const CountedLags = 64;

export class IndicatorAutocovariance {
  /** Share of ones in each sequence. */
  readonly means: Float64Array;
  readonly #sequences: Sequences;
  readonly #dense: Autocovariance;
  /** Bits of each sequence, the first draw lowest; zeros follow, a word at least and all that the counted lags reach. */
  readonly #words: Int32Array;
  readonly #stride: number;
  readonly #lags = new Float64Array(CountedLags);
  /** Ones among the first `#known` and among all but the last `#known` draws. */
  readonly #heads: Int32Array;
  readonly #bodies: Int32Array;
  #known = 0;
  #loadedDense = false;
  #values: Float64Array | undefined;
  #threshold = 0;
  #indicator: Float64Array | undefined;

  /** `dense` takes over at long lags; its contents are replaced then. */
  constructor(sequences: Sequences, dense: Autocovariance) {
    this.#sequences = sequences;
    this.#dense = dense;
    this.#stride = Math.ceil(sequences.length / 32) + CountedLags / 32 + 1;
    this.#words = new Int32Array(sequences.starts.length * this.#stride);
    this.means = new Float64Array(sequences.starts.length);
    this.#heads = new Int32Array(sequences.starts.length);
    this.#bodies = new Int32Array(sequences.starts.length);
  }

  get count(): number {
    return this.means.length;
  }

  get length(): number {
    return this.#sequences.length;
  }

  /** The values must stay as they are until the last `at`. */
  load(values: Float64Array, threshold: number): void {
    this.#values = values;
    this.#threshold = threshold;
    this.#known = 0;
    this.#loadedDense = false;
    this.#words.fill(0);
    const { starts, length } = this.#sequences;
    for (let s = 0; s < starts.length; s++) {
      const ones = packBits(values, starts[s]!, length, threshold, this.#words, s * this.#stride);
      this.means[s] = ones / length;
      this.#heads[s] = 0;
      this.#bodies[s] = ones;
    }
  }

  /** The average autocovariance at a lag below `length`. */
  at(lag: number): number {
    if (lag >= CountedLags) return this.#atLong(lag);
    while (this.#known <= lag) this.#countNext();
    return this.#lags[lag]!;
  }

  /**
   * With m the share of ones: sum of (x_t - m)(x_{t+lag} - m) over t < n - lag
   * is (pairs of ones) - m (ones among the first n - lag + ones among the last n - lag) + (n - lag) m^2.
   */
  #countNext(): void {
    const { length } = this.#sequences;
    const lag = this.#known++;
    let total = 0;
    for (let s = 0; s < this.count; s++) {
      const from = s * this.#stride;
      const share = this.means[s]!;
      const last = share * length - this.#heads[s]!;
      total += countPairs(this.#words, from, length, lag) - share * (this.#bodies[s]! + last) + (length - lag) * share * share;
      this.#heads[s]! += bit(this.#words, from, lag);
      this.#bodies[s]! -= bit(this.#words, from, length - 1 - lag);
    }
    this.#lags[lag] = total / (length * this.count);
  }

  #atLong(lag: number): number {
    if (!this.#loadedDense) {
      const values = this.#values!;
      this.#indicator ??= new Float64Array(values.length);
      const indicator = this.#indicator;
      for (let i = 0; i < values.length; i++) indicator[i] = values[i]! <= this.#threshold ? 1 : 0;
      this.#dense.load(indicator);
      this.#loadedDense = true;
    }
    return this.#dense.at(lag);
  }
}

/** Writes one bit a value and returns how many are set. */
function packBits(values: Float64Array, start: number, length: number, threshold: number, words: Int32Array, to: number): number {
  let ones = 0;
  let place = to;
  for (let i = 0; i < length; i += 32) {
    const end = Math.min(i + 32, length);
    let word = 0;
    for (let j = i; j < end; j++) word |= (values[start + j]! <= threshold ? 1 : 0) << (j - i);
    words[place++] = word;
    ones += countBits(word);
  }
  return ones;
}

/** Pairs of ones at distance `lag`. */
function countPairs(words: Int32Array, from: number, length: number, lag: number): number {
  const shift = lag & 31;
  const end = from + ((length + 31) >> 5);
  let other = from + (lag >> 5);
  let pairs = 0;
  if (shift === 0) {
    for (let i = from; i < end; i++) pairs += countBits(words[i]! & words[other++]!);
    return pairs;
  }
  let current = words[other]!;
  for (let i = from; i < end; i++) {
    const next = words[++other]!;
    pairs += countBits(words[i]! & ((current >>> shift) | (next << (32 - shift))));
    current = next;
  }
  return pairs;
}

function bit(words: Int32Array, from: number, place: number): number {
  return (words[from + (place >> 5)]! >>> (place & 31)) & 1;
}

function countBits(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

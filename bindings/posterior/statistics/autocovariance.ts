/**
 * Autocovariances (divisor: the length of the sequence) averaged over sequences of equal length, as an effective sample size
 * needs them. The first lags, mostly all that are asked for, are summed directly, eight at a time; further ones come from one FFT.
 */
import { Fft } from "./fft.js";
import { mean } from "./moments.js";
import type { Sequences } from "./scalar_draws.js";

const LagsAtOnce = 8;
const DirectLags = 2 * LagsAtOnce;

export class Autocovariance {
  /** Mean of each sequence loaded. */
  readonly means: Float64Array;
  readonly #sequences: Sequences;
  /** Centred sequences, each followed by `DirectLags` zeros: a product that reaches beyond the end adds nothing. */
  readonly #centered: Float64Array;
  readonly #stride: number;
  readonly #lags: Float64Array;
  #known = 0;
  #transformer: Transformer | undefined;

  constructor(sequences: Sequences) {
    this.#sequences = sequences;
    this.#stride = sequences.length + DirectLags;
    this.means = new Float64Array(sequences.starts.length);
    this.#centered = new Float64Array(sequences.starts.length * this.#stride);
    this.#lags = new Float64Array(Math.max(sequences.length, DirectLags));
  }

  get count(): number {
    return this.means.length;
  }

  get length(): number {
    return this.#sequences.length;
  }

  load(values: Float64Array): void {
    const { starts, length } = this.#sequences;
    const centered = this.#centered;
    for (let s = 0; s < starts.length; s++) {
      const start = starts[s]!;
      const center = mean(values, start, length);
      const to = s * this.#stride;
      this.means[s] = center;
      for (let i = 0; i < length; i++) centered[to + i] = values[start + i]! - center;
    }
    this.#known = 0;
  }

  /** The average autocovariance at a lag below `length`. */
  at(lag: number): number {
    if (lag >= this.#known) {
      if (lag < DirectLags) this.#sumDirectly();
      else this.#transform();
    }
    return this.#lags[lag]!;
  }

  #sumDirectly(): void {
    const divisor = this.length * this.count;
    const from = this.#known;
    this.#lags.fill(0, from, from + LagsAtOnce);
    for (let s = 0; s < this.count; s++) addLags(this.#centered, s * this.#stride, this.length, from, this.#lags);
    for (let lag = from; lag < from + LagsAtOnce; lag++) this.#lags[lag] = this.#lags[lag]! / divisor;
    this.#known = from + LagsAtOnce;
  }

  /**
   * Two real sequences a + ib share a transform: |A + iB|^2 is |A|^2 + |B|^2 plus a term odd in frequency, which the inverse
   * puts in the imaginary part. Power spectra add up, so that one inverse serves all sequences.
   */
  #transform(): void {
    this.#transformer ??= transformer(2 * this.length);
    const { fft, re, im, spectrum } = this.#transformer;
    const size = fft.size;
    spectrum.fill(0);
    for (let s = 0; s < this.count; s += 2) {
      this.#copyPadded(s, re);
      this.#copyPadded(s + 1, im);
      fft.forward(re, im);
      for (let i = 0; i < size; i++) spectrum[i] = spectrum[i]! + re[i]! * re[i]! + im[i]! * im[i]!;
    }
    im.fill(0);
    fft.inverse(spectrum, im);
    const divisor = size * this.length * this.count;
    for (let lag = this.#known; lag < this.length; lag++) this.#lags[lag] = spectrum[lag]! / divisor;
    this.#known = this.length;
  }

  #copyPadded(sequence: number, to: Float64Array): void {
    const length = sequence < this.count ? this.length : 0;
    const from = sequence * this.#stride;
    for (let i = 0; i < length; i++) to[i] = this.#centered[from + i]!;
    to.fill(0, length);
  }
}

/** An FFT with its buffers, made when the first long lag is asked for. */
interface Transformer {
  readonly fft: Fft;
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly spectrum: Float64Array;
}

/** At least `length` long, the next power of two. */
function transformer(length: number): Transformer {
  const size = 2 ** Math.ceil(Math.log2(length));
  return { fft: new Fft(size), re: new Float64Array(size), im: new Float64Array(size), spectrum: new Float64Array(size) };
}

/** Adds sums of products at lags from..from+7 over a sequence followed by zeros. */
function addLags(y: Float64Array, start: number, length: number, from: number, lags: Float64Array): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let e = 0;
  let f = 0;
  let g = 0;
  let h = 0;
  for (let i = start; i < start + length; i++) {
    const value = y[i]!;
    const j = i + from;
    a += value * y[j]!;
    b += value * y[j + 1]!;
    c += value * y[j + 2]!;
    d += value * y[j + 3]!;
    e += value * y[j + 4]!;
    f += value * y[j + 5]!;
    g += value * y[j + 6]!;
    h += value * y[j + 7]!;
  }
  lags[from] = lags[from]! + a;
  lags[from + 1] = lags[from + 1]! + b;
  lags[from + 2] = lags[from + 2]! + c;
  lags[from + 3] = lags[from + 3]! + d;
  lags[from + 4] = lags[from + 4]! + e;
  lags[from + 5] = lags[from + 5]! + f;
  lags[from + 6] = lags[from + 6]! + g;
  lags[from + 7] = lags[from + 7]! + h;
}

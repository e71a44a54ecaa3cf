/**
 * The discrete cosine transform (type II) that ISJ bandwidths need: a_0 = sum x, a_k = 2 sum_n x_n cos(pi k (2 n + 1) / (2 N)).
 * By one FFT of the same length (Makhoul 1980) where N is a power of two, else summed directly.
 */
import { Fft } from "../statistics/fft.js";

class CosineTransform {
  readonly #fft: Fft;
  /** Where the FFT puts frequency k. */
  readonly #places: Int32Array;
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;
  readonly #re: Float64Array;
  readonly #im: Float64Array;

  constructor(readonly size: number) {
    this.#fft = new Fft(size);
    this.#places = digitReversed(size);
    this.#cosines = Float64Array.from({ length: size }, (_, k) => 2 * Math.cos((Math.PI * k) / (2 * size)));
    this.#sines = Float64Array.from({ length: size }, (_, k) => 2 * Math.sin((Math.PI * k) / (2 * size)));
    this.#re = new Float64Array(size);
    this.#im = new Float64Array(size);
  }

  /** Values at even places ascending, then those at odd places descending; the FFT turned by a quarter sample. */
  transform(values: Float64Array): Float64Array {
    const size = this.size;
    const re = this.#re;
    const im = this.#im;
    for (let n = 0; 2 * n < size; n++) re[n] = values[2 * n]!;
    for (let n = 0; 2 * n + 1 < size; n++) re[size - 1 - n] = values[2 * n + 1]!;
    im.fill(0);
    this.#fft.forward(re, im);
    const out = new Float64Array(size);
    for (let k = 0; k < size; k++) out[k] = re[this.#places[k]!]! * this.#cosines[k]! + im[this.#places[k]!]! * this.#sines[k]!;
    out[0] = out[0]! / 2;
    return out;
  }
}

/** Tables of the length last asked for: grids are nearly always as long as the one before. */
let latest: CosineTransform | undefined;

export function cosineTransform(values: Float64Array): Float64Array {
  const size = values.length;
  if (2 ** Math.round(Math.log2(size)) !== size) return summedCosines(values);
  if (latest?.size !== size) latest = new CosineTransform(size);
  return latest.transform(values);
}

function summedCosines(values: Float64Array): Float64Array {
  const size = values.length;
  const cosines = Float64Array.from({ length: 4 * size }, (_, m) => 2 * Math.cos((Math.PI * m) / (2 * size)));
  return Float64Array.from(values, (_, k) => {
    let total = 0;
    for (let n = 0; n < size; n++) total += values[n]! * cosines[(k * (2 * n + 1)) % (4 * size)]!;
    return k === 0 ? total / 2 : total;
  });
}

/** The place of each frequency after `Fft.forward`: its digits to the base 4 (one of base 2 last) in reverse. */
function digitReversed(size: number): Int32Array {
  return Int32Array.from({ length: size }, (_, frequency) => {
    let rest = frequency;
    let place = 0;
    for (let span = size; span > 1; ) {
      const base = span >= 4 ? 4 : 2;
      span /= base;
      place += (rest % base) * span;
      rest = Math.floor(rest / base);
    }
    return place;
  });
}

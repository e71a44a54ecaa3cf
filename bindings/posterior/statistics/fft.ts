/**
 * Fast Fourier transforms of length 2^k in place, radix 4 with one stage of radix 2 where k is odd. `forward` decimates in
 * frequency and leaves its result in digit-reversed order, `inverse` decimates in time and takes that order: a power spectrum
 * in between needs no reordering. Its table takes Math.cos and Math.sin, so last bits may differ between hosts.
 */

export class Fft {
  /** exp(-2 pi i k / size) */
  readonly #cosines: Float64Array;
  readonly #sines: Float64Array;

  /** `size` is a power of two. */
  constructor(readonly size: number) {
    this.#cosines = Float64Array.from({ length: size }, (_, k) => Math.cos((2 * Math.PI * k) / size));
    this.#sines = Float64Array.from({ length: size }, (_, k) => -Math.sin((2 * Math.PI * k) / size));
  }

  forward(re: Float64Array, im: Float64Array): void {
    let span = this.size;
    for (; span >= 4; span >>= 2) this.#forwardStage(re, im, span);
    if (span === 2) pairStage(re, im);
  }

  /** Unscaled: forward then inverse multiplies by `size`. */
  inverse(re: Float64Array, im: Float64Array): void {
    let span = Math.log2(this.size) % 2 === 0 ? 4 : 8;
    if (span === 8) pairStage(re, im);
    for (; span <= this.size; span <<= 2) this.#inverseStage(re, im, span);
  }

  #forwardStage(re: Float64Array, im: Float64Array, span: number): void {
    const size = re.length;
    const cosines = this.#cosines;
    const sines = this.#sines;
    const quarter = span >> 2;
    const step = size / span;
    for (let k = 0; k < quarter; k++) {
      const c1 = cosines[k * step]!;
      const c2 = cosines[2 * k * step]!;
      const c3 = cosines[3 * k * step]!;
      const s1 = sines[k * step]!;
      const s2 = sines[2 * k * step]!;
      const s3 = sines[3 * k * step]!;
      for (let i0 = k; i0 < size; i0 += span) {
        const i1 = i0 + quarter;
        const i2 = i1 + quarter;
        const i3 = i2 + quarter;
        const evenSumRe = re[i0]! + re[i2]!;
        const evenSumIm = im[i0]! + im[i2]!;
        const evenDifRe = re[i0]! - re[i2]!;
        const evenDifIm = im[i0]! - im[i2]!;
        const oddSumRe = re[i1]! + re[i3]!;
        const oddSumIm = im[i1]! + im[i3]!;
        const oddDifRe = re[i1]! - re[i3]!;
        const oddDifIm = im[i1]! - im[i3]!;
        re[i0] = evenSumRe + oddSumRe;
        im[i0] = evenSumIm + oddSumIm;
        const r1 = evenDifRe + oddDifIm;
        const m1 = evenDifIm - oddDifRe;
        const r2 = evenSumRe - oddSumRe;
        const m2 = evenSumIm - oddSumIm;
        const r3 = evenDifRe - oddDifIm;
        const m3 = evenDifIm + oddDifRe;
        re[i1] = r1 * c1 - m1 * s1;
        im[i1] = r1 * s1 + m1 * c1;
        re[i2] = r2 * c2 - m2 * s2;
        im[i2] = r2 * s2 + m2 * c2;
        re[i3] = r3 * c3 - m3 * s3;
        im[i3] = r3 * s3 + m3 * c3;
      }
    }
  }

  #inverseStage(re: Float64Array, im: Float64Array, span: number): void {
    const size = re.length;
    const cosines = this.#cosines;
    const sines = this.#sines;
    const quarter = span >> 2;
    const step = size / span;
    for (let k = 0; k < quarter; k++) {
      const c1 = cosines[k * step]!;
      const c2 = cosines[2 * k * step]!;
      const c3 = cosines[3 * k * step]!;
      const s1 = sines[k * step]!;
      const s2 = sines[2 * k * step]!;
      const s3 = sines[3 * k * step]!;
      for (let i0 = k; i0 < size; i0 += span) {
        const i1 = i0 + quarter;
        const i2 = i1 + quarter;
        const i3 = i2 + quarter;
        const r1 = re[i1]! * c1 + im[i1]! * s1;
        const m1 = im[i1]! * c1 - re[i1]! * s1;
        const r2 = re[i2]! * c2 + im[i2]! * s2;
        const m2 = im[i2]! * c2 - re[i2]! * s2;
        const r3 = re[i3]! * c3 + im[i3]! * s3;
        const m3 = im[i3]! * c3 - re[i3]! * s3;
        const evenSumRe = re[i0]! + r2;
        const evenSumIm = im[i0]! + m2;
        const evenDifRe = re[i0]! - r2;
        const evenDifIm = im[i0]! - m2;
        const oddSumRe = r1 + r3;
        const oddSumIm = m1 + m3;
        const oddDifRe = r1 - r3;
        const oddDifIm = m1 - m3;
        re[i0] = evenSumRe + oddSumRe;
        im[i0] = evenSumIm + oddSumIm;
        re[i1] = evenDifRe - oddDifIm;
        im[i1] = evenDifIm + oddDifRe;
        re[i2] = evenSumRe - oddSumRe;
        im[i2] = evenSumIm - oddSumIm;
        re[i3] = evenDifRe + oddDifIm;
        im[i3] = evenDifIm - oddDifRe;
      }
    }
  }
}

/** Sums and differences of neighbours: the radix-2 stage, the same both ways. */
function pairStage(re: Float64Array, im: Float64Array): void {
  for (let i = 0; i < re.length; i += 2) {
    const differenceRe = re[i]! - re[i + 1]!;
    const differenceIm = im[i]! - im[i + 1]!;
    re[i] = re[i]! + re[i + 1]!;
    im[i] = im[i]! + im[i + 1]!;
    re[i + 1] = differenceRe;
    im[i + 1] = differenceIm;
  }
}

/**
 * Random numbers for resampling, by seed: the same on every host. SplitMix64's increment and mixing on pairs of 32-bit words (Steele, Lea
 * & Flood 2014). Draws of a sampler never come from here.
 */
export class RandomNumbers {
  private high: number;
  private low: number;
  private spare: number | undefined;

  /** `seed` is an integer from 0 to 2^53 - 1. */
  constructor(seed: number) {
    this.high = Math.floor(seed / 2 ** 32) >>> 0;
    this.low = seed >>> 0;
  }

  /** In (0, 1), of 52 random bits. */
  uniform(): number {
    const [high, low] = this.next();
    return ((high >>> 6) * 2 ** 26 + (low >>> 6) + 0.5) / 2 ** 52;
  }

  /** An integer from 0 up to `count`, `count` excluded. */
  integer(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  /** Marsaglia's polar method. */
  normal(): number {
    if (this.spare !== undefined) {
      const value = this.spare;
      this.spare = undefined;
      return value;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      this.spare = y * factor;
      return x * factor;
    }
  }

  /** Marsaglia & Tsang (2000). */
  gamma(shape: number): number {
    if (shape === 1) return -Math.log(this.uniform());
    if (shape < 1) return this.gamma(shape + 1) * this.uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(this.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  /** The next 64 bits, as two words; four multiplications of 32 bits each stand for SplitMix64's two of 64. */
  private next(): [number, number] {
    const low = this.low + 0x7f4a7c15;
    this.high = (this.high + 0x9e3779b9 + (low > 0xffffffff ? 1 : 0)) >>> 0;
    this.low = low >>> 0;
    let [a, b] = [this.high, this.low];
    for (const [first, second] of Mixers) {
      b = Math.imul(b ^ (b >>> 15) ^ a, first) >>> 0;
      a = Math.imul(a ^ (a >>> 13) ^ b, second) >>> 0;
    }
    return [a, (b ^ (a >>> 16)) >>> 0];
  }
}

const Mixers = [
  [0x85ebca6b, 0xc2b2ae35],
  [0x7feb352d, 0x846ca68b],
  [0x21f0aaad, 0xd35a2d97],
] as const;

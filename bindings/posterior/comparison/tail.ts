/**
 * The largest importance weights of one observation, smoothed: they are replaced by quantiles of a generalised Pareto distribution fitted
 * to them. Vehtari, Simpson, Gelman, Yao & Gabry (2024), JMLR 25, 72; how long a tail is, and all else, as ArviZ 0.23's psislw.
 *
 * The tail is found without sorting the draws: they are counted in buckets of equal width, and those in the topmost buckets, hardly more
 * than the tail, are put in order bucket by bucket.
 */
import { exponential } from "./exponential.js";
import { ParetoFitter, paretoExcess } from "./generalized_pareto.js";

/** log(2^-1022): the smallest logarithm of a number that is not subnormal. */
const SmallestLog = -708.3964185322641;
/** A tail of fewer draws than this is not fitted. */
const FewestInTail = 5;
const Buckets = 512;
/** More draws in one bucket than this are sorted by the host. */
const LargestBucket = 24;

export class TailSmoother {
  /** Weights in the tail, relative to the largest of all and ascending, before and after smoothing: the first `length`. */
  readonly raw: Float64Array;
  readonly smoothed: Float64Array;
  length = 0;
  /** Log ratios above this are in the tail. */
  cutoff = 0;
  k = Infinity;
  /** Sums over the draws that are not in the tail: of weights, and of 1 / weight, which may be infinite. */
  bodySum = 0;
  bodyInverseSum = 0;
  private readonly wanted: number;
  private readonly top: Float64Array;
  private readonly excess: Float64Array;
  private readonly counts = new Int32Array(Buckets);
  private readonly quantiles: Float64Array;
  private quantileCount = 0;
  private readonly fitter: ParetoFitter;

  constructor(
    readonly draws: number,
    relativeEss: number,
  ) {
    this.wanted = Math.min(draws - 1, Math.ceil(Math.min(draws / 5, 3 * Math.sqrt(draws / relativeEss))));
    this.top = new Float64Array(draws);
    const room = Math.min(draws, this.wanted + 1);
    this.raw = new Float64Array(room);
    this.smoothed = new Float64Array(room);
    this.excess = new Float64Array(room);
    this.quantiles = new Float64Array(room);
    this.fitter = new ParetoFitter(room);
  }

  /** `logRatios` are of densities wanted to those sampled; `smallest` and `largest` are the ends of their range, all finite. */
  smooth(logRatios: Float64Array, smallest: number, largest: number, sign: 1 | -1 = 1): void {
    const kept = this.split(logRatios, smallest, largest, sign);
    this.cutoff = Math.max(this.top[kept - 1 - this.wanted]!, SmallestLog);
    let first = 0;
    for (; first < kept && this.top[first]! <= this.cutoff; first++) {
      const weight = exponential(this.top[first]!);
      this.bodySum += weight;
      this.bodyInverseSum += 1 / weight;
    }
    this.length = kept - first;
    for (let i = 0; i < this.length; i++) this.raw[i] = this.smoothed[i] = exponential(this.top[first + i]!);
    this.k = Infinity;
    if (this.length >= FewestInTail) this.fit(Math.exp(this.cutoff));
  }

  private fit(base: number): void {
    const { excess, length, raw, smoothed } = this;
    for (let i = 0; i < length; i++) excess[i] = raw[i]! - base;
    const fit = this.fitter.fit(excess, length);
    // Not where weights differ by rounding alone: as little of a tail as a constant has.
    if (!Number.isFinite(fit.k)) return;
    this.k = fit.k;
    this.prepareQuantiles();
    for (let i = 0; i < length; i++) {
      const value = base + paretoExcess(this.quantiles[i]!, fit);
      // No weight becomes larger than the largest was.
      smoothed[i] = value > 1 ? 1 : value;
    }
  }

  /** Quantiles of the exponential distribution, the same for all tails of this length. */
  private prepareQuantiles(): void {
    if (this.quantileCount === this.length) return;
    this.quantileCount = this.length;
    for (let i = 0; i < this.length; i++) this.quantiles[i] = -Math.log1p(-(i + 0.5) / this.length);
  }

  /**
   * Puts the largest log ratios, relative to the largest, into `top` in ascending order: one more than wanted in the tail, and those that
   * share the lowest one's bucket. Sums the others up. Returns how many they are.
   */
  private split(logRatios: Float64Array, smallest: number, largest: number, sign: 1 | -1): number {
    const { counts, draws, top } = this;
    const origin = sign * (sign === 1 ? largest : smallest);
    const spread = largest - smallest;
    const scale = spread > 0 ? (Buckets - 1) / spread : 0;
    counts.fill(0);
    for (let i = 0; i < draws; i++) counts[((sign * logRatios[i]! - origin + spread) * scale) | 0]!++;
    const { kept, lowest, most } = this.placeTop();
    let sum = 0;
    let inverseSum = 0;
    for (let i = 0; i < draws; i++) {
      const ratio = sign * logRatios[i]! - origin;
      const bucket = ((ratio + spread) * scale) | 0;
      if (bucket >= lowest) top[counts[bucket]!++] = ratio;
      else {
        const weight = exponential(ratio);
        sum += weight;
        inverseSum += 1 / weight;
      }
    }
    this.bodySum = sum;
    this.bodyInverseSum = inverseSum;
    if (most > LargestBucket) top.subarray(0, kept).sort();
    else insertionSort(top, kept);
    return kept;
  }

  /** Counts of the topmost buckets become their places in `top`; gives the lowest of those, their draws, and how many share one. */
  private placeTop(): { kept: number; lowest: number; most: number } {
    const { counts } = this;
    let kept = 0;
    let lowest = Buckets;
    let most = 0;
    while (kept <= this.wanted) {
      const count = counts[--lowest]!;
      kept += count;
      if (count > most) most = count;
    }
    for (let bucket = lowest, place = 0; bucket < Buckets; bucket++) {
      const count = counts[bucket]!;
      counts[bucket] = place;
      place += count;
    }
    return { kept, lowest, most };
  }
}

/** For numbers that are nearly in order. */
function insertionSort(values: Float64Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const value = values[i]!;
    let j = i - 1;
    for (; j >= 0 && values[j]! > value; j--) values[j + 1] = values[j]!;
    values[j + 1] = value;
  }
}

/**
 * The generalised Pareto distribution, fitted to a tail by Zhang & Stephens (2009), Technometrics 51, 316, with the weak prior of Vehtari
 * et al. (2024), JMLR 25, 72, appendix C, as ArviZ does it.
 */

const PriorB = 3;
/** The prior on the shape counts as this many draws of a half. */
const PriorDraws = 10;
/** Factors whose product is taken before its logarithm must stay within this many powers of e. */
const LargestLog = 600;
/** Points of the grid that are evaluated side by side: products of one alone would wait for each other. */
const Lanes = 4;

export interface ParetoFit {
  readonly k: number;
  readonly sigma: number;
}

/** `sorted`: `count` values over the threshold, ascending, positive. NaN where they cannot be told from the threshold. */
export function fitParetoTail(sorted: Float64Array, count = sorted.length): ParetoFit {
  return new ParetoFitter(count).fit(sorted, count);
}

/** Fits one tail after the other, of up to so many values, without making an array for each. */
export class ParetoFitter {
  private readonly bs: Float64Array;
  private readonly ks: Float64Array;
  private readonly profile: Float64Array;

  constructor(mostValues: number) {
    const room = Math.ceil(gridSize(mostValues) / Lanes) * Lanes;
    this.bs = new Float64Array(room);
    this.ks = new Float64Array(room);
    this.profile = new Float64Array(room);
  }

  /** As `fitParetoTail`. */
  fit(sorted: Float64Array, count: number): ParetoFit {
    const { bs, ks, profile } = this;
    const size = gridSize(count);
    const quarter = sorted[Math.floor(count / 4 + 0.5) - 1]!;
    for (let j = 0; j < size; j++) bs[j] = (1 - Math.sqrt(size / (j + 0.5))) / (PriorB * quarter) + 1 / sorted[count - 1]!;
    for (let j = 0; j < size; j += Lanes) meansLog1p(sorted, count, bs, ks, j);
    for (let j = 0; j < size; j++) profile[j] = count * (Math.log(-(bs[j]! / ks[j]!)) - ks[j]! - 1);
    const b = posteriorMean(bs, profile, size);
    bs[0] = b;
    meansLog1p(sorted, count, bs, ks, 0);
    const k = ks[0]!;
    return { k: (count * k + PriorDraws * 0.5) / (count + PriorDraws), sigma: -k / b };
  }
}

function gridSize(count: number): number {
  return 30 + Math.floor(Math.sqrt(count));
}

/** out[j] = mean of log(1 - b[j] x) for four j: factors are multiplied, and logarithms taken as seldom as their range allows. */
function meansLog1p(values: Float64Array, count: number, bs: Float64Array, out: Float64Array, j: number): void {
  const b0 = bs[j]!;
  const b1 = bs[j + 1]!;
  const b2 = bs[j + 2]!;
  const b3 = bs[j + 3]!;
  const largest = values[count - 1]!;
  const step = stepWithin(Math.min(b0, b1, b2, b3), Math.max(b0, b1, b2, b3), largest, count);
  let sum0 = 0;
  let sum1 = 0;
  let sum2 = 0;
  let sum3 = 0;
  for (let start = 0; start < count; start += step) {
    const end = Math.min(count, start + step);
    let product0 = 1;
    let product1 = 1;
    let product2 = 1;
    let product3 = 1;
    for (let i = start; i < end; i++) {
      const x = values[i]!;
      product0 *= 1 - b0 * x;
      product1 *= 1 - b1 * x;
      product2 *= 1 - b2 * x;
      product3 *= 1 - b3 * x;
    }
    sum0 += Math.log(product0);
    sum1 += Math.log(product1);
    sum2 += Math.log(product2);
    sum3 += Math.log(product3);
  }
  out[j] = sum0 / count;
  out[j + 1] = sum1 / count;
  out[j + 2] = sum2 / count;
  out[j + 3] = sum3 / count;
}

/** How many factors 1 - b x with x up to `largest` may be multiplied: none is farther from 1 than those of the ends. */
function stepWithin(least: number, most: number, largest: number, count: number): number {
  const reach = Math.max(Math.abs(Math.log(1 - least * largest)), Math.abs(Math.log(1 - most * largest)));
  return reach > 0 ? Math.max(1, Math.min(count, Math.floor(LargestLog / reach))) : count;
}

/** Of the grid, by its profile likelihood; negligible weights count as 0, as in ArviZ. Leaves weights in place of the profile. */
function posteriorMean(bs: Float64Array, profile: Float64Array, size: number): number {
  let largest = -Infinity;
  for (let j = 0; j < size; j++) {
    if (Number.isNaN(profile[j])) return NaN;
    if (profile[j]! > largest) largest = profile[j]!;
  }
  let total = 0;
  for (let j = 0; j < size; j++) total += profile[j] = Math.exp(profile[j]! - largest);
  let kept = 0;
  let mean = 0;
  for (let j = 0; j < size; j++) {
    const weight = profile[j]! / total;
    if (!(weight >= 10 * Number.EPSILON)) continue;
    kept += weight;
    mean += bs[j]! * weight;
  }
  return mean / kept;
}

/** What a quantile lies above the threshold, given the same quantile of the unit exponential distribution; NaN unless sigma is positive. */
export function paretoExcess(exponentialQuantile: number, { k, sigma }: ParetoFit): number {
  if (!(sigma > 0)) return NaN;
  return sigma * (Math.abs(k) < Number.EPSILON ? exponentialQuantile : Math.expm1(k * exponentialQuantile) / k);
}

/** The value over the threshold below which a share of the distribution lies. */
export function paretoQuantile(probability: number, fit: ParetoFit): number {
  return paretoExcess(-Math.log1p(-probability), fit);
}

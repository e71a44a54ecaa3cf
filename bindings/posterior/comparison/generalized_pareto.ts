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
  const size = 30 + Math.floor(Math.sqrt(count));
  const quarter = sorted[Math.floor(count / 4 + 0.5) - 1]!;
  const bs = new Float64Array(Math.ceil(size / Lanes) * Lanes);
  for (let j = 0; j < size; j++) bs[j] = (1 - Math.sqrt(size / (j + 0.5))) / (PriorB * quarter) + 1 / sorted[count - 1]!;
  const ks = new Float64Array(bs.length);
  for (let j = 0; j < size; j += Lanes) meansLog1p(sorted, count, bs, ks, j);
  const profile = new Float64Array(size);
  for (let j = 0; j < size; j++) profile[j] = count * (Math.log(-(bs[j]! / ks[j]!)) - ks[j]! - 1);
  const mean = new Float64Array(Lanes).fill(posteriorMean(bs, profile));
  meansLog1p(sorted, count, mean, ks, 0);
  const k = ks[0]!;
  return { k: (count * k + PriorDraws * 0.5) / (count + PriorDraws), sigma: -k / mean[0]! };
}

/** out[j] = mean of log(1 - b[j] x) for four j: factors are multiplied, and logarithms taken as seldom as their range allows. */
function meansLog1p(values: Float64Array, count: number, bs: Float64Array, out: Float64Array, j: number): void {
  const [b0, b1, b2, b3] = [bs[j]!, bs[j + 1]!, bs[j + 2]!, bs[j + 3]!];
  const largest = values[count - 1]!;
  const reach = Math.max(...[b0, b1, b2, b3].map((b) => Math.abs(Math.log(1 - b * largest))));
  const step = reach > 0 ? Math.max(1, Math.min(count, Math.floor(LargestLog / reach))) : count;
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  for (let start = 0; start < count; start += step) {
    const end = Math.min(count, start + step);
    let [product0, product1, product2, product3] = [1, 1, 1, 1];
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

/** Of the grid, by its profile likelihood; negligible weights count as 0, as in ArviZ. */
function posteriorMean(bs: Float64Array, profile: Float64Array): number {
  let largest = -Infinity;
  let hasNaN = false;
  for (const value of profile) {
    if (value > largest) largest = value;
    hasNaN ||= Number.isNaN(value);
  }
  if (hasNaN) return NaN;
  let total = 0;
  const weights = profile.map((value) => Math.exp(value - largest));
  for (const weight of weights) total += weight;
  let kept = 0;
  let mean = 0;
  for (let j = 0; j < weights.length; j++) {
    const weight = weights[j]! / total;
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

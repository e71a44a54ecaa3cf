/**
 * The generalised Pareto distribution, fitted to a tail by Zhang & Stephens (2009), Technometrics 51, 316, with the weak prior of Vehtari
 * et al. (2024), JMLR 25, 72, appendix C, as ArviZ does it.
 */

const PriorB = 3;
/** The prior on the shape counts as this many draws of a half. */
const PriorDraws = 10;

export interface ParetoFit {
  readonly k: number;
  readonly sigma: number;
}

/** `sorted`: `count` values over the threshold, ascending, positive. */
export function fitParetoTail(sorted: Float64Array, count = sorted.length): ParetoFit {
  const grid = 30 + Math.floor(Math.sqrt(count));
  const quarter = sorted[Math.floor(count / 4 + 0.5) - 1]!;
  const bs = new Float64Array(grid);
  const profile = new Float64Array(grid);
  for (let j = 0; j < grid; j++) {
    bs[j] = (1 - Math.sqrt(grid / (j + 0.5))) / (PriorB * quarter) + 1 / sorted[count - 1]!;
    const k = meanLog1p(sorted, count, -bs[j]!);
    profile[j] = count * (Math.log(-(bs[j]! / k)) - k - 1);
  }
  const b = posteriorMean(bs, profile);
  const k = meanLog1p(sorted, count, -b);
  return { k: (count * k + PriorDraws * 0.5) / (count + PriorDraws), sigma: -k / b };
}

/** Mean of log(1 + factor x): significands are multiplied, and a logarithm taken only where they would leave the range. */
function meanLog1p(values: Float64Array, count: number, factor: number): number {
  let logs = 0;
  let product = 1;
  for (let i = 0; i < count; i++) {
    const term = 1 + factor * values[i]!;
    if (term > 1e150) {
      logs += Math.log(term);
      continue;
    }
    product *= term;
    if (product > 1e150 || product < 1e-150) {
      logs += Math.log(product);
      product = 1;
    }
  }
  return (logs + Math.log(product)) / count;
}

/** Of the grid, by its profile likelihood; negligible weights count as 0, as in ArviZ. */
function posteriorMean(bs: Float64Array, profile: Float64Array): number {
  const weights = profile.map((own) => {
    let sum = 0;
    for (let j = 0; j < profile.length; j++) sum += Math.exp(profile[j]! - own);
    return 1 / sum;
  });
  const isKept = (weight: number): boolean => weight >= 10 * Number.EPSILON;
  let total = 0;
  let mean = 0;
  for (let j = 0; j < bs.length; j++) {
    if (!isKept(weights[j]!)) continue;
    total += weights[j]!;
    mean += bs[j]! * weights[j]!;
  }
  return mean / total;
}

/** The value below which a share of the distribution lies; NaN unless sigma is positive. */
export function paretoQuantile(probability: number, { k, sigma }: ParetoFit): number {
  if (!(sigma > 0)) return NaN;
  const exponential = -Math.log1p(-probability);
  return sigma * (Math.abs(k) < Number.EPSILON ? exponential : Math.expm1(k * exponential) / k);
}

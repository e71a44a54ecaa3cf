/** Means with their Monte Carlo errors, for tests that ask whether a sampler is right. */

export function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: Float64Array): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

/**
 * The effective number of draws of one chain: Geyer's initial monotone sequence (1992), as Stan and ArviZ use it, on the chain
 * as it is (neither split nor ranked). At most n log10(n), as there, for antithetic chains.
 */
export function effectiveDraws(values: Float64Array): number {
  const count = values.length;
  const centre = mean(values);
  const autocovariance = (lag: number): number => {
    let sum = 0;
    for (let i = 0; i + lag < count; i++) sum += (values[i]! - centre) * (values[i + lag]! - centre);
    return sum / count;
  };
  const total = autocovariance(0);
  let sum = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (let lag = 0; lag + 1 < count; lag += 2) {
    const pair = (autocovariance(lag) + autocovariance(lag + 1)) / total;
    if (pair < 0) break;
    smallest = Math.min(smallest, pair);
    sum += smallest;
  }
  return Math.min(count / (2 * sum - 1), count * Math.log10(count));
}

/** How many standard errors the chain's mean lies from what it should be. */
export function deviationInErrors(values: Float64Array, expected: number): number {
  return (mean(values) - expected) / Math.sqrt(variance(values) / effectiveDraws(values));
}

/** sup |empirical - exact| * sqrt(n): Kolmogorov's statistic. Above 1.95 once in 1,000 when the values come from `distribution`. */
export function kolmogorov(values: Float64Array, distribution: (value: number) => number): number {
  const sorted = Float64Array.from(values).sort();
  let largest = 0;
  sorted.forEach((value, i) => {
    const exact = distribution(value);
    largest = Math.max(largest, Math.abs(exact - i / sorted.length), Math.abs(exact - (i + 1) / sorted.length));
  });
  return largest * Math.sqrt(sorted.length);
}

/** The normal distribution function by its series (Marsaglia 2004), good to 1e-15 for |x| < 6. */
export function normalDistribution(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-0.5 * x * x - 0.5 * Math.log(2 * Math.PI));
}

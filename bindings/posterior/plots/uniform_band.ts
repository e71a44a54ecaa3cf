/**
 * The band in which the distribution function of a uniform sample lies as a whole: quantiles at each place, at a level adjusted by
 * simulation so that entire curves stay inside with the wanted probability (Säilynoja, Bürkner & Vehtari 2022, section 2.2).
 */
import { betaQuantile } from "../statistics/beta_quantile.js";
import { RandomNumbers } from "../statistics/random_numbers.js";

export interface UniformBand {
  readonly x: Float64Array;
  /** Of the distribution function minus x. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

const Places = 99;
const Simulations = 1000;
const MostSimulated = 1000;

/** `size` values, and the probability that all of the curve is inside. */
export function simultaneousBand(size: number, probability: number): UniformBand {
  const x = Float64Array.from({ length: Places }, (_, i) => (i + 1) / (Places + 1));
  const level = adjustedLevel(size, probability, x);
  // The number of uniform values up to x is binomial; its quantiles in the continuous form of the beta distribution.
  const low = x.map((place) => binomialQuantile(level / 2, size, place) / size - place);
  const high = x.map((place) => binomialQuantile(1 - level / 2, size, place) / size - place);
  return { x, low, high };
}

/** The smallest pointwise level that a curve reaches, at the quantile of simulated curves. Large samples behave as those of 1,000. */
function adjustedLevel(size: number, probability: number, x: Float64Array): number {
  const simulated = Math.min(size, MostSimulated);
  const cumulative = Array.from(x, (place) => cumulativeBinomial(simulated, place));
  const random = new RandomNumbers(1);
  const smallest = Float64Array.from({ length: Simulations }, () => {
    const counts = new Int32Array(Places + 1);
    for (let i = 0; i < simulated; i++) counts[Math.min(Places, Math.floor(random.uniform() * (Places + 1)))]!++;
    let [sum, level] = [0, 1];
    for (let i = 0; i < Places; i++) {
      sum += counts[i]!;
      const below = cumulative[i]![sum]!;
      const above = 1 - (sum === 0 ? 0 : cumulative[i]![sum - 1]!);
      level = Math.min(level, 2 * Math.min(below, above));
    }
    return level;
  });
  smallest.sort();
  return Math.min(1, smallest[Math.floor((1 - probability) * Simulations)]!);
}

/** P(count <= k) for each k, by the recurrence of its terms from the mode outwards. */
function cumulativeBinomial(size: number, share: number): Float64Array {
  const terms = new Float64Array(size + 1);
  const mode = Math.min(size, Math.floor((size + 1) * share));
  terms[mode] = 1;
  for (let k = mode; k > 0; k--) terms[k - 1] = (terms[k]! * k * (1 - share)) / ((size - k + 1) * share);
  for (let k = mode; k < size; k++) terms[k + 1] = (terms[k]! * (size - k) * share) / ((k + 1) * (1 - share));
  let sum = 0;
  const cumulative = terms.map((term) => (sum += term));
  return cumulative.map((value) => value / sum);
}

/** The count k with P(count <= k) nearest above the level, by P(count <= k) = I(1 - share; size - k, k + 1). */
function binomialQuantile(level: number, size: number, share: number): number {
  let [low, high] = [-1, size];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    // P(count <= middle) >= level where the share is at most the beta quantile of 1 - level.
    if (middle === size || share <= betaQuantile(1 - level, middle + 1, size - middle)) high = middle;
    else low = middle;
  }
  return high;
}

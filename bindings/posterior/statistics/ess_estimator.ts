/**
 * Effective sample size: Vehtari et al. (2021), with Geyer's initial monotone sequence as Stan and ArviZ 0.23 compute it. Ranks and
 * spectra take host maths, so last bits may differ between hosts (no draw depends on it).
 */
import { Autocovariance } from "./autocovariance.js";
import { IndicatorAutocovariance } from "./indicator_autocovariance.js";
import { sum, variance } from "./moments.js";
import type { Sequences } from "./scalar_draws.js";

/** Ranges below this are a constant, for which ArviZ gives the number of draws. (A variance of its square or more excludes it.) */
const ConstantRange = 1e-15;

/** Estimates effective sample sizes of arrays that are cut alike, with one set of buffers. Values must not be NaN. */
export class EssEstimator {
  readonly #sequences: Sequences;
  readonly #plain: Autocovariance;
  readonly #indicator: IndicatorAutocovariance;
  /** The one in use. */
  #autocovariance: Autocovariance | IndicatorAutocovariance;
  readonly #correlations: Float64Array;
  #within = 0;
  #total = 0;

  constructor(sequences: Sequences) {
    this.#sequences = sequences;
    this.#plain = new Autocovariance(sequences);
    this.#indicator = new IndicatorAutocovariance(sequences, this.#plain);
    this.#autocovariance = this.#plain;
    this.#correlations = new Float64Array(sequences.length);
  }

  estimate(values: Float64Array): number {
    this.#plain.load(values);
    const constant = this.#plain.at(0) < ConstantRange ** 2 && rangeOf(values, this.#sequences) < ConstantRange;
    return constant ? this.#plain.count * this.#plain.length : this.#estimateFrom(this.#plain);
  }

  /** R-hat of the values whose size was estimated last: the ratio of the variance over all sequences to that within them. */
  get rhat(): number {
    const { means, length } = this.#plain;
    const within = (this.#plain.at(0) * length) / (length - 1);
    return Math.sqrt(((length * variance(means)) / within + length - 1) / length);
  }

  /** For the indicator of values at most the threshold. */
  estimateAtMost(values: Float64Array, threshold: number): number {
    this.#indicator.load(values, threshold);
    const { means, count, length } = this.#indicator;
    const constant = means.every((share) => share === 0) || means.every((share) => share === 1);
    return constant ? count * length : this.#estimateFrom(this.#indicator);
  }

  #estimateFrom(autocovariance: Autocovariance | IndicatorAutocovariance): number {
    this.#autocovariance = autocovariance;
    const { means, count, length } = autocovariance;
    this.#within = (autocovariance.at(0) * length) / (length - 1);
    this.#total = (this.#within * (length - 1)) / length + (count > 1 ? variance(means) : 0);
    const correlations = this.#correlations.fill(0);
    correlations[0] = 1;
    correlations[1] = this.#correlation(1);
    if (Number.isNaN(correlations[1])) return NaN;
    const last = this.#findPositive();
    this.#makeMonotone(last);
    const time = -1 + 2 * sum(correlations, 0, last + 1) + correlations[last + 1]!;
    return (count * length) / Math.max(time, 1 / Math.log10(count * length));
  }

  /** Correlation at a lag, over all sequences: it counts the distance of their means. */
  #correlation(lag: number): number {
    return 1 - (this.#within - this.#autocovariance.at(lag)) / this.#total;
  }

  /** Geyer's initial positive sequence: pairs of lags (even, odd) up to the last whose sum is positive; returns its odd lag. */
  #findPositive(): number {
    const correlations = this.#correlations;
    let even = 1;
    let odd = correlations[1]!;
    let lag = 1;
    for (; lag < correlations.length - 3 && even + odd > 0; lag += 2) {
      even = this.#correlation(lag + 1);
      odd = this.#correlation(lag + 2);
      if (even + odd >= 0) {
        correlations[lag + 1] = even;
        correlations[lag + 2] = odd;
      }
    }
    if (even > 0) correlations[lag - 1] = even;
    return lag - 2;
  }

  /** Geyer's initial monotone sequence: no pair may exceed the one before it. */
  #makeMonotone(last: number): void {
    const correlations = this.#correlations;
    for (let lag = 1; lag <= last - 2; lag += 2) {
      const before = correlations[lag - 1]! + correlations[lag]!;
      if (correlations[lag + 1]! + correlations[lag + 2]! > before) {
        correlations[lag + 1] = before / 2;
        correlations[lag + 2] = before / 2;
      }
    }
  }
}

function rangeOf(values: Float64Array, { starts, length }: Sequences): number {
  let smallest = Infinity;
  let largest = -Infinity;
  for (const start of starts) {
    for (let i = start; i < start + length; i++) {
      smallest = Math.min(smallest, values[i]!);
      largest = Math.max(largest, values[i]!);
    }
  }
  return largest - smallest;
}

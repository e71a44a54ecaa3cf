/**
 * Effective sample size: Vehtari et al. (2021), with Geyer's initial monotone sequence as Stan and ArviZ 0.23 compute it. Ranks and
 * spectra take host maths, so last bits may differ between hosts (no draw depends on it).
 */
import { WasmcmcError } from "../../errors.js";
import type { NamedArray } from "../array.js";
import { Autocovariance } from "./autocovariance.js";
import { IndicatorAutocovariance } from "./indicator_autocovariance.js";
import { mean, squaredDeviations, sum, variance } from "./moments.js";
import { type Chains, overElements } from "./over_elements.js";
import { medianOfSorted, quantileOfSorted } from "./quantile.js";
import { SplitRanks } from "./ranks.js";
import {
  checkScalarDraws,
  FewestDraws,
  hasNaN,
  type ScalarDraws,
  type Sequences,
  splitChains,
  wholeChains,
} from "./scalar_draws.js";

/** Ranges below this are a constant, for which ArviZ gives the number of draws. (A variance of its square or more excludes it.) */
const ConstantRange = 1e-15;

/** The smaller of these quantiles' sizes is the tail's. */
export const TailProbabilities = [0.05, 0.95] as const;

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

export type EssMethod = "bulk" | "tail" | "mean" | "sd" | "median" | "quantile" | "local" | "z_scale" | "folded" | "identity";

export interface EssOptions {
  readonly method?: EssMethod;
  /** The quantile, for method "quantile". */
  readonly probability?: number;
  /** The smallest and the largest quantile of the region, for method "local"; the two tails' quantiles, for "tail" (0.05 and 0.95). */
  readonly probabilities?: readonly [number, number];
  /** Whether to divide by the number of draws (the even one that is used). ArviZ does not do so for constants. */
  readonly relative?: boolean;
}

/** Effective sample size of one scalar: NaN for fewer than 4 draws a chain or where a draw is NaN. */
export function essOf(scalar: ScalarDraws, options: EssOptions = {}): number {
  checkScalarDraws(scalar);
  const { values, chains, draws } = scalar;
  const probabilities = probabilitiesOf(options);
  if (draws < FewestDraws || hasNaN(values)) return NaN;
  const halves = splitChains(chains, draws);
  switch (options.method ?? "bulk") {
    case "bulk":
    case "z_scale":
    case "folded":
      return essOfScores(scalar, halves, options.method === "folded");
    case "mean":
      return new EssEstimator(halves).estimate(values);
    case "identity":
      return new EssEstimator(wholeChains(chains, draws)).estimate(values);
    case "sd":
      return new EssEstimator(halves).estimate(squares(values));
    case "local":
      return essOfRegion(values, halves, probabilities);
    default:
      return essOfQuantiles(values, halves, probabilities);
  }
}

/**
 * Effective sample size: how many independent draws would say as much about a quantity.
 *
 *     ess([chain0, chain1])                                        // bulk: of the centre, by ranks
 *     ess(fit.array("theta"), { method: "tail" })                  // the smaller of those of the 5 % and 95 % quantiles
 *     ess(chains, { method: "quantile", probability: 0.99 })
 *     ess(chains, { method: "local", probabilities: [0.1, 0.2] })  // of the share of draws between two quantiles
 *
 * NaN for fewer than 4 draws a chain or where a draw is NaN. Definitions as az.ess of ArviZ 0.23 (Vehtari et al. 2021); 1.x has the
 * same, but that its tails need `probabilities`.
 */
export function ess(draws: Chains, options?: EssOptions): number;
export function ess(draws: NamedArray, options?: EssOptions): NamedArray;
export function ess(draws: Chains | NamedArray, options: EssOptions = {}): number | NamedArray {
  return overElements(draws, (scalar) => {
    const size = essOf(scalar, options);
    return options.relative === true ? size / (scalar.chains * drawsUsed(scalar.draws, options.method)) : size;
  });
}

/** Halves of a chain leave out the middle one of an odd number of draws. */
const drawsUsed = (draws: number, method?: EssMethod): number => (method === "identity" ? draws : draws - (draws % 2));

function probabilitiesOf({ method, probability, probabilities }: EssOptions): readonly number[] {
  if (method === "median") return [0.5];
  if (method === "tail") return (probabilities ?? TailProbabilities).map(checkProbability);
  if (method === "quantile") return [checkProbability(probability)];
  if (method !== "local") return [];
  const [low, high] = probabilities ?? [];
  if (low !== undefined && high !== undefined && low >= 0 && high <= 1 && low < high) return [low, high];
  throw new WasmcmcError({
    code: "bad-option",
    problem: `The effective sample size of a region needs two probabilities, not ${probabilities === undefined ? "none" : `[${probabilities.join(", ")}]`}.`,
    remedy: 'Pass { method: "local", probabilities: [0.1, 0.2] }, the smaller first.',
    variable: "probabilities",
    value: probabilities,
  });
}

/** Of the indicator of values between two quantiles. */
function essOfRegion(values: Float64Array, halves: Sequences, [low, high]: readonly number[]): number {
  const sorted = values.slice().sort();
  const from = quantileOfSorted(sorted, low!);
  const to = quantileOfSorted(sorted, high!);
  const inside = values.map((value) => (from <= value && value <= to ? 1 : 0));
  return new EssEstimator(halves).estimate(inside);
}

function essOfScores({ values, chains, draws }: ScalarDraws, halves: Sequences, folded: boolean): number {
  const ranks = new SplitRanks(chains, draws);
  const scores = new Float64Array(values.length);
  ranks.sort(values);
  if (!folded) ranks.writeScores(scores);
  else if (!ranks.writeFoldedScores(medianOfSorted(ranks.keptSorted), scores)) return NaN;
  return new EssEstimator(halves).estimate(scores);
}

function checkProbability(probability: number | undefined): number {
  if (probability !== undefined && probability > 0 && probability < 1) return probability;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `The effective sample size of a quantile needs a probability, not ${probability}.`,
    remedy: 'Pass { method: "quantile", probability: 0.9 } with a number between 0 and 1.',
    variable: "probability",
    value: probability,
  });
}

function squares(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length);
  squaredDeviations(values, mean(values), out);
  return out;
}

/** The smallest of the sizes for being at most each quantile. */
function essOfQuantiles(values: Float64Array, halves: Sequences, probabilities: readonly number[]): number {
  const sorted = values.slice().sort();
  const estimator = new EssEstimator(halves);
  const sizes = probabilities.map((probability) => estimator.estimateAtMost(values, quantileOfSorted(sorted, probability)));
  return sizes.reduce((smallest, size) => (size < smallest ? size : smallest));
}

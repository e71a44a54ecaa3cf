/**
 * The nine numbers of a summary row, exactly as az.summary of ArviZ 0.23 defines them, for many scalars of the same number of
 * chains and draws: one sort a scalar serves interval, quantiles, ranks and folded ranks, and all buffers are reused.
 */
import { EssEstimator, TailProbabilities } from "./ess.js";
import { narrowest } from "./hdi.js";
import { mcseOfSd } from "./mcse.js";
import { squaredDeviations, sum } from "./moments.js";
import { medianOfSorted, quantileOfSorted } from "./quantile.js";
import { SplitRanks } from "./ranks.js";
import { largerRhat, rhatOfSequences } from "./rhat.js";
import { FewestDraws, hasNaN, type Sequences, splitChains } from "./scalar_draws.js";

export interface ScalarSummary {
  readonly mean: number;
  readonly sd: number;
  readonly hdi_lower: number;
  readonly hdi_upper: number;
  readonly mcse_mean: number;
  readonly mcse_sd: number;
  readonly ess_bulk: number;
  readonly ess_tail: number;
  readonly r_hat: number;
}

const NoDiagnostics = { mcse_mean: NaN, mcse_sd: NaN, ess_bulk: NaN, ess_tail: NaN, r_hat: NaN };

export class Summarizer {
  readonly #halves: Sequences;
  readonly #ranks: SplitRanks;
  readonly #ess: EssEstimator;
  readonly #squares: Float64Array;
  readonly #scratch: Float64Array;

  constructor(
    readonly chains: number,
    readonly draws: number,
    readonly hdiProbability: number,
  ) {
    this.#halves = splitChains(chains, draws);
    this.#ranks = new SplitRanks(chains, draws);
    this.#ess = new EssEstimator(this.#halves);
    this.#squares = new Float64Array(chains * draws);
    this.#scratch = new Float64Array(chains * draws);
  }

  /** `values[chain * draws + draw]`. */
  summarize(values: Float64Array): ScalarSummary {
    const count = values.length;
    const mean = sum(values) / count;
    squaredDeviations(values, mean, this.#squares);
    const sumOfSquares = sum(this.#squares);
    const variance = sumOfSquares / (count - 1);
    const sd = Math.sqrt(variance);
    if (Number.isNaN(mean) && hasNaN(values)) {
      const { lower, upper } = narrowest(values.slice().sort(), this.hdiProbability);
      return { mean, sd, hdi_lower: lower, hdi_upper: upper, ...NoDiagnostics };
    }
    this.#ranks.sort(values);
    const { lower, upper } = narrowest(this.#ranks.sorted, this.hdiProbability);
    const diagnostics = this.draws < FewestDraws ? NoDiagnostics : this.#diagnose(values, variance, sumOfSquares);
    return { mean, sd, hdi_lower: lower, hdi_upper: upper, ...diagnostics };
  }

  #diagnose(values: Float64Array, variance: number, sumOfSquares: number) {
    const scratch = this.#scratch;
    const ranks = this.#ranks;
    ranks.writeScores(scratch);
    const ess_bulk = this.#ess.estimate(scratch);
    const bulk = this.chains > 1 ? rhatOfSequences(scratch, this.#halves) : NaN;
    const folds = this.chains > 1 && ranks.writeFoldedScores(medianOfSorted(ranks.sorted), scratch);
    const tail = folds ? rhatOfSequences(scratch, this.#halves) : NaN;
    const mcse_mean = Math.sqrt(variance / this.#ess.estimate(values));
    const mcse_sd = mcseOfSd(this.#squares, sumOfSquares, this.#ess.estimate(this.#squares));
    const [low, high] = TailProbabilities;
    const essLow = this.#ess.estimateAtMost(values, quantileOfSorted(ranks.sorted, low));
    const essHigh = this.#ess.estimateAtMost(values, quantileOfSorted(ranks.sorted, high));
    const ess_tail = essHigh < essLow ? essHigh : essLow;
    return { mcse_mean, mcse_sd, ess_bulk, ess_tail, r_hat: largerRhat(bulk, tail) };
  }
}

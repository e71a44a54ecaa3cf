/**
 * The nine numbers of a summary row, exactly as az.summary of ArviZ 0.23 defines them, for many scalars of the same number of
 * chains and draws: one sort a scalar serves interval, quantiles, ranks and folded ranks, and all buffers are reused.
 */
import { essAtQuantiles, TailProbabilities } from "./ess.js";
import { narrowest } from "./hdi.js";
import { mcseOfSd } from "./mcse.js";
import { squaredDeviations, sum } from "./moments.js";
import { medianOfSorted } from "./quantile.js";
import { foldedRhat, largerRhat } from "./rhat.js";
import { FewestDraws, hasNaN } from "./scalar_draws.js";
import { Workspace } from "./workspace.js";

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
  readonly #room: Workspace;
  readonly #squares: Float64Array;

  constructor(
    chains: number,
    readonly draws: number,
    readonly hdiProbability: number,
  ) {
    this.#room = new Workspace(chains, draws);
    this.#squares = new Float64Array(chains * draws);
  }

  /** `values[chain * draws + draw]`. */
  summarize(values: Float64Array): ScalarSummary {
    const { ranks, draws } = this.#room;
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
    ranks.sort(values);
    const { lower, upper } = narrowest(ranks.sorted, this.hdiProbability);
    const diagnostics = draws < FewestDraws ? NoDiagnostics : this.#diagnose(values, variance, sumOfSquares);
    return { mean, sd, hdi_lower: lower, hdi_upper: upper, ...diagnostics };
  }

  #diagnose(values: Float64Array, variance: number, sumOfSquares: number) {
    const room = this.#room;
    const { ranks, scratch, essOfHalves } = room;
    ranks.writeScores(scratch);
    const ess_bulk = essOfHalves.estimate(scratch);
    const bulk = room.chains > 1 ? essOfHalves.rhat : NaN;
    const r_hat = largerRhat(bulk, foldedRhat(room, medianOfSorted(ranks.sorted)));
    const mcse_mean = Math.sqrt(variance / essOfHalves.estimate(values));
    const mcse_sd = mcseOfSd(this.#squares, sumOfSquares, essOfHalves.estimate(this.#squares));
    const ess_tail = essAtQuantiles(values, ranks.sorted, TailProbabilities["0.x"], "0.x", essOfHalves);
    return { mcse_mean, mcse_sd, ess_bulk, ess_tail, r_hat };
  }
}

/** The summary of ArviZ 0.23 about the median: its `stat_focus="median"`. */
import { essAtQuantiles, TailProbabilities } from "../statistics/ess.js";
import { DefaultHdiProbability } from "../statistics/hdi.js";
import { equalTailed } from "../statistics/interval.js";
import { mcseAtQuantile } from "../statistics/mcse.js";
import { medianDistance, medianOfSorted } from "../statistics/quantile.js";
import { foldedRhat, largerRhat, rhatOfSequences } from "../statistics/rhat.js";
import { FewestDraws, hasNaN } from "../statistics/scalar_draws.js";
import { Workspace } from "../statistics/workspace.js";
import { type Arviz0Kind, boundColumns, diagnosticColumns } from "./arviz0.js";
import { namedColumns, type SummaryStyle } from "./style.js";

export interface MedianStatistics {
  readonly median: number;
  /** Median absolute deviation from the median. */
  readonly mad: number;
  readonly eti_lower: number;
  readonly eti_upper: number;
  readonly mcse_median: number;
  readonly ess_median: number;
  readonly ess_tail: number;
  readonly r_hat: number;
}

/**
 * The style of ArviZ 0.23's summaries about the median: median, median absolute deviation, equal-tailed interval, and the
 * diagnostics of the median.
 *
 *     console.log(String(fit.summary({ style: arviz0Median })))
 */
export const arviz0Median: SummaryStyle<Arviz0Kind, MedianStatistics> = {
  kinds: ["all", "stats", "diagnostics"],
  intervals: ["eti"],
  probability: DefaultHdiProbability,
  columns: ({ kind, probability }) => [
    ...(kind === "diagnostics" ? [] : [...namedColumns(["median", "mad"], 3), ...boundColumns("eti", probability)]),
    ...(kind === "stats" ? [] : diagnosticColumns(["mcse_median", "ess_median", "ess_tail", "r_hat"])),
  ],
  summarizer: (chains, draws, { probability }) => {
    const room = new Workspace(chains, draws);
    return (values) => summarizeMedian(values, room, probability);
  },
};

const Nothing: MedianStatistics = {
  median: NaN,
  mad: NaN,
  eti_lower: NaN,
  eti_upper: NaN,
  mcse_median: NaN,
  ess_median: NaN,
  ess_tail: NaN,
  r_hat: NaN,
};

function summarizeMedian(values: Float64Array, room: Workspace, probability: number): MedianStatistics {
  if (hasNaN(values)) return Nothing;
  const { ranks, essOfHalves } = room;
  ranks.sort(values);
  const { sorted } = ranks;
  const median = medianOfSorted(sorted);
  const { lower, upper } = equalTailed(sorted, probability);
  const statistics = { median, mad: medianDistance(sorted, median), eti_lower: lower, eti_upper: upper };
  if (room.draws < FewestDraws) return { ...Nothing, ...statistics };
  const ess_median = essAtQuantiles(values, sorted, [0.5], "0.x", essOfHalves);
  const ess_tail = essAtQuantiles(values, sorted, TailProbabilities["0.x"], "0.x", essOfHalves);
  const mcse_median = mcseAtQuantile(sorted, 0.5, ess_median);
  ranks.writeScores(room.scratch);
  const bulk = room.chains > 1 ? rhatOfSequences(room.scratch, room.halves) : NaN;
  return { ...statistics, mcse_median, ess_median, ess_tail, r_hat: largerRhat(bulk, foldedRhat(room, median)) };
}

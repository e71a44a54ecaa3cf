/** The summary of arviz-stats 0.8, which ArviZ 1.x prints. */
import { essAtQuantiles, TailProbabilities } from "../statistics/ess.js";
import { narrowest } from "../statistics/hdi.js";
import { equalTailed } from "../statistics/interval.js";
import { mcseAtQuantile, mcseOfSd } from "../statistics/mcse.js";
import { mean, squaredDeviations, sum } from "../statistics/moments.js";
import { medianDistance, medianOfSorted } from "../statistics/quantile.js";
import { foldedRhat, largerRhat, rhatOfSequences } from "../statistics/rhat.js";
import { FewestDraws, hasNaN } from "../statistics/scalar_draws.js";
import { Workspace } from "../statistics/workspace.js";
import { paretoMinSs } from "./pareto_min_ss.js";
import { namedColumns, type StyleChoice, type SummaryColumn, type SummaryStyle } from "./style.js";

export type Arviz1Kind =
  | "all"
  | "stats"
  | "diagnostics"
  | "all_median"
  | "stats_median"
  | "diagnostics_median"
  | "mc_diagnostics";

/** A row has the numbers of its kind of summary; the others are undefined. */
export interface Arviz1Statistics {
  readonly mean?: number;
  /** Its divisor is the number of draws, where 0.x takes one less. */
  readonly sd?: number;
  readonly median?: number;
  /** Median absolute deviation from the median. */
  readonly mad?: number;
  readonly ci_lower?: number;
  readonly ci_upper?: number;
  readonly ess_bulk?: number;
  readonly ess_mean?: number;
  readonly ess_median?: number;
  readonly ess_tail?: number;
  readonly r_hat?: number;
  readonly mcse_mean?: number;
  readonly mcse_sd?: number;
  readonly mcse_median?: number;
  /** Smallest sample size that a mean needs, by the tails' Pareto shapes. */
  readonly min_ss?: number;
}

/** The columns of a kind: intervals stand where it says "ci". */
const Fields: Readonly<Record<Arviz1Kind, readonly string[]>> = {
  all: ["mean", "sd", "ci", "ess_bulk", "ess_tail", "r_hat", "mcse_mean", "mcse_sd"],
  stats: ["mean", "sd", "ci"],
  diagnostics: ["ess_bulk", "ess_tail", "r_hat", "mcse_mean", "mcse_sd"],
  all_median: ["median", "mad", "ci", "ess_median", "ess_tail", "r_hat", "mcse_median"],
  stats_median: ["median", "mad", "ci"],
  diagnostics_median: ["ess_median", "ess_tail", "r_hat", "mcse_median"],
  mc_diagnostics: ["mcse_mean", "ess_mean", "min_ss"],
};

/**
 * The style of ArviZ 1.x's summaries, as arviz_stats.summary 0.8 makes them: equal-tailed intervals that hold 0.89, two decimals in
 * every column, tails at the quantiles 0.11 and 0.89, a standard deviation with divisor N, and an `mcse_sd` by the effective sample
 * size of the mean. `kind` is one of its kinds; bounds are in `ci_lower` and `ci_upper` of a row.
 *
 *     console.log(String(fit.summary({ style: arviz1 })))
 *     fit.summary({ style: arviz1, kind: "all_median", probability: 0.9 }).row("mu").mcse_median
 *
 * `interval: "hdi"` gives the narrowest interval, where arviz-stats 0.8 prints equal tails under that name; kinds about the median
 * have equal tails always. A `min_ss` for which arviz-stats stops with an error, of equal draws, is NaN.
 */
export const arviz1: SummaryStyle<Arviz1Kind, Arviz1Statistics> = {
  kinds: ["all", "stats", "diagnostics", "all_median", "stats_median", "diagnostics_median", "mc_diagnostics"],
  intervals: ["eti", "hdi"],
  probability: 0.89,
  columns: (choice) => Fields[choice.kind].flatMap((field) => (field === "ci" ? bounds(choice) : namedColumns([field], 2))),
  summarizer: (chains, draws, choice) => {
    const room = new Workspace(chains, draws);
    return (values) => summarizeOne(values, room, choice);
  },
};

function bounds({ kind, probability, interval }: StyleChoice<Arviz1Kind>): SummaryColumn[] {
  const name = `${kind.endsWith("median") ? "eti" : interval}${Math.trunc(probability * 100)}`;
  return [
    { name: `${name}_lb`, field: "ci_lower", decimals: 2 },
    { name: `${name}_ub`, field: "ci_upper", decimals: 2 },
  ];
}

function summarizeOne(values: Float64Array, room: Workspace, choice: StyleChoice<Arviz1Kind>): Arviz1Statistics {
  const hasNumbers = !hasNaN(values);
  if (hasNumbers) room.ranks.sort(values);
  const sorted = hasNumbers ? room.ranks.sorted : values.slice().sort();
  const fields = Fields[choice.kind];
  const found = {
    ...(fields.includes("mean") && aboutMean(values, sorted, choice)),
    ...(fields.includes("median") && aboutMedian(sorted, choice.probability)),
  };
  if (!hasNumbers || room.draws < FewestDraws) {
    const missing = fields.filter((field) => field !== "ci" && !(field in found)).map((field) => [field, NaN]);
    return { ...found, ...Object.fromEntries(missing) };
  }
  if (choice.kind === "mc_diagnostics") return { ...diagnoseMean(values, room), min_ss: paretoMinSs(values, room) };
  if (fields.includes("ess_bulk")) return { ...found, ...diagnoseBulk(values, room), ...diagnoseMean(values, room) };
  return fields.includes("ess_median") ? { ...found, ...diagnoseMedian(values, room) } : found;
}

function aboutMean(values: Float64Array, sorted: Float64Array, { probability, interval }: StyleChoice): Arviz1Statistics {
  const center = mean(values);
  const squares = new Float64Array(values.length);
  squaredDeviations(values, center, squares);
  const { lower, upper } = interval === "hdi" ? narrowest(sorted, probability) : equalTailed(sorted, probability);
  return { mean: center, sd: Math.sqrt(mean(squares)), ci_lower: lower, ci_upper: upper };
}

function aboutMedian(sorted: Float64Array, probability: number): Arviz1Statistics {
  const { lower, upper } = equalTailed(sorted, probability);
  const median = Number.isNaN(sorted.at(-1)) ? NaN : medianOfSorted(sorted);
  return { median, mad: medianDistance(sorted, median), ci_lower: lower, ci_upper: upper };
}

function diagnoseMean(values: Float64Array, { essOfHalves, scratch }: Workspace): Arviz1Statistics {
  const ess_mean = essOfHalves.estimate(values);
  squaredDeviations(values, mean(values), scratch);
  const squares = sum(scratch);
  const mcse_mean = Math.sqrt(squares / (values.length - 1)) / Math.sqrt(ess_mean);
  return { ess_mean, mcse_mean, mcse_sd: mcseOfSd(scratch, squares, ess_mean) };
}

function diagnoseBulk(values: Float64Array, room: Workspace): Arviz1Statistics {
  room.ranks.writeScores(room.scratch);
  return { ess_bulk: room.essOfHalves.estimate(room.scratch), ...diagnoseTail(values, room) };
}

function diagnoseTail(values: Float64Array, room: Workspace): Arviz1Statistics {
  const { ranks, essOfHalves, scratch, halves } = room;
  ranks.writeScores(scratch);
  const bulk = room.chains > 1 ? rhatOfSequences(scratch, halves) : NaN;
  const r_hat = largerRhat(bulk, foldedRhat(room, medianOfSorted(ranks.keptSorted)));
  return { r_hat, ess_tail: essAtQuantiles(values, ranks.sorted, TailProbabilities["1.x"], "1.x", essOfHalves) };
}

function diagnoseMedian(values: Float64Array, room: Workspace): Arviz1Statistics {
  const { sorted } = room.ranks;
  const ess_median = essAtQuantiles(values, sorted, [0.5], "1.x", room.essOfHalves);
  return { ess_median, mcse_median: mcseAtQuantile(sorted, 0.5, ess_median), ...diagnoseTail(values, room) };
}

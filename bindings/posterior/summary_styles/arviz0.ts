/** The summary of ArviZ 0.23, about the mean: the default. */
import { DefaultHdiProbability } from "../statistics/hdi.js";
import { type ScalarSummary, Summarizer } from "../statistics/summarizer.js";
import { namedColumns, type SummaryColumn, type SummaryStyle } from "./style.js";

/** "stats" are mean, sd and interval, "diagnostics" the others; "all" is both. */
export type Arviz0Kind = "all" | "stats" | "diagnostics";

export const arviz0: SummaryStyle<Arviz0Kind, ScalarSummary> = {
  kinds: ["all", "stats", "diagnostics"],
  intervals: ["hdi"],
  probability: DefaultHdiProbability,
  columns: ({ kind, probability }) => [
    ...(kind === "diagnostics" ? [] : [...namedColumns(["mean", "sd"], 3), ...boundColumns("hdi", probability)]),
    ...(kind === "stats" ? [] : diagnosticColumns(["mcse_mean", "mcse_sd", "ess_bulk", "ess_tail", "r_hat"])),
  ],
  summarizer: (chains, draws, { probability }) => {
    const summarizer = new Summarizer(chains, draws, probability);
    return (values) => summarizer.summarize(values);
  },
};

/** Bounds by the percentages of draws below them: `hdi_3%` and `hdi_97%`. */
export function boundColumns(interval: "hdi" | "eti", probability: number): SummaryColumn[] {
  const tail = 1 - probability;
  return [
    { name: `${interval}_${percent(tail / 2)}%`, field: `${interval}_lower`, decimals: 3 },
    { name: `${interval}_${percent(1 - tail / 2)}%`, field: `${interval}_upper`, decimals: 3 },
  ];
}

/** A share as C's %g writes it in percent. */
function percent(share: number): string {
  return String(Number((100 * share).toPrecision(6)));
}

/** R-hat has 2 decimals, the effective sample sizes of bulk and tail none. */
export function diagnosticColumns(names: readonly string[]): SummaryColumn[] {
  return names.map((name) => ({
    name,
    field: name,
    decimals: name === "r_hat" ? 2 : name === "ess_bulk" || name === "ess_tail" ? 0 : 3,
  }));
}

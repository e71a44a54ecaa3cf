/** The rank plot: where each chain's draws stand among all draws (Vehtari et al. 2021, "Rank-normalization ... an improved R-hat"). */
import * as Plot from "@observablehq/plot";
import { note } from "./figure.js";
import { checkCount, type PlotOptions } from "./options.js";
import { panelGrid, shownVariables } from "./panels.js";
import type { Theme } from "./theme.js";
import { allDraws, type DrawsSource, type PlotVariable, type VariableChoice, variablesOf } from "./variables.js";

export interface RankOptions extends PlotOptions, VariableChoice {
  /** Equal ranges of ranks; default 20. */
  readonly bins?: number;
}

/**
 * Histograms of each chain's ranks among all chains' draws, one above the other, each around the height that draws of one
 * distribution would have (dashed). A chain that explores something else has a slope or a hump.
 *
 *     plotRank(fit, { variables: "theta" })
 *
 * Shows at most 40 numbers. Throws `unknown-variable` for a name that is not there, `bad-option` for bins that are no whole number from
 * 1 to 200.
 */
export function plotRank(source: DrawsSource, options: RankOptions = {}): SVGSVGElement {
  const bins = options.bins ?? 20;
  checkCount("bins", bins, 1, 200);
  const { shown, leftOut } = shownVariables(variablesOf(source, options));
  const alt = `Rank plots of ${shown.map(({ label }) => label).join(", ")}: flat histograms are those of chains that explore the same.`;
  const shape = { columns: 3, panelWidth: 260, panelHeight: 60 + 34 * Math.min(8, shown[0]!.chains.length) };
  return panelGrid(shown.length, shape, options, { alt, leftOut }, (place, { theme }) => panel(shown[place]!, bins, theme));
}

/** For each chain the number of its draws in each range of ranks; equal draws share their mean rank. */
export function rankCounts({ chains }: Pick<PlotVariable, "chains">, bins: number): number[][] {
  const all = allDraws({ label: "", name: "", chains });
  const order = Array.from(all, (_, i) => i).sort((a, b) => all[a]! - all[b]!);
  const ranks = new Float64Array(all.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && all[order[end]!] === all[order[start]!]) end++;
    for (let i = start; i < Math.max(end, start + 1); i++) ranks[order[i]!] = (start + Math.max(end, start + 1) - 1) / 2;
    start = Math.max(end, start + 1);
  }
  let first = 0;
  return chains.map((draws) => {
    const counts = new Array<number>(bins).fill(0);
    for (let i = 0; i < draws.length; i++) counts[Math.min(bins - 1, Math.floor((ranks[first + i]! / all.length) * bins))]!++;
    first += draws.length;
    return counts;
  });
}

function panel(variable: PlotVariable, bins: number, theme: Theme): Plot.PlotOptions {
  const { label, chains } = variable;
  const counts = rankCounts(variable, bins);
  const expected = chains[0]!.length / bins;
  const bars = counts.flatMap((row, chain) =>
    row.map((count, bin) => ({ bin, chain, low: chain, high: chain + (count / expected) * 0.55 })),
  );
  const color = ({ chain }: { chain: number }) => theme.categories[chain % theme.categories.length]!;
  const isConstant = chains.every((draws) => draws.every((value) => value === chains[0]![0]));
  return {
    marginLeft: 56,
    marginRight: 10,
    marginTop: 10,
    marginBottom: 38,
    x: { domain: [0, bins], label: `${label} (rank)`, labelAnchor: "center", labelArrow: "none", ticks: [], tickSize: 0 },
    y: {
      domain: [0, chains.length],
      label: null,
      ticks: counts.map((_, chain) => chain),
      tickFormat: (chain: number) => `chain ${chain}`,
      tickSize: 0,
    },
    marks: [
      Plot.rect(bars, {
        x1: "bin",
        x2: ({ bin }: { bin: number }) => bin + 1,
        y1: "low",
        y2: "high",
        fill: color,
        fillOpacity: 0.75,
        inset: 0.3,
      }),
      Plot.ruleY(
        counts.map((_, chain) => chain + 0.55),
        { stroke: theme.ink, strokeDasharray: "3 3", strokeWidth: 0.8 },
      ),
      Plot.ruleY(
        counts.map((_, chain) => chain),
        { stroke: theme.muted, strokeWidth: 0.8 },
      ),
      ...(isConstant ? [note("does not vary", theme)] : []),
    ],
  };
}

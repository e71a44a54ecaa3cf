/** Effective draws: in parts of the distribution, at its quantiles, and as draws were added (Vehtari et al. 2021). */
import * as Plot from "@observablehq/plot";
import { ess } from "../statistics/ess.js";
import { shortened } from "./labels.js";
import { checkCount, type PlotOptions } from "./options.js";
import { panelGrid, shownVariables } from "./panels.js";
import type { Theme } from "./theme.js";
import { type DrawsSource, type PlotVariable, type VariableChoice, variablesOf } from "./variables.js";

export type EssPlotKind = "local" | "quantile" | "evolution";

export interface EssPlotOptions extends PlotOptions, VariableChoice {
  /** Default "local". */
  readonly kind?: EssPlotKind;
  /** Parts, quantiles, or steps of the evolution; default 20. */
  readonly points?: number;
}

/** Effective draws a chain below which estimates are not to be relied on: 100. */
const FewestPerChain = 100;

/**
 * Effective draws of the share of draws in each of 20 equal parts of the distribution ("local"), of 20 quantiles ("quantile"), or of bulk
 * and tails as draws were added ("evolution"), as `az.plot_ess`. Dashed: 100 a chain.
 *
 *     plotEss(fit, { variables: "tau", kind: "evolution" })
 *
 * Shows at most 40 numbers. Throws `unknown-variable` for a name that is not there, `bad-option` for points that are no whole number
 * from 2 to 500.
 */
export function plotEss(source: DrawsSource, options: EssPlotOptions = {}): SVGSVGElement {
  const kind = options.kind ?? "local";
  const points = options.points ?? 20;
  checkCount("points", points, 2, 500);
  const { shown, leftOut } = shownVariables(variablesOf(source, options));
  const alt = `Effective draws (${kind}) of ${shown.map(({ label }) => label).join(", ")}.`;
  const shape = { columns: 3, panelWidth: 270, panelHeight: 210 };
  return panelGrid(shown.length, shape, options, { alt, leftOut }, (place, { theme }) =>
    panel(shown[place]!, kind, points, theme),
  );
}

export interface EssPoint {
  readonly x: number;
  readonly size: number;
  readonly series: "bulk" | "tail" | "all";
}

/** ArviZ's places: evenly from 1 / count to 1 - 1 / count. */
export function quantileAt(place: number, count: number): number {
  return 1 / count + (place * (1 - 2 / count)) / (count - 1);
}

/** The points of one panel. */
export function essPoints({ chains }: Pick<PlotVariable, "chains">, kind: EssPlotKind, points: number): EssPoint[] {
  const steps = Array.from({ length: points }, (_, i) => i);
  if (kind === "local") {
    return steps.map((i) => ({
      x: i / points,
      size: ess(chains, { method: "local", probabilities: [i / points, (i + 1) / points] }),
      series: "all",
    }));
  }
  if (kind === "quantile") {
    return steps.map((i) => {
      const probability = quantileAt(i, points);
      return { x: probability, size: ess(chains, { method: "quantile", probability }), series: "all" as const };
    });
  }
  const draws = chains[0]!.length;
  return steps.flatMap((i) => {
    const count = Math.floor(((i + 1) * draws) / points);
    if (count < 4) return [];
    const part = chains.map((chain) => chain.subarray(0, count));
    const x = count * chains.length;
    return (["bulk", "tail"] as const).map((method) => ({ x, size: ess(part, { method }), series: method }));
  });
}

function panel(variable: PlotVariable, kind: EssPlotKind, count: number, theme: Theme): Plot.PlotOptions {
  const points = essPoints(variable, kind, count).filter(({ size }) => Number.isFinite(size));
  const limit = FewestPerChain * variable.chains.length;
  const color = ({ series }: EssPoint) => (series === "tail" ? theme.categories[1]! : theme.main);
  const label = kind === "evolution" ? "draws" : "quantile";
  const series = kind === "evolution" ? (["bulk", "tail"] as const) : (["all"] as const);
  return {
    marginLeft: 62,
    marginRight: 24,
    marginTop: 24,
    marginBottom: 40,
    x: {
      label,
      labelAnchor: "center",
      labelArrow: "none",
      ticks: 4,
      tickSize: 3,
      ...(kind === "evolution" ? {} : { domain: [0, 1] }),
    },
    y: {
      domain: [0, Math.max(limit, ...points.map(({ size }) => size)) * 1.08],
      label: "ESS",
      labelAnchor: "center",
      labelArrow: "none",
      ticks: 4,
      tickSize: 3,
    },
    marks: [
      ...(kind === "local"
        ? [
            Plot.rect(points, {
              x1: "x",
              x2: ({ x }: EssPoint) => x + 1 / count,
              y1: () => 0,
              y2: "size",
              fill: theme.main,
              fillOpacity: 0.7,
              inset: 0.5,
            }),
          ]
        : series.map((name) =>
            Plot.line(
              points.filter((point) => point.series === name),
              { x: "x", y: "size", stroke: name === "tail" ? theme.categories[1]! : theme.main },
            ),
          )),
      Plot.ruleY([limit], { stroke: theme.alarm, strokeDasharray: "5 4" }),
      ...(kind === "local" ? [] : [Plot.dot(points, { x: "x", y: "size", r: 2.4, fill: color })]),
      ...(kind === "evolution"
        ? series.map((name, i) =>
            Plot.text([name], {
              frameAnchor: "top-left",
              dx: 6,
              dy: 6 + 14 * i,
              fill: name === "tail" ? theme.categories[1]! : theme.main,
              fontWeight: 600,
              stroke: theme.background,
              strokeWidth: 4,
            }),
          )
        : []),
      Plot.text([shortened(variable.label, 200)], { frameAnchor: "top", dy: -14, fill: theme.ink, fontWeight: 600 }),
      Plot.frame({ stroke: theme.grid }),
    ],
  };
}

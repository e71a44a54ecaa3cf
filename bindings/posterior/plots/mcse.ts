/** Monte Carlo standard errors of quantiles: how many digits of each are to be believed. */
import * as Plot from "@observablehq/plot";
import { mcse } from "../statistics/mcse.js";
import { quantileAt } from "./ess.js";
import { shortened } from "./labels.js";
import { checkCount, type PlotOptions } from "./options.js";
import { panelGrid, shownVariables } from "./panels.js";
import { type DrawsSource, type VariableChoice, variablesOf } from "./variables.js";

export interface McsePlotOptions extends PlotOptions, VariableChoice {
  /** Quantiles, evenly from 1 / points to 1 - 1 / points; default 20. */
  readonly points?: number;
}

/**
 * The Monte Carlo standard error of 20 quantiles (dots), and those of mean (line) and standard deviation (dashed), as `az.plot_mcse`.
 *
 *     plotMcse(fit, { variables: ["m", "b"] })
 *
 * Shows at most 40 numbers. Throws `unknown-variable` for a name that is not there, `bad-option` for points that are no whole number
 * from 2 to 500.
 */
export function plotMcse(source: DrawsSource, options: McsePlotOptions = {}): SVGSVGElement {
  const count = options.points ?? 20;
  checkCount("points", count, 2, 500);
  const { shown, leftOut } = shownVariables(variablesOf(source, options));
  const alt = `Monte Carlo standard errors of quantiles of ${shown.map(({ label }) => label).join(", ")}.`;
  const shape = { columns: 3, panelWidth: 270, panelHeight: 210 };
  return panelGrid(shown.length, shape, options, { alt, leftOut }, (place, { theme }) => {
    const { label, chains } = shown[place]!;
    const points = Array.from({ length: count }, (_, i) => {
      const probability = quantileAt(i, count);
      return { probability, error: mcse(chains, { method: "quantile", probability }) };
    }).filter(({ error }) => Number.isFinite(error));
    const [ofMean, ofSd] = [mcse(chains, { method: "mean" }), mcse(chains, { method: "sd" })];
    const most = Math.max(...points.map(({ error }) => error), Number.isFinite(ofMean) ? ofMean : 0, 1e-300);
    return {
      marginLeft: 62,
      marginRight: 16,
      marginTop: 24,
      marginBottom: 40,
      x: { domain: [0, 1], label: "quantile", labelAnchor: "center", labelArrow: "none", ticks: 4, tickSize: 3 },
      y: { domain: [0, most * 1.1], label: "MCSE", labelAnchor: "center", labelArrow: "none", ticks: 4, tickSize: 3 },
      marks: [
        Plot.dot(points, { x: "probability", y: "error", r: 3, fill: theme.main }),
        ...(Number.isFinite(ofMean)
          ? [
              Plot.ruleY([ofMean], { stroke: theme.categories[1]! }),
              Plot.text(["mean"], {
                frameAnchor: "right",
                y: () => ofMean,
                dx: -4,
                dy: -7,
                textAnchor: "end",
                fill: theme.categories[1]!,
                stroke: theme.background,
                strokeWidth: 3,
              }),
            ]
          : []),
        ...(Number.isFinite(ofSd)
          ? [
              Plot.ruleY([ofSd], { stroke: theme.categories[2]!, strokeDasharray: "5 3" }),
              Plot.text(["sd"], {
                frameAnchor: "left",
                y: () => ofSd,
                dx: 4,
                dy: 8,
                textAnchor: "start",
                fill: theme.categories[2]!,
                stroke: theme.background,
                strokeWidth: 3,
              }),
            ]
          : []),
        Plot.text([shortened(label, 200)], { frameAnchor: "top", dy: -14, fill: theme.ink, fontWeight: 600 }),
        Plot.frame({ stroke: theme.grid }),
      ],
    };
  });
}

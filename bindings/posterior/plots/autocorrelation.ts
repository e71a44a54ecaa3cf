/** Autocorrelations of each chain: how long draws remember those before. */
import * as Plot from "@observablehq/plot";
import { autocorrelation } from "../statistics/autocorrelation.js";
import { note } from "./figure.js";
import { shortened } from "./labels.js";
import { checkCount, type PlotOptions } from "./options.js";
import { panelGrid, shownVariables } from "./panels.js";
import { type DrawsSource, type VariableChoice, variablesOf } from "./variables.js";

export interface AutocorrelationOptions extends PlotOptions, VariableChoice {
  /** The largest lag; default 100, or what the chains allow. */
  readonly maxLag?: number;
}

/**
 * Bars of the autocorrelation at each lag, a row of panels a number, a panel a chain, as `az.plot_autocorr`; grey is where that of
 * independent draws would be, 1.96 / sqrt(draws).
 *
 *     plotAutocorrelation(fit, { variables: "tau", maxLag: 60 })
 *
 * Shows the first eight chains, and as many numbers as make 60 panels. Throws `unknown-variable` for a name that is not there,
 * `bad-option` for a lag that is no whole number above 0.
 */
export function plotAutocorrelation(source: DrawsSource, options: AutocorrelationOptions = {}): SVGSVGElement {
  if (options.maxLag !== undefined) checkCount("maxLag", options.maxLag, 1, 1e6);
  const variables = variablesOf(source, options);
  const chains = Math.min(8, variables[0]!.chains.length);
  const { shown, leftOut } = shownVariables(variables, Math.max(1, Math.floor(60 / chains)));
  const alt = `Autocorrelations of ${shown.map(({ label }) => label).join(", ")} in ${chains} chains.`;
  const shape = { columns: chains, panelWidth: Math.max(150, 720 / chains), panelHeight: 130 };
  return panelGrid(shown.length * chains, shape, options, { alt, leftOut }, (place, { theme }) => {
    const [variable, chain] = [shown[Math.floor(place / chains)]!, place % chains];
    const draws = variable.chains[chain]!;
    const correlations = autocorrelation(draws).subarray(0, (options.maxLag ?? 100) + 1);
    const bound = 1.96 / Math.sqrt(draws.length);
    const lags = Array.from(correlations, (_, lag) => lag);
    const isKnown = correlations.length > 0 && Number.isFinite(correlations[0]!);
    return {
      marginLeft: chain === 0 ? 40 : 20,
      marginRight: 14,
      marginTop: 22,
      marginBottom: place >= (shown.length - 1) * chains ? 36 : 22,
      x: {
        label: place >= (shown.length - 1) * chains ? "lag" : null,
        labelAnchor: "center",
        labelArrow: "none",
        ticks: 4,
        tickSize: 3,
      },
      y: { domain: [-1, 1], label: null, ticks: chain === 0 ? [-1, -0.5, 0, 0.5, 1] : [], tickSize: 3 },
      marks: [
        Plot.rectY([0], { y1: () => -bound, y2: () => bound, fill: theme.grid, fillOpacity: 0.8 }),
        ...(isKnown
          ? [
              Plot.ruleX(lags, {
                x: (lag: number) => lag,
                y1: () => 0,
                y2: (lag: number) => correlations[lag],
                stroke: theme.main,
                strokeWidth: 1.4,
              }),
            ]
          : [note("does not vary", theme)]),
        Plot.ruleY([0], { stroke: theme.muted }),
        Plot.text([`${shortened(variable.label, shape.panelWidth - 70)}, chain ${chain}`], {
          frameAnchor: "top",
          dy: -14,
          fill: theme.ink,
        }),
      ],
    };
  });
}

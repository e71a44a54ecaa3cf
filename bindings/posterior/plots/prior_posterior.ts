/** Prior and posterior of each number in one panel: what the data have said. */
import * as Plot from "@observablehq/plot";
import { WasmcmcError } from "../../errors.js";
import { finiteDraws } from "../density/flat_draws.js";
import { kde } from "../density/kde.js";
import { linearQuantile } from "../statistics/quantile.js";
import { note } from "./figure.js";
import { varies } from "./joint_marks.js";
import type { PlotOptions } from "./options.js";
import { panelGrid, shownVariables } from "./panels.js";
import { type References, referencesOf } from "./references.js";
import { allDraws, type DrawsSource, isGroups, type PlotVariable, type VariableChoice, variablesOf } from "./variables.js";

export interface PriorPosteriorOptions extends PlotOptions, VariableChoice {
  readonly references?: References;
}

/**
 * Densities of the prior's draws (dashed) and of the posterior's, as `az.plot_dist_comparison`. Axes show the posterior and the middle
 * 90 % of the prior, up to 20 times the posterior's width.
 *
 *     plotPriorPosterior(fit, samplePrior(line, data, { draws: 2000 }).parameters, { variables: ["m", "b"] })
 *     plotPriorPosterior(data)        // results with the groups prior and posterior
 */
export function plotPriorPosterior(source: DrawsSource, prior?: DrawsSource, options: PriorPosteriorOptions = {}): SVGSVGElement {
  const priors = new Map(
    (prior === undefined ? priorIn(source) : variablesOf(prior)).map((variable) => [variable.label, variable]),
  );
  const both = variablesOf(source, options).filter(({ label }) => options.variables !== undefined || priors.has(label));
  if (both.length === 0) throw nothingShared();
  const { shown, leftOut } = shownVariables(both);
  const references = referencesOf(shown, options.references);
  const alt = `Prior and posterior of ${shown.map(({ label }) => label).join(", ")}.`;
  const shape = { columns: 3, panelWidth: 280, panelHeight: 190 };
  return panelGrid(shown.length, shape, options, { alt, leftOut }, (place, { theme }) => {
    const variable = shown[place]!;
    const [own, before] = [variable, priors.get(variable.label)].map((each) => each && finiteDraws(allDraws(each)));
    const curve = (draws: Float64Array | undefined, style: Plot.LineYOptions): Plot.Markish[] => {
      if (draws === undefined || draws.length < 2 || !varies(draws)) return [];
      const { x, density } = kde(draws);
      return [
        Plot.lineY(
          Array.from(x, (_, i) => i),
          { x: (i: number) => x[i], y: (i: number) => density[i], clip: true, ...style },
        ),
      ];
    };
    const lines = [
      ...curve(before, { stroke: theme.categories[1]!, strokeDasharray: "5 3", strokeWidth: 1.4 }),
      ...curve(own, { stroke: theme.main, strokeWidth: 1.8 }),
    ];
    const reference = references[place];
    return {
      marginLeft: 16,
      marginRight: 16,
      marginTop: 24,
      marginBottom: 40,
      x: {
        domain: rangeOf(own!, before),
        label: variable.label,
        labelAnchor: "center",
        labelArrow: "none",
        ticks: 5,
        tickSize: 3,
      },
      y: { axis: null },
      marks: [
        ...(lines.length === 0 ? [note("does not vary", theme)] : lines),
        ...(reference === undefined ? [] : [Plot.ruleX([reference], { stroke: theme.reference })]),
        Plot.frame({ stroke: theme.grid }),
        Plot.text(["- - prior"], {
          frameAnchor: "top-left",
          dy: -14,
          textAnchor: "start",
          fill: theme.categories[1]!,
          fontWeight: 600,
        }),
        Plot.text(["— posterior"], { frameAnchor: "top-right", dy: -14, textAnchor: "end", fill: theme.main, fontWeight: 600 }),
      ],
    };
  });
}

function priorIn(source: DrawsSource): PlotVariable[] {
  if (isGroups(source) && Object.hasOwn(source.groups, "prior")) return variablesOf(source, {}, "prior");
  return [];
}

function rangeOf(posterior: Float64Array, prior: Float64Array | undefined): [number, number] {
  const ends = (draws: Float64Array, share: number): [number, number] => {
    const sorted = draws.slice().sort();
    return [linearQuantile(sorted, share), linearQuantile(sorted, 1 - share)];
  };
  if (posterior.length === 0) return [0, 1];
  const [low, high] = ends(posterior, 0);
  const width = high - low || Math.abs(low) || 1;
  const [priorLow, priorHigh] = prior === undefined || prior.length === 0 ? [low, high] : ends(prior, 0.05);
  return [Math.min(low, Math.max(priorLow, low - 10 * width)), Math.max(high, Math.min(priorHigh, high + 10 * width))];
}

function nothingShared(): WasmcmcError {
  return new WasmcmcError({
    code: "unknown-variable",
    problem: "No variable has both prior and posterior draws.",
    remedy:
      "Pass the prior's draws second, under the posterior's names, as samplePrior gives them; or inference data with both groups.",
  });
}

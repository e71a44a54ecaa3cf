/** The trace plot: each chain's density and its draws in order. Healthy chains look alike, like noise. */
import * as Plot from "@observablehq/plot";
import { finiteDraws } from "../density/flat_draws.js";
import { kde } from "../density/kde.js";
import { note } from "./figure.js";
import { varies } from "./joint_marks.js";
import type { PlotOptions } from "./options.js";
import { panelGrid, shownVariables } from "./panels.js";
import { type References, referencesOf } from "./references.js";
import type { Theme } from "./theme.js";
import { type DrawsSource, type PlotVariable, sampleStatOf, type VariableChoice, variablesOf } from "./variables.js";

export interface TraceOptions extends PlotOptions, VariableChoice {
  /** True values, by label or name. */
  readonly references?: References;
  /** Ticks below the draws that diverged, where the draws come with that statistic; default true. */
  readonly divergences?: boolean;
}

const MostVariables = 30;
/** Of a chain: more vertices than this many pixels show nothing more. */
const MostVertices = 1000;

/**
 * Densities of each number by chain beside its draws in order, as `az.plot_trace`; chains differ in colour and dash.
 *
 *     plotTrace(fit, { variables: ["m", "b"] })
 *
 * Shows at most 30 numbers and says how many it leaves out. Throws `unknown-variable` for a name that is not there.
 */
export function plotTrace(source: DrawsSource, options: TraceOptions = {}): SVGSVGElement {
  const { shown, leftOut } = shownVariables(variablesOf(source, options), MostVariables);
  const references = referencesOf(shown, options.references);
  const diverging = options.divergences === false ? undefined : sampleStatOf(source, "diverging");
  const chains = shown[0]!.chains.length;
  const alt = `Densities and traces of ${shown.map(({ label }) => label).join(", ")} in ${chains} ${chains === 1 ? "chain" : "chains"}.`;
  const shape = { columns: 2, panelWidth: 380, panelHeight: 130 };
  return panelGrid(2 * shown.length, shape, options, { alt, leftOut }, (place, { theme }) => {
    const variable = shown[place >> 1]!;
    const reference = references[place >> 1];
    const isLast = place >> 1 === shown.length - 1;
    return place % 2 === 0 ? densities(variable, reference, theme) : traces(variable, reference, diverging, isLast, theme);
  });
}

const dashes = ["none", "5 2", "2 2", "7 2 2 2"];

/** Colours repeat after eight chains, dashes do not coincide with them then. */
function lookOf(chain: number, theme: Theme): { stroke: string; strokeDasharray: string } {
  const { categories } = theme;
  return {
    stroke: categories[chain % categories.length]!,
    strokeDasharray: dashes[(chain + Math.floor(chain / categories.length)) % dashes.length]!,
  };
}

function densities({ label, chains }: PlotVariable, reference: number | undefined, theme: Theme): Plot.PlotOptions {
  const lines = chains.flatMap((draws, chain): Plot.Markish[] => {
    const finite = finiteDraws(draws);
    if (finite.length < 2 || !varies(finite)) return finite.length === 0 ? [] : [Plot.ruleX([finite[0]!], lookOf(chain, theme))];
    const { x, density } = kde(finite);
    return [
      Plot.lineY(
        Array.from(x, (_, i) => i),
        { x: (i: number) => x[i], y: (i: number) => density[i], strokeWidth: 1.2, ...lookOf(chain, theme) },
      ),
    ];
  });
  return {
    marginLeft: 20,
    marginRight: 14,
    marginTop: 10,
    marginBottom: 38,
    x: { label, labelAnchor: "center", labelArrow: "none", ticks: 5, tickSize: 3 },
    y: { axis: null },
    marks: [
      ...(lines.length === 0 ? [note("no finite draws", theme)] : lines),
      ...(reference === undefined ? [] : [Plot.ruleX([reference], { stroke: theme.reference })]),
      Plot.frame({ stroke: theme.grid }),
    ],
  };
}

function traces(
  { chains }: PlotVariable,
  reference: number | undefined,
  diverging: readonly Float64Array[] | undefined,
  isLast: boolean,
  theme: Theme,
): Plot.PlotOptions {
  const marks = chains.map((draws, chain) => {
    const places = placesOf(draws.length);
    const style = { stroke: lookOf(chain, theme).stroke, strokeWidth: 0.6, strokeOpacity: 0.75 };
    return Plot.lineY(places, { x: (i: number) => i, y: (i: number) => draws[i], ...style });
  });
  const ticks = (diverging ?? []).flatMap((flags) => [...flags.keys()].filter((i) => flags[i]));
  const anyFinite = chains.some((draws) => draws.some(Number.isFinite));
  return {
    marginLeft: 52,
    marginRight: 10,
    marginTop: 10,
    marginBottom: 38,
    x: { label: isLast ? "draw" : null, labelAnchor: "center", labelArrow: "none", ticks: 5, tickSize: 3 },
    y: { label: null, ticks: 4, tickSize: 3, nice: false },
    marks: [
      ...(anyFinite ? marks : [note("no finite draws", theme)]),
      ...(reference === undefined ? [] : [Plot.ruleY([reference], { stroke: theme.reference })]),
      ...(ticks.length === 0
        ? []
        : [Plot.tickX(ticks, { x: (i: number) => i, stroke: theme.alarm, insetTop: 70, strokeWidth: 1.2 })]),
      Plot.frame({ stroke: theme.grid }),
    ],
  };
}

function placesOf(length: number): number[] {
  const step = Math.max(1, Math.ceil(length / MostVertices));
  return Array.from({ length: Math.ceil(length / step) }, (_, i) => i * step);
}

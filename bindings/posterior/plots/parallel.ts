/** Parallel coordinates: each draw a line across its numbers, so that what divergent draws have in common is seen (Gabry et al. 2019). */
import * as Plot from "@observablehq/plot";
import { WasmcmcError } from "../../errors.js";
import { mean, variance } from "../statistics/moments.js";
import { figure, innerHeight, svgElement } from "./figure.js";
import { shortened } from "./labels.js";
import { looksOf, type PlotOptions } from "./options.js";
import { shownVariables } from "./panels.js";
import { allDraws, type DrawsSource, sampleStatOf, type VariableChoice, variablesOf } from "./variables.js";

export interface ParallelOptions extends PlotOptions, VariableChoice {
  /** How numbers are made comparable: "standard" subtracts the mean and divides by the sd, "range" maps the range to 0 to 1. Default "standard". */
  readonly scale?: "standard" | "range" | "none";
  /** Draws that did not diverge, evenly among all; default 400. Divergent ones are all drawn. */
  readonly draws?: number;
}

/**
 * A line a draw over the numbers; draws that diverged are drawn above the others in another colour, as `az.plot_parallel`.
 *
 *     plotParallel(fit, { variables: ["mu", "tau", "theta"] })
 *
 * Throws `bad-option` for fewer than two numbers. Shows at most 60.
 */
export function plotParallel(source: DrawsSource, options: ParallelOptions = {}): SVGSVGElement {
  const { shown, leftOut } = shownVariables(variablesOf(source, options), 60);
  if (shown.length < 2) {
    throw new WasmcmcError({
      code: "bad-option",
      problem: "Parallel coordinates of one number are no picture.",
      remedy: "Choose at least two numbers.",
      variable: "variables",
      value: shown.length,
    });
  }
  const columns = shown.map((variable) => scaled(allDraws(variable), options.scale ?? "standard"));
  const count = columns[0]!.length;
  const flags = sampleStatOf(source, "diverging")?.flatMap((chain) => Array.from(chain)) ?? [];
  const divergent = flags.flatMap((flag, draw) => (flag && draw < count ? [draw] : []));
  const step = Math.max(1, Math.ceil(count / (options.draws ?? 400)));
  const usual = Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step).filter((draw) => !flags[draw]);
  const alt = `Parallel coordinates of ${shown.map(({ label }) => label).join(", ")} in ${count} draws, of which ${divergent.length} diverged${leftOut > 0 ? `; ${leftOut} more numbers are not shown` : ""}.`;
  const longest = shown.reduce((most, { label }) => Math.max(most, label.length), 0);
  const looks = looksOf(options, { width: Math.max(420, 90 + 52 * shown.length), height: 340, alt });
  const { theme } = looks;
  const slantRoom = Math.min(160, 20 + longest * 4.6, 0.45 * looks.height);
  const isSlanted = longest * 6.5 > (looks.width - 90) / shown.length;
  return figure(looks, [
    {
      x: 0,
      y: 0,
      width: looks.width,
      height: innerHeight(looks),
      plot: {
        marginLeft: 54,
        marginRight: 36,
        marginTop: 22,
        marginBottom: isSlanted ? slantRoom : 32,
        x: {
          domain: [0, shown.length - 1],
          ticks: shown.map((_, i) => i),
          tickFormat: (i: number) => shortened(shown[i]?.label ?? "", isSlanted ? (slantRoom - 14) * 1.4 : Infinity),
          tickRotate: isSlanted ? -45 : 0,
          tickSize: 3,
          label: null,
        },
        y: {
          domain: rangeOf(columns),
          label: options.scale === "none" ? "value" : "scaled value",
          labelAnchor: "center",
          labelArrow: "none",
          tickSize: 3,
        },
        marks: [
          Plot.ruleX(
            shown.map((_, i) => i),
            { stroke: theme.grid },
          ),
          lines(columns, usual, theme.main, 0.12),
          lines(columns, divergent, theme.alarm, 0.8),
          Plot.text([divergent.length === 0 ? "no divergences" : `${divergent.length} divergences`], {
            frameAnchor: "top-right",
            dy: -14,
            textAnchor: "end",
            fill: divergent.length === 0 ? theme.muted : theme.alarm,
          }),
        ],
      },
    },
  ]);
}

/** One path for all draws of a kind. */
function lines(columns: readonly Float64Array[], draws: readonly number[], stroke: string, opacity: number): Plot.RenderFunction {
  return (_index, scales) => {
    const [toX, toY] = [scales.x as unknown as (value: number) => number, scales.y as unknown as (value: number) => number];
    const path = draws
      .filter((draw) => columns.every((column) => Number.isFinite(column[draw]!)))
      .map((draw) =>
        columns.map((column, i) => `${i === 0 ? "M" : "L"}${toX(i).toFixed(1)},${toY(column[draw]!).toFixed(1)}`).join(""),
      );
    return svgElement("path", {
      "aria-label": "draws",
      d: path.join(""),
      fill: "none",
      stroke,
      "stroke-opacity": opacity,
      "stroke-width": 0.9,
      "data-count": path.length,
    });
  };
}

function scaled(values: Float64Array, scale: "standard" | "range" | "none"): Float64Array {
  if (scale === "none") return values;
  const finite = values.filter(Number.isFinite);
  const [low, high] = [finite.reduce((a, b) => Math.min(a, b), Infinity), finite.reduce((a, b) => Math.max(a, b), -Infinity)];
  if (!(high > low)) return values.map(() => 0);
  if (scale === "range") return values.map((value) => (value - low) / (high - low));
  const [middle, sd] = [mean(finite), Math.sqrt(variance(finite, 0, finite.length))];
  return values.map((value) => (value - middle) / sd);
}

function rangeOf(columns: readonly Float64Array[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const column of columns) {
    for (const value of column) {
      if (value < low && Number.isFinite(value)) low = value;
      if (value > high && Number.isFinite(value)) high = value;
    }
  }
  return high > low ? [low, high] : [low - 1, low + 1];
}

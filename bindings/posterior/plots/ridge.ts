/** The ridge plot: densities of many numbers, one above the other on one axis. */
import * as Plot from "@observablehq/plot";
import { WasmcmcError } from "../../errors.js";
import { shapeOf } from "./density_shapes.js";
import { figure, innerHeight, note } from "./figure.js";
import { type IntervalChoice, shortNumber, summed } from "./interval.js";
import { nameRoom, shortened } from "./labels.js";
import { looksOf, type PlotOptions } from "./options.js";
import { shownVariables } from "./panels.js";
import { type DrawsSource, type PlotVariable, type VariableChoice, variablesOf } from "./variables.js";

export interface RidgeOptions extends PlotOptions, VariableChoice, IntervalChoice {
  /** How far a ridge reaches into the rows above it, in rows; default 1.6. */
  readonly overlap?: number;
}

const RowHeight = 34;

/**
 * Densities of numbers that share an axis, each as high as the others, with a mark at the point (mean): `az.plot_forest(kind="ridgeplot")`.
 *
 *     plotRidge(fit, { variables: "theta" })
 *
 * Shows at most 60 numbers. Throws `unknown-variable` for a name that is not there, `bad-option` for an overlap that is none.
 */
export function plotRidge(source: DrawsSource, options: RidgeOptions = {}): SVGSVGElement {
  const { shown, leftOut } = shownVariables(variablesOf(source, options), 60);
  const overlap = options.overlap ?? 1.6;
  if (!(overlap > 0 && overlap <= 20)) throw badOverlap(overlap);
  const points = shown.map((variable) => summed(variable, options).point);
  const alt = `Densities of ${shown.map(({ label }, i) => `${label} around ${shortNumber(points[i]!)}`).join(", ")}${leftOut > 0 ? `; ${leftOut} more are not shown` : ""}.`;
  const looks = looksOf(options, {
    width: 560,
    height: 70 + RowHeight * (shown.length + overlap - 1) + (options.title === undefined ? 0 : 26),
    alt,
  });
  const { theme } = looks;
  const marginLeft = nameRoom(
    shown.map(({ label }) => label),
    looks.width,
  );
  const ridges = shown.flatMap((variable, row) => ridge(variable, row, overlap, theme.background, theme.main, theme.ink));
  const marks = points.flatMap((point, row) => (Number.isFinite(point) ? [{ point, row }] : []));
  return figure(looks, [
    {
      x: 0,
      y: 0,
      width: looks.width,
      height: innerHeight(looks),
      plot: {
        marginLeft,
        marginRight: 14,
        marginTop: 10,
        marginBottom: 42,
        x: { label: "value", labelAnchor: "center", labelArrow: "none", tickSize: 3 },
        y: { domain: [shown.length - 0.85, -overlap], axis: null },
        marks: [
          ...(ridges.length === 0 ? [note("no number varies", theme)] : ridges),
          Plot.ruleX(marks, {
            x: "point",
            y1: "row",
            y2: ({ row }: { row: number }) => row - 0.4,
            stroke: theme.ink,
            strokeWidth: 2,
          }),
          Plot.text(shown, {
            frameAnchor: "left",
            x: null,
            y: (_: PlotVariable, i: number) => i,
            text: ({ label }: PlotVariable) => shortened(label, marginLeft - 14),
            dx: -8,
            dy: -3,
            textAnchor: "end",
            fill: theme.ink,
          }),
        ],
      },
    },
  ]);
}

function badOverlap(overlap: number): WasmcmcError {
  return new WasmcmcError({
    code: "bad-option",
    problem: `A ridge cannot reach ${overlap} rows up.`,
    remedy: "Pass a number above 0 and at most 20.",
    variable: "overlap",
    value: overlap,
  });
}

function ridge(
  variable: PlotVariable,
  row: number,
  overlap: number,
  background: string,
  fill: string,
  stroke: string,
): Plot.Markish[] {
  const shape = shapeOf(variable);
  if (shape === undefined) return [];
  const places = Array.from(shape.x, (_, i) => i);
  const along = { x: (i: number) => shape.x[i], y1: () => row, y2: (i: number) => row - overlap * shape.height[i]! };
  return [
    Plot.areaY(places, { ...along, fill: background }),
    Plot.areaY(places, { ...along, fill, fillOpacity: 0.45 }),
    Plot.lineY(places, { x: along.x, y: along.y2, stroke, strokeWidth: 1 }),
  ];
}

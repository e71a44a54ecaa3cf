/** The violin plot: densities of numbers side by side, with intervals inside. */
import * as Plot from "@observablehq/plot";
import { shapeOf } from "./density_shapes.js";
import { figure, innerHeight, note } from "./figure.js";
import { type IntervalChoice, intervalOf, shortNumber, summed } from "./interval.js";
import { shortened } from "./labels.js";
import { looksOf, type PlotOptions } from "./options.js";
import { shownVariables } from "./panels.js";
import { type DrawsSource, type PlotVariable, type VariableChoice, variablesOf } from "./variables.js";

export interface ViolinOptions extends PlotOptions, VariableChoice, IntervalChoice {}

/** Half a violin's width where the density is highest, in columns. */
const HalfWidth = 0.42;

/**
 * Densities of numbers that share an axis, mirrored, with the interval (thin), half of the draws (thick) and the point inside, as
 * `az.plot_violin`.
 *
 *     plotViolin(fit, { variables: "theta" })
 *
 * Shows at most 40 numbers.
 */
export function plotViolin(source: DrawsSource, options: ViolinOptions = {}): SVGSVGElement {
  const { shown, leftOut } = shownVariables(variablesOf(source, options));
  const sums = shown.map((variable) => ({ ...summed(variable, options) }));
  const alt = `Violins of ${shown.map(({ label }, i) => `${label} around ${shortNumber(sums[i]!.point)}`).join(", ")}${leftOut > 0 ? `; ${leftOut} more are not shown` : ""}.`;
  const longest = shown.reduce((most, { label }) => Math.max(most, label.length), 0);
  const looks = looksOf(options, { width: Math.max(320, 80 + 64 * shown.length), height: 360, alt });
  const { theme } = looks;
  const slantRoom = Math.min(160, 20 + longest * 4.6, 0.45 * looks.height);
  const isSlanted = longest * 6.5 > (looks.width - 80) / shown.length;
  const rows = sums.flatMap(({ draws, outer, point }, place) => {
    if (draws.length === 0) return [];
    const inner = intervalOf(draws, 0.5, options);
    return [{ place, ...outer, innerLower: inner.lower, innerUpper: inner.upper, point }];
  });
  const shapes = shown.flatMap((variable, place) => violin(variable, place, theme.main));
  return figure(looks, [
    {
      x: 0,
      y: 0,
      width: looks.width,
      height: innerHeight(looks),
      plot: {
        marginLeft: 58,
        marginRight: 14,
        marginTop: 14,
        marginBottom: isSlanted ? slantRoom : 36,
        x: {
          domain: [-0.6, shown.length - 0.4],
          ticks: shown.map((_, i) => i),
          tickFormat: (i: number) => shortened(shown[i]?.label ?? "", isSlanted ? (slantRoom - 14) * 1.4 : Infinity),
          tickRotate: isSlanted ? -45 : 0,
          tickSize: 3,
          label: null,
        },
        y: { label: "value", labelAnchor: "center", labelArrow: "none", tickSize: 3, inset: 6 },
        marks: [
          ...(shapes.length === 0 ? [note("no number varies", theme)] : shapes),
          Plot.ruleX(rows, { x: "place", y1: "lower", y2: "upper", stroke: theme.ink, strokeWidth: 1.2 }),
          Plot.ruleX(rows, { x: "place", y1: "innerLower", y2: "innerUpper", stroke: theme.ink, strokeWidth: 4.5 }),
          Plot.dot(rows, { x: "place", y: "point", r: 3.2, fill: theme.background, stroke: theme.ink }),
        ],
      },
    },
  ]);
}

function violin(variable: PlotVariable, place: number, color: string): Plot.Markish[] {
  const shape = shapeOf(variable);
  if (shape === undefined) return [];
  const places = Array.from(shape.x, (_, i) => i);
  const side = (sign: number) => (i: number) => place + sign * HalfWidth * shape.height[i]!;
  return [
    Plot.areaX(places, { y: (i: number) => shape.x[i], x1: side(-1), x2: side(1), fill: color, fillOpacity: 0.4, stroke: color }),
  ];
}

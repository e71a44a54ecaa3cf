/** Intervals of predictions, row by row, beside what was observed. */
import * as Plot from "@observablehq/plot";
import { finiteDraws } from "../density/flat_draws.js";
import { medianOfSorted } from "../statistics/quantile.js";
import { figure, innerHeight, note } from "./figure.js";
import { type IntervalChoice, intervalOf } from "./interval.js";
import { looksOf, type PlotOptions } from "./options.js";
import { checkLength } from "./point_data.js";
import { predictionsByRow } from "./predicted_rows.js";
import type { PredictiveCheck } from "./predictive_check.js";

export interface PredictiveIntervalOptions extends PlotOptions, Pick<IntervalChoice, "interval" | "probability"> {
  /** Where rows stand along the axis; by default their numbers. */
  readonly x?: ArrayLike<number>;
  readonly xLabel?: string;
  readonly label?: string;
}

/** More rows than this are thinned evenly. */
const MostRows = 400;

/**
 * For each row the interval of its predictions (94 % thin, 50 % thick) and their median, and what was observed: filled where the
 * interval holds it, in the alarm's colour where not. As `ppc_intervals` of bayesplot.
 *
 *     plotPredictiveIntervals({ observed: y, predicted: fit.predict().y.value }, { x, xLabel: "x" })
 *
 * Throws `length-mismatch` where predictions or x have not one value a row.
 */
export function plotPredictiveIntervals(check: PredictiveCheck, options: PredictiveIntervalOptions = {}): SVGSVGElement {
  const count = check.observed.length;
  if (options.x !== undefined) checkLength("x", options.x, count);
  const byRow = predictionsByRow(check);
  const step = Math.max(1, Math.ceil(count / MostRows));
  const places = Array.from({ length: Math.ceil(count / step) }, (_, i) => i * step);
  const rows = places.flatMap((row) => {
    const draws = finiteDraws(byRow(row)).slice().sort();
    if (draws.length === 0 || !Number.isFinite(check.observed[row]!)) return [];
    const [outer, inner] = [intervalOf(draws, options.probability ?? 0.94, options), intervalOf(draws, 0.5, options)];
    const observed = check.observed[row]!;
    const isInside = observed >= outer.lower && observed <= outer.upper;
    return [
      {
        x: options.x?.[row] ?? row,
        ...outer,
        innerLower: inner.lower,
        innerUpper: inner.upper,
        median: medianOfSorted(draws),
        observed,
        isInside,
      },
    ];
  });
  const outside = rows.filter(({ isInside }) => !isInside);
  const percent = Math.round(100 * (options.probability ?? 0.94));
  const alt = `Predicted intervals of ${rows.length} rows; ${outside.length} observations are outside their ${percent} % interval.`;
  const looks = looksOf(options, { width: 640, height: 360, alt });
  const { theme } = looks;
  const axis = { labelAnchor: "center", labelArrow: "none", tickSize: 3 } as const;
  return figure(looks, [
    {
      x: 0,
      y: 0,
      width: looks.width,
      height: innerHeight(looks),
      plot: {
        marginLeft: 56,
        marginRight: 14,
        marginTop: 26,
        marginBottom: 42,
        x: { ...axis, label: options.xLabel ?? "row", inset: 8 },
        y: { ...axis, label: options.label ?? "value", inset: 6 },
        marks: [
          ...(rows.length === 0 ? [note("no finite predictions", theme)] : []),
          Plot.ruleX(rows, { x: "x", y1: "lower", y2: "upper", stroke: theme.main, strokeOpacity: 0.6 }),
          Plot.ruleX(rows, {
            x: "x",
            y1: "innerLower",
            y2: "innerUpper",
            stroke: theme.main,
            strokeWidth: 3.5,
            strokeOpacity: 0.6,
          }),
          Plot.dot(rows, { x: "x", y: "median", r: 2.2, fill: theme.background, stroke: theme.main }),
          Plot.dot(rows, {
            x: "x",
            y: "observed",
            r: 2.8,
            fill: ({ isInside }: { isInside: boolean }) => (isInside ? theme.ink : theme.alarm),
          }),
          Plot.frame({ stroke: theme.grid }),
          Plot.text([`${outside.length} of ${rows.length} outside their ${percent} % interval`], {
            frameAnchor: "top-right",
            dy: -16,
            textAnchor: "end",
            fill: outside.length > 0 ? theme.alarm : theme.muted,
          }),
        ],
      },
    },
  ]);
}

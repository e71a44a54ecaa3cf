/** The predictive check: the data beside data that the model makes (Gelman et al., Bayesian Data Analysis, chapter 6). */
import * as Plot from "@observablehq/plot";
import type { NamedArray } from "../array.js";
import { finiteDraws, isDiscrete } from "../density/flat_draws.js";
import { kde } from "../density/kde.js";
import { figure, innerHeight, note } from "./figure.js";
import { varies } from "./joint_marks.js";
import { looksOf, type PlotOptions } from "./options.js";
import { notOneARow } from "./predicted_rows.js";
import type { Theme } from "./theme.js";

export interface PredictiveCheck {
  /** One number a row, as it was observed. */
  readonly observed: ArrayLike<number>;
  /** [chain, draw, row] (what `fit.predict()` or `samplePrior` gave), or an array of rows for each draw. */
  readonly predicted: NamedArray | readonly ArrayLike<number>[];
}

export interface PredictiveCheckOptions extends PlotOptions {
  /** "density" for densities (bars where all are whole numbers), "cumulative" for shares at or below each value. Default "density". */
  readonly kind?: "density" | "cumulative";
  /** Predicted data sets that are drawn, evenly among those there are; default 50. */
  readonly samples?: number;
  /** Also draws what all predictions together give; default true. */
  readonly pooled?: boolean;
  /** What is observed, below the axis. */
  readonly label?: string;
}

interface Curve {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * The distribution of the data and those of predicted data sets, as `az.plot_ppc`. Where the data's curve leaves the bundle, the model
 * does not make such data.
 *
 *     plotPredictiveCheck({ observed: y, predicted: fit.predict().y.value })
 *
 * Throws `length-mismatch` where predictions have not one value a row.
 */
export function plotPredictiveCheck(check: PredictiveCheck, options: PredictiveCheckOptions = {}): SVGSVGElement {
  const sets = predictedSets(check, options.samples ?? 50);
  const observed = finiteDraws(check.observed);
  const isCumulative = options.kind === "cumulative";
  const isWhole = isDiscrete(observed) && sets.every((set) => isDiscrete(set));
  const curveOf = isCumulative ? cumulativeOf : isWhole ? sharesOf : densityOf;
  const alt = `Predictive check of ${options.label ?? "the data"}: ${sets.length} predicted data sets and ${observed.length} observed values.`;
  const looks = looksOf(options, { width: 560, height: 340, alt });
  const { theme } = looks;
  const step = isCumulative || (isWhole && !isCumulative) ? "step" : "linear";
  const mark = (curve: Curve | undefined, style: object): Plot.Markish[] =>
    curve === undefined
      ? []
      : [
          Plot.lineY(
            Array.from(curve.x, (_, i) => i),
            { x: (i: number) => curve.x[i], y: (i: number) => curve.y[i], curve: step, clip: true, ...style },
          ),
        ];
  const pooled =
    options.pooled === false || sets.length === 0 ? undefined : curveOf(Float64Array.from(sets.flatMap((set) => [...set])));
  const own = curveOf(observed);
  const marks = [
    ...sets.flatMap((set) => mark(curveOf(set), { stroke: theme.main, strokeWidth: 0.7, strokeOpacity: 0.35 })),
    ...mark(pooled, { stroke: theme.categories[1], strokeWidth: 1.8, strokeDasharray: "6 3" }),
    ...mark(own, { stroke: theme.ink, strokeWidth: 2 }),
  ];
  return figure(looks, [
    {
      x: 0,
      y: 0,
      width: looks.width,
      height: innerHeight(looks),
      plot: {
        marginLeft: isCumulative ? 50 : 20,
        marginRight: 20,
        marginTop: 14,
        marginBottom: 42,
        x: {
          domain: rangeOf(observed, sets),
          label: options.label ?? "value",
          labelAnchor: "center",
          labelArrow: "none",
          tickSize: 3,
        },
        y: isCumulative
          ? { label: "share at or below", labelAnchor: "center", labelArrow: "none", tickSize: 3, domain: [0, 1] }
          : { axis: null, zero: true },
        marks: [
          ...(marks.length === 0 ? [note("no finite values", theme)] : marks),
          Plot.frame({ stroke: theme.grid }),
          ...legend(pooled !== undefined, isCumulative, theme),
        ],
      },
    },
  ]);
}

function legend(hasPooled: boolean, isBelow: boolean, theme: Theme): Plot.Markish[] {
  const rows: (readonly [string, string])[] = [
    ["— observed", theme.ink],
    ["— predicted", theme.main],
    ...(hasPooled ? [["- - predicted, all together", theme.categories[1]!] as const] : []),
  ];
  return rows.map(([text, fill], i) => {
    const frameAnchor = isBelow ? "bottom-right" : "top-right";
    const dy = isBelow ? -8 - 15 * (rows.length - 1 - i) : 8 + 15 * i;
    return Plot.text([text], { frameAnchor, dx: -8, dy, fill, fontWeight: 600, stroke: theme.background, strokeWidth: 3 });
  });
}

/** At most so many data sets, evenly among all draws. */
function predictedSets({ observed, predicted }: PredictiveCheck, most: number): Float64Array[] {
  const rows = observed.length;
  const isNamed = "dims" in predicted;
  const count = isNamed ? (rows === 0 ? 0 : predicted.values.length / rows) : predicted.length;
  const draws = isNamed ? predicted.shape[0]! * predicted.shape[1]! : count;
  if (isNamed && draws !== count) throw notOneARow(rows, predicted.values.length / draws);
  const chosen = Array.from({ length: Math.min(most, count) }, (_, i) => Math.floor((i * count) / Math.min(most, count)));
  return chosen.map((draw) => {
    const set = isNamed ? predicted.values.slice(draw * rows, (draw + 1) * rows) : Float64Array.from(predicted[draw]!);
    if (set.length !== rows) throw notOneARow(rows, set.length);
    return finiteDraws(set);
  });
}

/** The middle 99 % of all predictions, and all that was observed: one wild prediction does not squeeze the rest. */
function rangeOf(observed: Float64Array, sets: readonly Float64Array[]): [number, number] {
  const all = Float64Array.from(sets.flatMap((set) => [...set])).sort();
  const cut = Math.floor(0.005 * all.length);
  const ends = [all[cut], all[all.length - 1 - cut], ...observed].filter((value) => value !== undefined);
  if (ends.length === 0) return [0, 1];
  const [low, high] = [ends.reduce((a, b) => Math.min(a, b)), ends.reduce((a, b) => Math.max(a, b))];
  const room = high > low ? 0.04 * (high - low) : 1;
  return [low - room, high + room];
}

function densityOf(values: Float64Array): Curve | undefined {
  if (values.length < 2 || !varies(values)) return undefined;
  const { x, density } = kde(values);
  return { x, y: density };
}

/** The share of each whole number from the least to the greatest. */
function sharesOf(values: Float64Array): Curve | undefined {
  if (values.length === 0) return undefined;
  const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  if (high - low > 2000) return densityOf(values);
  const y = new Float64Array(high - low + 1);
  for (const value of values) y[value - low]! += 1 / values.length;
  return { x: Float64Array.from(y, (_, i) => low + i), y };
}

function cumulativeOf(values: Float64Array): Curve | undefined {
  if (values.length === 0) return undefined;
  const x = values.slice().sort();
  return { x, y: Float64Array.from(x, (_, i) => (i + 1) / x.length) };
}

/** Probability integral transforms: where each observation lies in its predictive distribution. Uniform for a calibrated model. */
import * as Plot from "@observablehq/plot";
import { WasmcmcError } from "../../errors.js";
import type { NamedArray } from "../array.js";
import { kde } from "../density/kde.js";
import { figure, innerHeight, note } from "./figure.js";
import { varies } from "./joint_marks.js";
import { checkProbability, looksOf, type PlotOptions } from "./options.js";
import { predictionsByRow } from "./predicted_rows.js";
import type { PredictiveCheck } from "./predictive_check.js";
import { simultaneousBand } from "./uniform_band.js";

export interface PitOptions extends PlotOptions {
  /** "ecdf" is the difference of the distribution function from the uniform one, "density" a density. Default "ecdf". */
  readonly kind?: "ecdf" | "density";
  /** That uniform values stay inside the whole band; default 0.94. */
  readonly probability?: number;
}

/**
 * The shares of predictions at or below each observation: `az.plot_ppc_pit`, with half of those equal to it.
 *
 *     plotPit({ observed: y, predicted: fit.predict().y.value })
 */
export function plotPit(check: PredictiveCheck, options: PitOptions = {}): SVGSVGElement {
  const byRow = predictionsByRow(check);
  const shares = Float64Array.from(check.observed, (observed, row) => {
    const draws = byRow(row);
    let below = 0;
    for (const draw of draws) below += draw < observed ? 1 : draw === observed ? 0.5 : 0;
    return below / draws.length;
  });
  return pitFigure(shares, options, "Predictive PIT");
}

/**
 * What `looPit` gives: the same with each observation left out, as `az.plot_loo_pit`.
 *
 *     plotLooPit(looPit(y, fit.predict().y.value, fit))
 *
 * The band holds all of a uniform sample's curve with the given probability (simulated at a fixed seed; Säilynoja, Bürkner & Vehtari
 * 2022). Throws `outside-support` for values that are no shares.
 */
export function plotLooPit(pit: NamedArray | ArrayLike<number>, options: PitOptions = {}): SVGSVGElement {
  return pitFigure(Float64Array.from("dims" in pit ? pit.values : pit), options, "LOO-PIT");
}

function pitFigure(shares: Float64Array, options: PitOptions, name: string): SVGSVGElement {
  const probability = options.probability ?? 0.94;
  checkProbability("probability", probability);
  const row = shares.findIndex((share) => !(share >= 0 && share <= 1) && !Number.isNaN(share));
  if (row >= 0) {
    throw new WasmcmcError({
      code: "outside-support",
      problem: `Row ${row} has the probability integral transform ${shares[row]}.`,
      remedy: "It is a share: a number from 0 to 1.",
      variable: "pit",
      row,
      value: shares[row],
    });
  }
  const known = shares.filter((share) => !Number.isNaN(share)).sort();
  const kind = options.kind ?? "ecdf";
  const band = simultaneousBand(Math.max(1, known.length), probability);
  const isOutside =
    known.length > 0 && Array.from(band.x).some((x, i) => curveAt(known, x) < band.low[i]! || curveAt(known, x) > band.high[i]!);
  const alt = `${name} of ${known.length} observations: ${known.length === 0 ? "nothing to show" : isOutside ? "not uniform" : "uniform as far as can be told"}.`;
  const looks = looksOf(options, { width: 520, height: 320, alt });
  const { theme } = looks;
  const axis = { labelAnchor: "center", labelArrow: "none", tickSize: 3 } as const;
  const marks =
    known.length === 0
      ? [note("no observations", theme)]
      : kind === "ecdf"
        ? differenceMarks(known, band, theme.main, theme.grid)
        : densityMarks(known, theme.main);
  return figure(looks, [
    {
      x: 0,
      y: 0,
      width: looks.width,
      height: innerHeight(looks),
      plot: {
        marginLeft: 60,
        marginRight: 14,
        marginTop: 26,
        marginBottom: 42,
        x: { ...axis, domain: [0, 1], label: name },
        y: { ...axis, label: kind === "ecdf" ? "ECDF minus uniform" : "density", zero: kind !== "ecdf" },
        marks: [
          ...marks,
          Plot.ruleY([kind === "ecdf" ? 0 : 1], { stroke: theme.muted, strokeDasharray: "4 3" }),
          Plot.frame({ stroke: theme.grid }),
          Plot.text(
            [
              isOutside
                ? `${kind === "ecdf" ? "" : "ECDF "}leaves the ${Math.round(100 * probability)} % band`
                : `${kind === "ecdf" ? "" : "ECDF "}inside the ${Math.round(100 * probability)} % band`,
            ],
            { frameAnchor: "top-right", dy: -16, textAnchor: "end", fill: isOutside ? theme.alarm : theme.muted },
          ),
        ],
      },
    },
  ]);
}

function curveAt(sorted: Float64Array, x: number): number {
  let count = 0;
  while (count < sorted.length && sorted[count]! <= x) count++;
  return count / sorted.length - x;
}

function differenceMarks(
  sorted: Float64Array,
  band: ReturnType<typeof simultaneousBand>,
  color: string,
  grid: string,
): Plot.Markish[] {
  const places = Array.from(band.x, (_, i) => i);
  const steps = [0, ...sorted, 1].flatMap((x, i) => {
    const [before, after] = [Math.max(0, i - 1), Math.min(i, sorted.length)];
    return [
      [x, before / sorted.length - x],
      [x, after / sorted.length - x],
    ] as [number, number][];
  });
  return [
    Plot.areaY(places, {
      x: (i: number) => band.x[i],
      y1: (i: number) => band.low[i],
      y2: (i: number) => band.high[i],
      fill: grid,
      fillOpacity: 0.7,
    }),
    Plot.line(steps, { stroke: color, strokeWidth: 1.6 }),
  ];
}

function densityMarks(sorted: Float64Array, color: string): Plot.Markish[] {
  if (sorted.length < 2 || !varies(sorted)) return [];
  const { x, density } = kde(sorted, { limits: [0, 1] });
  const places = Array.from(x, (_, i) => i);
  return [Plot.lineY(places, { x: (i: number) => x[i], y: (i: number) => density[i], stroke: color, strokeWidth: 1.6 })];
}

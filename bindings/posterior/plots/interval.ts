/** Intervals and points by which plots sum up one number's draws. */
import { finiteDraws } from "../density/flat_draws.js";
import { mode } from "../density/mode.js";
import { hdi, type Interval } from "../statistics/hdi.js";
import { eti } from "../statistics/interval.js";
import { mean } from "../statistics/moments.js";
import { medianOfSorted } from "../statistics/quantile.js";
import { allDraws, type PlotVariable } from "./variables.js";

export interface IntervalChoice {
  /** "hdi" is the shortest interval, "eti" that with equal tails; default "hdi". */
  readonly interval?: "hdi" | "eti";
  /** Share of the draws inside; default 0.94. */
  readonly probability?: number;
  /** Default "mean". */
  readonly point?: "mean" | "median" | "mode";
}

export interface Summed {
  readonly draws: Float64Array;
  readonly outer: Interval;
  readonly point: number;
}

/** Of the finite draws; NaN where there are none. */
export function summed(variable: PlotVariable, choice: IntervalChoice): Summed {
  const draws = finiteDraws(allDraws(variable));
  if (draws.length === 0) return { draws, outer: { lower: NaN, upper: NaN }, point: NaN };
  return { draws, outer: intervalOf(draws, choice.probability ?? 0.94, choice), point: pointOf(draws, choice.point ?? "mean") };
}

export function intervalOf(draws: Float64Array, probability: number, { interval = "hdi" }: IntervalChoice): Interval {
  return interval === "hdi" ? hdi(draws, probability) : eti(draws, probability);
}

function pointOf(draws: Float64Array, kind: "mean" | "median" | "mode"): number {
  if (kind === "mean") return mean(draws);
  return kind === "mode" ? mode([draws]) : medianOfSorted(draws.slice().sort());
}

/** Three significant digits, with an exponent where zeros would be read as digits. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "–" : String(value);
  const size = Math.abs(value);
  const text = size >= 1e6 || (size > 0 && size < 1e-4) ? value.toExponential(2) : String(Number(value.toPrecision(3)));
  return text
    .replace(/\.?0+e/, "e")
    .replace("e+", "e")
    .replaceAll("-", "−");
}

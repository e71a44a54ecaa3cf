/** A recipe for data: a straight line with outliers, simulated by a seed, and what they were simulated with. */
import { WasmcmcError } from "../errors.js";
import { vector } from "../model/data.js";
import { normal } from "../model/distributions/normal.js";
import { uniform } from "../model/distributions/uniform.js";
import { param } from "../model/param.js";
import { model } from "./model.js";
import { samplePrior } from "./sample_prior.js";

export interface LineOptions {
  /** Number of points: 32. */
  readonly points?: number;
  /** How many of them are outliers: 8. */
  readonly outliers?: number;
  /** Integer from 0 to 2^53 - 1. */
  readonly seed: number;
}

export interface SimulatedLine {
  /** Increasing, from 0 to 10. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Standard deviation of each y, from 0.5 to 2.5. */
  readonly yErr: Float64Array;
  /** 1 where the point is an outlier, else 0. */
  readonly isOutlier: Uint8Array;
  /** Slope, intercept, log and square of the outliers' own spread, shares of points on the line and off it. */
  readonly truth: {
    readonly m: number;
    readonly b: number;
    readonly ln_s_out: number;
    readonly s_out: number;
    readonly w: readonly [line: number, outlier: number];
  };
}

const [slope, intercept, outlierVariance] = [3.1, -12, 100];

const ingredients = () =>
  model({ row: vector("point") }, () => ({
    x: param(uniform(0, 10), { dims: "point" }),
    yErr: param(uniform(0.5, 2.5), { dims: "point" }),
    noise: param(normal(0, 1), { dims: "point" }),
    lot: param(uniform(0, 1), { dims: "point" }),
  }));

/**
 * Points along a line, of which a given number at random places are outliers:
 *
 *     y ~ N(m x + b, yErr^2) on the line,   y ~ N(0, yErr^2 + s_out) off it,   x ~ U(0, 10),   yErr ~ U(0.5, 2.5)
 *
 *     const { x, y, yErr, isOutlier, truth } = simulateLine({ points: 32, outliers: 8, seed: 1 });
 *
 * A seed gives the same points to the last bit on every host: the engine draws the random numbers, and what is made of them takes no
 * more than sums, products and square roots. Errors: "bad-option" names the option.
 */
export function simulateLine({ points = 32, outliers = 8, seed }: LineOptions): SimulatedLine {
  checkCount("points", points, 1, 1e7);
  checkCount("outliers", outliers, 0, points);
  const { parameters } = samplePrior(ingredients(), { row: new Float64Array(points) }, { draws: 1, seed });
  const { yErr, noise, lot } = parameters;
  const byLot = Array.from(lot.values.keys()).sort((a, b) => (lot.values[a] as number) - (lot.values[b] as number));
  const isOutlier = new Uint8Array(points);
  for (const point of byLot.slice(0, outliers)) isOutlier[point] = 1;
  const x = parameters.x.values.slice().sort();
  const y = x.map((at, point) => {
    const [error, z] = [yErr.values[point] as number, noise.values[point] as number];
    return isOutlier[point] === 1 ? Math.sqrt(error * error + outlierVariance) * z : slope * at + intercept + error * z;
  });
  const share = outliers / points;
  const truth = { m: slope, b: intercept, ln_s_out: Math.LN10, s_out: outlierVariance, w: [1 - share, share] } as const;
  return { x, y, yErr: yErr.values, isOutlier, truth };
}

function checkCount(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `simulateLine: ${name} is ${String(value)}.`,
    remedy: `Give a whole number from ${least} to ${most}.`,
    variable: name,
    value,
  });
}

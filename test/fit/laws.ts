/** Whether draws follow a law: distances of their distribution, moments, and the elements of arrays that simulations give. */
import type { NamedArray } from "../../bindings/index.js";
import type { AnyDist } from "../../bindings/model/dist.js";
import { logNormalCdf } from "../../bindings/program/reference/normal_tails.js";
import { evaluateRows } from "../program/distribution_rows.js";

/** The Kolmogorov-Smirnov distance that 1 of 10000 samples of any size exceeds, as it were of one: sqrt(log(2 / 1e-4) / 2). */
export const furthest = 2.226;

/** Standard normal quantile of 1 - 1e-4 / 2: a mean further from its own in units of its error is as rare. */
export const sigmas = 3.891;

/** The Kolmogorov-Smirnov distance of independent draws from a law given by its cdf, times the root of their number. */
export function distanceFrom(draws: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(draws).sort();
  return farthest(sorted.map(cdf));
}

/** The same of a distribution of the library, by its own cdf. */
export function distance(draws: Float64Array, distribution: AnyDist): number {
  const values = [...draws.slice().sort()].map((value) => ({ parameters: [], value }));
  const { rows } = evaluateRows(
    "the engine",
    () => distribution,
    0,
    values,
    (dist, x) => dist.cdf(x),
  );
  return farthest(rows);
}

function farthest(shares: Float64Array): number {
  const gaps = shares.map((p, i) => Math.max(p - i / shares.length, (i + 1) / shares.length - p));
  return Math.max(...gaps) * Math.sqrt(shares.length);
}

/** The standard normal cdf. */
export const phi = (x: number): number => Math.exp(logNormalCdf(x));

export const mean = (x: Float64Array): number => x.reduce((sum, value) => sum + value, 0) / x.length;

export function covariance(x: Float64Array, y: Float64Array): number {
  const [a, b] = [mean(x), mean(y)];
  return mean(x.map((value, i) => (value - a) * ((y[i] as number) - b)));
}

/** The correlation of independent pairs, times the root of their number: standard normal where there is none. */
export function correlated(x: Float64Array, y: Float64Array): number {
  return (Math.sqrt(x.length) * covariance(x, y)) / Math.sqrt(covariance(x, x) * covariance(y, y));
}

/** How far the mean of independent draws is from what it should be, in units of its error. */
export function meanOff(x: Float64Array, expected: number): number {
  return (Math.sqrt(x.length) * Math.abs(mean(x) - expected)) / Math.sqrt(covariance(x, x));
}

/** The same of their variance. */
export function varianceOff(x: Float64Array, expected: number): number {
  const center = mean(x);
  return meanOff(
    x.map((value) => (value - center) ** 2),
    expected,
  );
}

/** Number `at` of each draw of [chain, draw, ...]. */
export function numberOf({ values, shape }: NamedArray, at: number): Float64Array {
  const width = shape.slice(2).reduce((product, length) => product * length, 1);
  return Float64Array.from({ length: values.length / width }, (_, draw) => values[draw * width + at] as number);
}

/**
 * Where chains start on a line: near it, whatever its scale and whichever points are outliers. Slope and intercept by medians (Theil 1950,
 * Sen 1968, on pairs a few places apart in x), and a tenth of the points' range as the unit of each coordinate.
 */
import type { LinePoints } from "./messages.js";

export interface LineStarts {
  readonly slope: number;
  readonly intercept: number;
  /** Units of the sampler's coordinates. */
  readonly slopeUnit: number;
  readonly interceptUnit: number;
}

/** Pairs that the slope's median is of. */
const MostPairs = 4000;

export function lineStarts({ x, y }: LinePoints): LineStarts {
  const order = Array.from(x.keys()).sort((a, b) => x[a]! - x[b]!);
  const half = order.length >> 1;
  const strides = Math.max(1, Math.min(half, Math.floor(MostPairs / Math.max(1, half))));
  const slopes: number[] = [];
  for (let stride = 0; stride < strides; stride++) {
    for (let i = 0; i + half + stride < order.length; i++) {
      const [a, b] = [order[i]!, order[i + half + stride]!];
      if (x[b]! > x[a]!) slopes.push((y[b]! - y[a]!) / (x[b]! - x[a]!));
    }
  }
  const slope = short(median(slopes));
  const width = (values: Float64Array) => spanOf(values) || 1;
  return {
    slope,
    intercept: short(median(Array.from(y, (value, i) => value - slope * x[i]!))),
    slopeUnit: short(width(y) / width(x) / 10),
    interceptUnit: short(width(y) / 10),
  };
}

/** Few digits: they stand in the code that the page shows. */
const short = (value: number): number => Number(value.toPrecision(4));

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function spanOf(values: Float64Array): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return high - low;
}

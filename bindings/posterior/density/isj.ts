/**
 * The improved Sheather-Jones bandwidth: Botev, Grotowski, Kroese (2010), Annals of Statistics 38, 2916-2957, as ArviZ has it.
 *
 * The square of the bandwidth, in units of the range, solves t = xi gamma^[7](t), their equation 30. ArviZ searches up to 0.01
 * by Brent's method with an absolute tolerance of 2e-12; where there is no root it takes Silverman's rule.
 */
import { rangeOf } from "./binning.js";
import { brentRoot } from "./brent.js";
import { cosineTransform } from "./cosine_transform.js";

/** Stages of equation 30: derivatives from the 7th down to the 2nd. */
const HighestOrder = 7;
/** A sum is broken off where each further term is below this share of it: all of them together are below its last digit. */
const Negligible = 1e-20;

/** The bandwidth of draws binned into `counts`, or `silverman` where equation 30 has no root. `range` is that of the draws. */
export function isjBandwidth(counts: Float64Array, drawCount: number, range: number, silverman: number): number {
  const moments = spectralMoments(counts, drawCount);
  const root = brentRoot((t) => t - fixedPoint(t, drawCount, moments), 0, 0.01);
  return root === undefined || root <= 0 ? silverman : Math.sqrt(root) * range;
}

interface Moments {
  readonly values: Float64Array;
  readonly largest: number;
}

/** k^(2 j) a_k^2 for k = 1 .. bins - 2 (ArviZ leaves the last one out), for each order j from 0 on. */
function spectralMoments(counts: Float64Array, drawCount: number): Moments[] {
  const transform = cosineTransform(counts.map((count) => count / drawCount));
  const squares = transform.subarray(1, counts.length - 1).map((a) => a * a);
  return Array.from({ length: HighestOrder + 1 }, (_, order) => {
    const values = squares.map((square, i) => (i + 1) ** (2 * order) * square);
    return { values, largest: rangeOf(values)[1] };
  });
}

/** The right side of equation 30. */
function fixedPoint(t: number, drawCount: number, moments: readonly Moments[]): number {
  let norm = smoothed(moments, HighestOrder, t);
  for (let order = HighestOrder - 1; order >= 2; order--) {
    norm = smoothed(moments, order, (stageFactor(order) / (drawCount * norm)) ** (2 / (3 + 2 * order)));
  }
  return (2 * drawCount * Math.sqrt(Math.PI) * norm) ** -0.4;
}

/** The factor of 1 / (N f) in a stage's time. */
function stageFactor(order: number): number {
  let oddFactorial = 1;
  for (let odd = 3; odd < 2 * order; odd += 2) oddFactorial *= odd;
  return (((1 + 0.5 ** (order + 0.5)) / 3) * oddFactorial) / Math.sqrt(Math.PI / 2);
}

/** Half of pi^(2 j) times the sum of the moments, each times exp(-k^2 pi^2 t), which falls as k rises. */
function smoothed(moments: readonly Moments[], order: number, t: number): number {
  const { values, largest } = moments[order]!;
  const rate = Math.PI ** 2 * t;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const decay = Math.exp(-(i + 1) * (i + 1) * rate);
    total += values[i]! * decay;
    if (largest * decay <= Negligible * total) break;
  }
  return 0.5 * Math.PI ** (2 * order) * total;
}

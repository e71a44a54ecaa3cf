/** Rules for the width of a kernel, as ArviZ has them. */
import { mean, sumOfSquares } from "../statistics/moments.js";
import { scaledBesselI } from "./bessel.js";
import { isjBandwidth } from "./isj.js";
import { quartiles } from "./order_statistics.js";

/**
 * - `scott`: 1.06 sd n^(-1/5)
 * - `silverman`: 0.9 min(sd, interquartile range / 1.34) n^(-1/5)
 * - `isj`: improved Sheather-Jones (Botev, Grotowski, Kroese 2010); sees more than one mode
 * - `experimental`: the mean of `silverman` and `isj`, ArviZ's default
 */
export type LinearBandwidth = "scott" | "silverman" | "isj" | "experimental";

export const LinearBandwidths: readonly LinearBandwidth[] = ["scott", "silverman", "isj", "experimental"];

/** What rules look at: the draws, and what was found out about them already. */
export interface BinnedDraws {
  readonly values: Float64Array;
  /** Divisor: the number of draws. */
  readonly sd: number;
  readonly range: number;
  /** Draws in the bins of the grid. */
  readonly counts: Float64Array;
}

/** Standard deviation with divisor n, as np.std. */
export function populationSd(values: Float64Array): number {
  return Math.sqrt(sumOfSquares(values, mean(values)) / values.length);
}

export function linearBandwidth(rule: LinearBandwidth, { values, sd, range, counts }: BinnedDraws): number {
  const shrinking = values.length ** -0.2;
  if (rule === "scott") return 1.06 * sd * shrinking;
  const [lower, upper] = quartiles(values);
  const silverman = 0.9 * Math.min(sd, (upper - lower) / 1.34) * shrinking;
  if (rule === "silverman") return silverman;
  const isj = isjBandwidth(counts, values.length, range, silverman);
  return rule === "isj" ? isj : 0.5 * (silverman + isj);
}

/**
 * The concentration of a von Mises kernel for angles (radians) that are von Mises themselves: Taylor (2008), Computational
 * Statistics and Data Analysis 52, 3493-3500. More concentrated means less smooth.
 */
export function taylorBandwidth(angles: Float64Array): number {
  const center = circularMean(angles);
  const kappa = concentrationOf(mean(angles.map((angle) => Math.cos(angle - center))));
  const numerator = 3 * angles.length * kappa ** 2 * scaledBesselI(2, 2 * kappa);
  return (numerator / (4 * Math.sqrt(Math.PI) * scaledBesselI(0, kappa) ** 2)) ** 0.4;
}

/** Direction of the sum of unit vectors, between -pi and pi. */
export function circularMean(angles: Float64Array): number {
  let sines = 0;
  let cosines = 0;
  for (let i = 0; i < angles.length; i++) {
    sines += Math.sin(angles[i]!);
    cosines += Math.cos(angles[i]!);
  }
  return Math.atan2(sines, cosines);
}

/**
 * The kappa whose I1 / I0 is the mean resultant length, approximately: Fisher (1993), Statistical analysis of circular data, p.
 * 88.
 */
function concentrationOf(resultant: number): number {
  if (resultant >= 0 && resultant < 0.53) return 2 * resultant + resultant ** 3 + (5 * resultant ** 5) / 6;
  if (resultant < 0.85) return -0.4 + 1.39 * resultant + 0.43 / (1 - resultant);
  return 1 / (resultant ** 3 - 4 * resultant ** 2 + 3 * resultant);
}

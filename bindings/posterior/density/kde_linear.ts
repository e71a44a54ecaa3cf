/** Gaussian kernels over binned draws: one width for all by convolution, or a width a bin (Abramson's method). */
import type { ArvizStyle } from "../statistics/arviz_style.js";
import { mean, sum } from "../statistics/moments.js";
import { interpolate, linspace, midpoints } from "./binning.js";
import type { Kde } from "./kde_options.js";

export interface Grid {
  readonly edges: Float64Array;
  readonly counts: Float64Array;
  readonly drawCount: number;
  readonly boundCorrection: boolean;
  readonly style: ArvizStyle;
}

type Estimate = Pick<Kde, "x" | "density">;

/** The density of binned draws with one kernel for all. */
export function binnedDensity(grid: Grid, bandwidth: number): Estimate {
  const estimate = convolvedDensity(grid, bandwidth);
  return grid.style === "1.x" ? scaled(grid, estimate) : estimate;
}

/** Scaled so that it integrates to 1. */
function scaled({ edges }: Grid, { x, density }: Estimate): Estimate {
  const total = sum(density) * (edges[1]! - edges[0]!);
  return { x, density: density.map((height) => height / total) };
}

function convolvedDensity({ edges, counts, drawCount, boundCorrection, style }: Grid, bandwidth: number): Estimate {
  const binWidth = edges[1]! - edges[0]!;
  const sd = bandwidth / binWidth;
  const length = style === "0.x" ? Math.max(Math.trunc(sd * 2 * Math.PI), 1) : 2 * Math.ceil(4 * sd) + 1;
  const shares = counts.map((count) => count / binWidth / drawCount);
  const padding = boundCorrection ? Math.floor(counts.length / 5) : 0;
  const bins = reflected(shares, padding);
  const density = convolveSame(bins, gaussianWindow(length, sd, bins.length)).subarray(padding, padding + counts.length);
  return { x: midpoints(edges), density: density.map((height) => height / (sd * Math.sqrt(2 * Math.PI))) };
}

/** A kernel and which of its values stands for no distance. */
interface Window {
  readonly values: Float64Array;
  readonly center: number;
}

/**
 * scipy.signal.windows.gaussian: 1 in the middle, which lies between two places where the length is even. What is further from it
 * than `reach` is left out.
 */
function gaussianWindow(length: number, sd: number, reach: number): Window {
  const center = Math.min(Math.floor((length - 1) / 2), reach);
  const after = Math.min(Math.floor(length / 2), reach);
  const offset = length % 2 === 0 ? 0.5 : 0;
  if (length === 1) return { values: Float64Array.of(1), center };
  const values = Float64Array.from({ length: center + after + 1 }, (_, i) =>
    Math.exp(-((i - center - offset) ** 2) / (2 * sd * sd)),
  );
  return { values, center };
}

/** `padding` values mirrored at each end. */
function reflected(values: Float64Array, padding: number): Float64Array {
  const out = new Float64Array(values.length + 2 * padding);
  out.set(values, padding);
  for (let i = 0; i < padding; i++) {
    out[padding - 1 - i] = values[i]!;
    out[padding + values.length + i] = values[values.length - 1 - i]!;
  }
  return out;
}

/** The middle part, as long as `values`, of their convolution; empty bins cost nothing. */
function convolveSame(values: Float64Array, { values: kernel, center }: Window): Float64Array {
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === 0) continue;
    const shift = i - center;
    const to = Math.min(kernel.length, values.length - shift);
    for (let k = Math.max(0, -shift); k < to; k++) out[shift + k] = out[shift + k]! + value * kernel[k]!;
  }
  return out;
}

/**
 * A kernel a bin, wider by the root of how far a pilot estimate is below its geometric mean over the draws: Abramson (1982),
 * Annals of Statistics 10, 1217-1223.
 */
export function adaptiveDensity(values: Float64Array, grid: Grid, bandwidth: number): Estimate {
  const { edges, counts, drawCount, boundCorrection } = grid;
  const { x, density: pilot } = convolvedDensity(grid, bandwidth);
  for (let i = 0; i < pilot.length; i++) pilot[i] = pilot[i]! + 1e-9;
  const typical = Math.exp(mean(values.map((value) => Math.log(interpolate(value, x, pilot)))));
  const widths = pilot.map((height) => bandwidth * Math.sqrt(typical / height));
  const padding = boundCorrection ? Math.floor(counts.length / 5) : 0;
  const places = boundCorrection ? paddedPlaces(edges, counts.length, padding) : x;
  const density = sumOfKernels(places, reflected(widths, padding), reflected(counts, padding), padding, counts.length);
  const estimate = { x, density: density.map((height) => height / drawCount) };
  return grid.style === "1.x" ? scaled(grid, estimate) : estimate;
}

/** ArviZ's grid for reflected bins, which is not quite that of their midpoints. */
function paddedPlaces(edges: Float64Array, binCount: number, padding: number): Float64Array {
  const reach = padding * (edges[1]! - edges[0]!);
  return linspace(edges[0]! - reach, edges[binCount - 1]! + reach, binCount + 2 * padding);
}

/** At places from..from+length-1, the sum over all places of counts times normal densities. */
function sumOfKernels(places: Float64Array, sds: Float64Array, counts: Float64Array, from: number, length: number): Float64Array {
  const out = new Float64Array(length);
  for (let i = 0; i < places.length; i++) {
    if (counts[i] === 0) continue;
    const sd = sds[i]!;
    const height = counts[i]! / (Math.sqrt(2 * Math.PI) * sd);
    for (let j = 0; j < length; j++) {
      const z = (places[from + j]! - places[i]!) / sd;
      out[j] = out[j]! + height * Math.exp(-0.5 * z * z);
    }
  }
  return out;
}

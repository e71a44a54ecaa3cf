/** Kernel density estimates of two variables: ArviZ's fast_kde_2d, which convolves a grid of counts with one Gaussian kernel. */
import { WasmcmcError } from "../../errors.js";
import { mean } from "../statistics/moments.js";
import { badOption } from "./bad_option.js";
import { linspace, rangeOf, roundHalfEven } from "./binning.js";
import { convolveGrid, type Matrix } from "./convolve_2d.js";
import { flatDraws, type PlainDraws } from "./flat_draws.js";

export interface Kde2dOptions {
  /** Cells along x and along y; default [128, 128]. */
  readonly gridSize?: readonly [x: number, y: number];
  /** Cells at opposite ends are neighbours, else the grid is mirrored at its ends; default false. */
  readonly circular?: boolean;
  /**
   * "arviz" (the default) is ArviZ's kernel, whose widths along x and y are exchanged: it shows where one variable is, relative
   * to its range, much wider than the other. "aligned" has the widths where they belong.
   */
  readonly kernel?: "arviz" | "aligned";
}

export interface Kde2d {
  /** Per unit of x times y, at `density[i * y.length + j]` for x[i] and y[j]. */
  readonly density: Float64Array;
  /** From the least to the greatest draw, in equal steps. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Added to the variances, in cells, as in ArviZ 0.23: draws on a line have a density as well. */
const Ridge = 1e-6;

/**
 * Joint density of the draws of two numbers: fast_kde_2d of ArviZ 0.23 (arviz-stats 0.8 has the same but for draws on a line,
 * which it refuses). The kernel's covariance is that of the draws times n^(-1/3), Scott's rule for two dimensions.
 *
 * Draws of which one part is NaN or infinite are left out as pairs (ArviZ drops them from each side alone, which shifts the
 * rest). Throws `length-mismatch` where x and y differ in length, `too-few-draws` where fewer than two pairs remain or one
 * variable does not vary (ArviZ fails on these), `bad-option` for a grid of fewer than two cells a side.
 *
 *     const { density, x, y } = kde2d(fit.chains.map((chain) => chain.m), fit.chains.map((chain) => chain.b));
 *     const levels = hdiContours(density, [0.5, 0.94]);
 */
export function kde2d(xDraws: PlainDraws, yDraws: PlainDraws, options: Kde2dOptions = {}): Kde2d {
  const [columns, rows] = options.gridSize ?? [128, 128];
  for (const size of [columns, rows]) {
    if (!(Number.isInteger(size) && size >= 2 && size <= 2048)) {
      throw badOption("gridSize", `A grid cannot have ${size} cells a side.`, "Pass two whole numbers from 2 to 2048.", size);
    }
  }
  const { xs, ys } = finitePairs(xDraws, yDraws);
  const alongX = cellsOf(xs, columns, "x");
  const alongY = cellsOf(ys, rows, "y");
  const counts = new Float64Array(columns * rows);
  for (let i = 0; i < xs.length; i++) counts[alongX.cells[i]! * rows + alongY.cells[i]!]!++;
  const { kernel, volume } = gaussianKernel(alongX.cells, alongY.cells, options.kernel === "aligned");
  const grid = { values: counts, rows: columns, columns: rows };
  const density = convolveGrid(grid, kernel, options.circular ? "wrap" : "mirror");
  const scale = 1 / (xs.length * alongX.width * alongY.width * volume);
  for (let i = 0; i < density.length; i++) density[i] = density[i]! * scale;
  return { density, x: linspace(...alongX.range, columns), y: linspace(...alongY.range, rows) };
}

function finitePairs(xDraws: PlainDraws, yDraws: PlainDraws): { xs: Float64Array; ys: Float64Array } {
  const xs = flatDraws(xDraws);
  const ys = flatDraws(yDraws);
  if (xs.length !== ys.length) {
    throw new WasmcmcError({
      code: "length-mismatch",
      problem: `There are ${xs.length} draws of x and ${ys.length} of y.`,
      remedy: "Pass draws of the same iterations.",
      value: ys.length,
    });
  }
  const kept = (_: number, i: number) => Number.isFinite(xs[i]!) && Number.isFinite(ys[i]!);
  return xs.every(kept) ? { xs, ys } : { xs: xs.filter(kept), ys: ys.filter(kept) };
}

interface Cells {
  /** Whole numbers, by draw. */
  readonly cells: Float64Array;
  readonly width: number;
  readonly range: readonly [number, number];
}

/** The cell of each draw: cell i starts at point i of the grid, so that the greatest draw has one of its own. */
function cellsOf(values: Float64Array, count: number, name: string): Cells {
  const range = rangeOf(values);
  const width = (range[1] - range[0]) / (count - 1);
  if (values.length < 2 || !(width > 0)) {
    throw new WasmcmcError({
      code: "too-few-draws",
      problem: `${name} has ${values.length < 2 ? `${values.length} finite draws` : "one value only"}.`,
      remedy: "A density of two variables needs draws that differ in both.",
      variable: name,
      value: values.length,
    });
  }
  return { cells: values.map((value) => Math.floor((value - range[0]) / width)), width, range };
}

/**
 * The kernel with 1 in its middle, and the volume below it were it not cut off. Covariances have the divisor n - 1, lengths are
 * in cells.
 */
function gaussianKernel(x: Float64Array, y: Float64Array, aligned: boolean): { kernel: Matrix; volume: number } {
  const shrinking = x.length ** (-1 / 6);
  const xVariance = covariance(x, x) + Ridge;
  const yVariance = covariance(y, y) + Ridge;
  const shared = covariance(x, y);
  const determinant = (xVariance * yVariance - shared * shared) * shrinking ** 4;
  const inverse = { x: (yVariance * shrinking ** 2) / determinant, y: (xVariance * shrinking ** 2) / determinant };
  const cross = (-shared * shrinking ** 2) / determinant;
  const height = (along: number, across: number): number =>
    Math.exp(-0.5 * (inverse.x * along * along + 2 * cross * along * across + inverse.y * across * across));
  const lengths = [xVariance, yVariance].map((variance) =>
    Math.max(roundHalfEven(shrinking * 2 * Math.PI * Math.sqrt(variance)), 1),
  );
  const [xLength, yLength] = lengths as [number, number];
  const kernel = aligned
    ? matrix(2 * Math.ceil(xLength / 2) + 1, 2 * Math.ceil(yLength / 2) + 1, (i, j, rows, columns) =>
        height(i - (rows - 1) / 2, j - (columns - 1) / 2),
      )
    : matrix(yLength, xLength, (i, j) => height(j - xLength / 2, i - yLength / 2));
  return { kernel, volume: 2 * Math.PI * Math.sqrt(determinant) };
}

function matrix(rows: number, columns: number, entry: (i: number, j: number, rows: number, columns: number) => number): Matrix {
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) values[i * columns + j] = entry(i, j, rows, columns);
  return { values, rows, columns };
}

function covariance(x: Float64Array, y: Float64Array): number {
  const xMean = mean(x);
  const yMean = mean(y);
  let total = 0;
  for (let i = 0; i < x.length; i++) total += (x[i]! - xMean) * (y[i]! - yMean);
  return total / (x.length - 1);
}

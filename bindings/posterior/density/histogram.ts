/** Histograms with ArviZ's rules for bins and numpy's for their edges. */
import { WasmcmcError } from "../../errors.js";
import { badOption } from "./bad_option.js";
import { arange, countBetween, countEqual, equalEdges, rangeOf, roundHalfEven } from "./binning.js";
import { flatDraws, isDiscrete, type PlainDraws } from "./flat_draws.js";
import { quartiles } from "./order_statistics.js";
import { checkedWeights } from "./weights.js";

export interface HistogramOptions {
  /** "arviz" (the default) for its rule, the number of bins of equal width, or ascending edges. */
  readonly bins?: "arviz" | number | ArrayLike<number>;
  /** Ends of the bins where their number is given; default the range of the draws. Draws outside are left out. */
  readonly range?: readonly [lower: number, upper: number];
  /** Whole-numbered bins; default whether all draws are whole numbers (ArviZ goes by the dtype). */
  readonly discrete?: boolean;
  /** A weight a draw, summed in place of counting. */
  readonly weights?: PlainDraws;
}

export interface Histogram {
  /** Draws a bin, or their weights. */
  readonly counts: Float64Array;
  /** Counts over their sum and the bin's width. */
  readonly density: Float64Array;
  /** One more than bins. A draw on an edge is in the bin above, on the last in the last. */
  readonly edges: Float64Array;
}

/**
 * Counts and density of the draws of one number in bins: np.histogram with the bins of ArviZ's get_bins, which 0.23 and
 * arviz-stats 0.8 share. NaN and infinite draws are left out (ArviZ fails on them).
 *
 * Throws `too-few-draws` where no finite draw remains, `bad-option` for bins that are none, `length-mismatch` for weights of
 * other draws.
 *
 *     const { counts, edges } = histogram(fit.chains.map((chain) => chain.m));
 *     histogram(tosses, { bins: [-0.5, 0.5, 1.5] }).density;
 */
export function histogram(draws: PlainDraws, options: HistogramOptions = {}): Histogram {
  const { bins = "arviz" } = options;
  const all = flatDraws(draws);
  const kept = all.every(Number.isFinite) ? undefined : (_: number, i: number) => Number.isFinite(all[i]!);
  const values = kept === undefined ? all : all.filter(kept);
  const given = options.weights === undefined ? undefined : checkedWeights(options.weights, all.length);
  const weights = kept === undefined ? given : given?.filter(kept);
  if (values.length === 0) throw noDraws();
  const equal = typeof bins === "number";
  const edges = equal
    ? equalBins(bins, options.range ?? rangeOf(values))
    : bins === "arviz"
      ? arvizBins(values, options.discrete)
      : checkedEdges(bins);
  return described((equal ? countEqual : countBetween)(values, edges, weights), edges);
}

function described(counts: Float64Array, edges: Float64Array): Histogram {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return { counts, edges, density: counts.map((count, bin) => count / (edges[bin + 1]! - edges[bin]!) / total) };
}

/**
 * Edges by ArviZ's rule: bins as wide as the wider of Sturges' (range / (log2 n + 1)) and Freedman and Diaconis' (twice the
 * interquartile range / n^(1/3)), from the least draw on; of whole numbers rounded, and 1 at least.
 */
export function arvizBins(values: Float64Array, said?: boolean): Float64Array {
  const [lower, upper] = rangeOf(values);
  const [first, third] = quartiles(values);
  const width = Math.max((upper - lower) / (Math.log2(values.length) + 1), 2 * (third - first) * values.length ** (-1 / 3));
  if (isDiscrete(values, said)) {
    const whole = roundHalfEven(Math.max(width, 1));
    return arange(lower, upper + whole + 1, whole);
  }
  const together = Math.abs(lower - upper) <= 1e-8 + 1e-5 * Math.abs(upper);
  const step = together ? 1e-3 : width;
  return arange(lower, upper + step, step);
}

function equalBins(count: number, [lower, upper]: readonly [lower: number, upper: number]): Float64Array {
  if (!(Number.isInteger(count) && count >= 1 && count <= 2 ** 24)) {
    throw badOption("bins", `There cannot be ${count} bins.`, "Pass a whole number from 1 on, edges, or nothing.", count);
  }
  if (!(lower <= upper && Number.isFinite(upper - lower))) {
    throw badOption("range", `Bins cannot reach from ${lower} to ${upper}.`, "Pass two numbers, the smaller first.", [
      lower,
      upper,
    ]);
  }
  return equalEdges(lower, upper, count);
}

function checkedEdges(bins: "arviz" | ArrayLike<number>): Float64Array {
  const edges = typeof bins === "string" ? new Float64Array(0) : Float64Array.from(bins);
  if (edges.length >= 2 && edges.every((edge, i) => i === 0 || edge > edges[i - 1]!)) return edges;
  throw badOption(
    "bins",
    "The bins have no ascending edges.",
    'Pass at least two numbers in ascending order, a number of bins, or "arviz".',
    bins,
  );
}

function noDraws(): WasmcmcError {
  return new WasmcmcError({
    code: "too-few-draws",
    problem: "There are no finite draws.",
    remedy: "Pass at least one.",
    value: 0,
  });
}

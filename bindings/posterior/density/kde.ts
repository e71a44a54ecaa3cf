/** Kernel density estimates of one variable, with ArviZ's definitions. */
import { linearBandwidth, populationSd } from "./bandwidth.js";
import { countEqual, equalEdges, rangeOf } from "./binning.js";
import { finiteDraws, type PlainDraws } from "./flat_draws.js";
import { circularKde } from "./kde_circular.js";
import { adaptiveDensity, binnedDensity, type Grid } from "./kde_linear.js";
import { checkedLimits, checkKdeOptions, type Kde, type KdeOptions } from "./kde_options.js";

/** ArviZ's grids on a line are no shorter. */
const ShortestGrid = 100;

/**
 * Density of the draws of one number: az.kde of ArviZ 0.23 (arviz-stats 0.8 with `style: "1.x"`), on a grid over their range.
 *
 * Draws are binned, and the bins convolved with a Gaussian kernel (von Mises where they are circular). The density is per unit of
 * the draws, and its mean over the grid times the grid's length is 1 to about a percent (exactly with "1.x"). NaN and infinite
 * draws are left out; where fewer than two different values remain, `x` is [0, 0] and `density` [NaN, NaN], as in ArviZ ("1.x":
 * grids as long as others). Where the rule gives a width of 0 (half of the draws equal), the density is infinite in bins with
 * draws and NaN in others, as there.
 *
 * Throws `bad-option` for options that make no sense, `bad-shape` for an array with dims other than chain and draw.
 *
 *     const { x, density } = kde(fit.chains.map((chain) => chain.m));
 *     kde(angles, { circular: true });
 *     kde(share, { limits: [0, 1], bandwidth: "isj" });
 */
export function kde(draws: PlainDraws, options: KdeOptions = {}): Kde {
  checkKdeOptions(options);
  const values = finiteDraws(draws);
  const range = rangeOf(values);
  if (!(range[0] < range[1])) return nothingKnown(options.style === "1.x" ? (options.gridLength ?? 512) : 2);
  const { density, ...rest } = options.circular ? circularKde(values, options) : linearKde(values, range, options);
  return { ...rest, density: options.cumulative ? cumulated(density) : density };
}

function nothingKnown(length: number): Kde {
  return { x: new Float64Array(length), density: new Float64Array(length).fill(NaN), bandwidth: NaN };
}

function linearKde(values: Float64Array, range: readonly [number, number], options: KdeOptions): Kde {
  const { bandwidth = "experimental", bandwidthFactor = 1, adaptive = false, boundCorrection = true, style = "0.x" } = options;
  const sd = populationSd(values);
  const edges = equalEdges(...gridLimits(range, sd, options), Math.max(options.gridLength ?? 512, ShortestGrid));
  const counts = countEqual(values, edges);
  const rule = bandwidth === "taylor" ? "experimental" : bandwidth;
  const chosen = typeof rule === "number" ? rule : linearBandwidth(rule, { values, sd, range: range[1] - range[0], counts });
  const grid: Grid = { edges, counts, drawCount: values.length, boundCorrection, style };
  const width = bandwidthFactor * chosen;
  const estimate = adaptive ? adaptiveDensity(values, grid, width) : binnedDensity(grid, width);
  return { ...estimate, bandwidth: width };
}

function gridLimits(range: readonly [number, number], sd: number, options: KdeOptions): [number, number] {
  const { limits, extend = false, extendFactor = 0, boundCorrection = true } = options;
  if (limits !== undefined) return checkedLimits(limits, range);
  if (!extend || boundCorrection) return [range[0], range[1]];
  return [range[0] - extendFactor * sd, range[1] + extendFactor * sd];
}

/** Shares of the sum up to each place. */
function cumulated(density: Float64Array): Float64Array {
  const out = new Float64Array(density.length);
  let total = 0;
  for (let i = 0; i < out.length; i++) {
    total += density[i]!;
    out[i] = total;
  }
  return out.map((sum) => sum / total);
}

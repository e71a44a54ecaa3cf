/** How many draws a mean would need by the heaviness of the draws' own tails: Vehtari et al. (2024), JMLR 25, 72, section 3. */
import { fitParetoTail } from "../comparison/generalized_pareto.js";
import { linearQuantile } from "../statistics/quantile.js";
import type { Workspace } from "../statistics/workspace.js";

/** Quantiles whose effective sample sizes tell how long a tail is fitted. */
const Ends = [0.05, 0.95] as const;
const FewestTailDraws = 5;
/** The fit's prior: a shape of a half, as strong as this many draws. */
const PriorDraws = 10;
const PriorShape = PriorDraws / 2;

/**
 * 10^(1 / (1 - k)) with the larger Pareto shape k of both tails, 10 at least and Infinity from k = 0.99 on: arviz-stats'
 * pareto_min_ss. NaN where a draw is infinite, where all draws of a tail are equal (an error there), or where there are fewer than 6.
 * The room must have sorted the draws.
 */
export function paretoMinSs(values: Float64Array, room: Workspace): number {
  const { sorted } = room.ranks;
  const count = sorted.length;
  if (count <= FewestTailDraws || !Number.isFinite(sorted[0]!) || !Number.isFinite(sorted[count - 1]!)) return NaN;
  const size = tailLength(count, relativeTailSize(values, sorted, room));
  const right = shapeOf(sorted, size);
  const left = shapeOf(sorted.map((value) => -value).reverse(), size);
  if (left === undefined || right === undefined) return NaN;
  const k = right > left ? right : left;
  return k < 0.99 ? 10 ** (1 / (1 - Math.max(0, k))) : Infinity;
}

/** The smaller effective sample size a draw; of an indicator that is constant ArviZ takes their number, undivided. */
function relativeTailSize(values: Float64Array, sorted: Float64Array, { essOfHalves, halves }: Workspace): number {
  const count = halves.starts.length * halves.length;
  const sizes = Ends.map((end) => {
    const threshold = linearQuantile(sorted, end);
    return threshold >= sorted.at(-1)! ? count : essOfHalves.estimateAtMost(values, threshold) / count;
  });
  return Math.min(...sizes);
}

function tailLength(count: number, relativeSize: number): number {
  const wanted = Math.floor(count * relativeSize > 225 ? 3 * Math.sqrt(count / relativeSize) : count / 5);
  return Math.max(Math.min(wanted, count >> 1), FewestTailDraws);
}

/** Of the largest values, given in ascending order; undefined where they are all the same. */
function shapeOf(sorted: Float64Array, size: number): number | undefined {
  const first = sorted.length - size;
  if (sorted.at(-1)! - sorted[first]! < 2 ** -1022) return undefined;
  const cutoff = sorted[first - 1]!;
  const { k } = fitParetoTail(sorted.subarray(first).map((value) => value - cutoff));
  // Where a quarter of the tail equals the cutoff, the likelihood is nowhere a number and arviz-stats is left with the prior on k.
  return Number.isNaN(k) ? PriorShape / (size + PriorDraws) : k;
}

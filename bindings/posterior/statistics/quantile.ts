/** Quantiles of values in ascending order, by linear interpolation: type 7 of Hyndman and Fan (1996), the default of R and numpy. */
import type { ArvizStyle } from "./arviz_style.js";

/**
 * As scipy's mquantiles interpolates, by weights of both neighbours. Between equal neighbours it may be off by an ulp, which is
 * why ArviZ 0.x counts fewer draws at most at a quantile when many are equal.
 */
export function quantileOfSorted(sorted: Float64Array, probability: number): number {
  const count = sorted.length;
  if (count === 1) return sorted[0]!;
  const place = count * probability + (1 - probability);
  const below = Math.floor(Math.min(Math.max(place, 1), count - 1));
  const weight = Math.min(Math.max(place - below, 0), 1);
  return (1 - weight) * sorted[below - 1]! + weight * sorted[below]!;
}

/** As numpy interpolates, by a step from the nearer neighbour: exact between equal ones, NaN beside an infinite one. */
export function linearQuantile(sorted: Float64Array, probability: number): number {
  const last = sorted.length - 1;
  if (Number.isNaN(sorted[last])) return NaN;
  const place = last * probability;
  const below = Math.min(Math.floor(place), last);
  const weight = place - below;
  const lower = sorted[below]!;
  const upper = sorted[Math.min(below + 1, last)]!;
  const step = upper - lower;
  return weight >= 0.5 ? upper - step * (1 - weight) : lower + step * weight;
}

/** The quantile at which draws are told apart, as each family of ArviZ computes it. */
export function thresholdOfSorted(sorted: Float64Array, probability: number, style: ArvizStyle): number {
  return style === "0.x" ? quantileOfSorted(sorted, probability) : linearQuantile(sorted, probability);
}

export function medianOfSorted(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The median distance from `center`; NaN where the centre is infinite or NaN. */
export function medianDistance(sorted: Float64Array, center: number): number {
  const count = sorted.length;
  if (Number.isNaN(sorted[0]! - center) || Number.isNaN(sorted[count - 1]! - center)) return NaN;
  let above = 0;
  while (above < count && sorted[above]! < center) above++;
  let below = above - 1;
  let previous = 0;
  let current = 0;
  for (let taken = 0; taken <= count >> 1; taken++) {
    previous = current;
    const left = below >= 0 ? center - sorted[below]! : Infinity;
    const right = above < count ? sorted[above]! - center : Infinity;
    if (above === count || (below >= 0 && left <= right)) {
      current = left;
      below--;
    } else {
      current = right;
      above++;
    }
  }
  return count % 2 === 1 ? current : (previous + current) / 2;
}

/** Quantiles of values in ascending order, by linear interpolation (type 7 of Hyndman and Fan 1996), as ArviZ and R do. */

export function quantileOfSorted(sorted: Float64Array, probability: number): number {
  const count = sorted.length;
  if (count === 1) return sorted[0]!;
  const place = count * probability + (1 - probability);
  const below = Math.floor(Math.min(Math.max(place, 1), count - 1));
  const weight = Math.min(Math.max(place - below, 0), 1);
  return (1 - weight) * sorted[below - 1]! + weight * sorted[below]!;
}

export function medianOfSorted(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

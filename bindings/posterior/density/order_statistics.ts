/** Quantiles without sorting: Hoare's selection (1961), pivot the median of three. */

/**
 * The lower and upper quartile, by linear interpolation (type 7 of Hyndman and Fan 1996), as np.percentile gives them.
 * Values must not be NaN; those given are not moved.
 */
export function quartiles(values: Float64Array): [lower: number, upper: number] {
  const scratch = values.slice();
  const last = values.length - 1;
  const lower = quantileWithin(scratch, 0.25 * last, 0);
  return [lower, quantileWithin(scratch, 0.75 * last, Math.floor(0.25 * last))];
}

/**
 * The value at a place between 0 and length - 1 of the ascending order. Places before `from` already hold the smallest values.
 */
function quantileWithin(scratch: Float64Array, place: number, from: number): number {
  const below = Math.floor(place);
  const share = place - below;
  select(scratch, below, from);
  const lower = scratch[below]!;
  if (share === 0) return lower;
  let upper = Infinity;
  for (let i = below + 1; i < scratch.length; i++) if (scratch[i]! < upper) upper = scratch[i]!;
  const distance = upper - lower;
  return share < 0.5 ? lower + distance * share : upper - distance * (1 - share);
}

/** Moves values so that none before `place` is greater and none behind it less than the one there. */
function select(values: Float64Array, place: number, from: number): void {
  let left = from;
  let right = values.length - 1;
  while (left < right) {
    const pivot = medianOfThree(values[left]!, values[(left + right) >> 1]!, values[right]!);
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const value = values[i]!;
        values[i++] = values[j]!;
        values[j--] = value;
      }
    }
    if (place <= j) right = j;
    else if (place >= i) left = i;
    else return;
  }
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

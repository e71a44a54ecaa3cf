/**
 * Edges of bins and counts in them, with numpy's rounding (linspace, arange, histogram of numpy 2), so that no draw changes its
 * bin.
 */

/** The least and the greatest of finite values; [Infinity, -Infinity] of none. */
export function rangeOf(values: Float64Array): [lower: number, upper: number] {
  let lower = Infinity;
  let upper = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < lower) lower = value;
    if (value > upper) upper = value;
  }
  return [lower, upper];
}

/** np.linspace(lower, upper, count). */
export function linspace(lower: number, upper: number, count: number): Float64Array {
  const out = new Float64Array(count);
  const length = upper - lower;
  const step = length / (count - 1);
  for (let i = 0; i < count; i++) out[i] = (step === 0 ? (i / (count - 1)) * length : i * step) + lower;
  if (count > 0) out[count - 1] = count === 1 ? lower : upper;
  return out;
}

/** np.arange(start, stop, step). */
export function arange(start: number, stop: number, step: number): Float64Array {
  const count = Math.max(Math.ceil((stop - start) / step), 0);
  const rounded = start + step - start;
  return Float64Array.from({ length: count }, (_, i) => start + i * rounded);
}

/** Edges of `count` bins of equal width; a range of one point is widened by one half each way. */
export function equalEdges(lower: number, upper: number, count: number): Float64Array {
  return lower === upper ? linspace(lower - 0.5, upper + 0.5, count + 1) : linspace(lower, upper, count + 1);
}

/**
 * Counts (or sums of weights) of values in bins of equal width: edges belong to the bin above, the last one to the bin below.
 * Values outside are left out.
 */
export function countEqual(values: Float64Array, edges: Float64Array, weights?: Float64Array): Float64Array {
  const count = edges.length - 1;
  const counts = new Float64Array(count);
  const first = edges[0]!;
  const last = edges[count]!;
  const length = last - first;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!(value >= first && value <= last)) continue;
    let bin = Math.trunc(((value - first) / length) * count);
    if (bin === count) bin--;
    if (value < edges[bin]!) bin--;
    else if (bin !== count - 1 && value >= edges[bin + 1]!) bin++;
    counts[bin] = counts[bin]! + (weights === undefined ? 1 : weights[i]!);
  }
  return counts;
}

/** The same for ascending edges with any distances. */
export function countBetween(values: Float64Array, edges: Float64Array, weights?: Float64Array): Float64Array {
  const counts = new Float64Array(edges.length - 1);
  const last = edges[edges.length - 1]!;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!(value >= edges[0]! && value <= last)) continue;
    const bin = Math.min(upperBound(edges, value), counts.length) - 1;
    counts[bin] = counts[bin]! + (weights === undefined ? 1 : weights[i]!);
  }
  return counts;
}

/** How many of the ascending values are at most `value`. */
export function upperBound(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Midpoints of bins. */
export function midpoints(edges: Float64Array): Float64Array {
  return Float64Array.from({ length: edges.length - 1 }, (_, i) => (edges[i + 1]! + edges[i]!) / 2);
}

/** Linear interpolation at x between points with ascending places; the end values outside: np.interp. */
export function interpolate(x: number, places: Float64Array, heights: Float64Array): number {
  const last = places.length - 1;
  if (Number.isNaN(x)) return x;
  if (x > places[last]!) return heights[last]!;
  if (x < places[0]!) return heights[0]!;
  const below = upperBound(places, x) - 1;
  if (below === last) return heights[last]!;
  const slope = (heights[below + 1]! - heights[below]!) / (places[below + 1]! - places[below]!);
  return slope * (x - places[below]!) + heights[below]!;
}

/** Halves to the even neighbour, as numpy and Python round. */
export function roundHalfEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

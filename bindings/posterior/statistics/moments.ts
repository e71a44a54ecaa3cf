/**
 * Sums, means and variances. Summation is pairwise in blocks of 128 with eight accumulators, in numpy's order: as accurate as
 * it, and the same to the last bit, so that the degenerate cases (a constant chain) come out alike.
 */

const Block = 128;

/** Sum of `length` values from `start`. */
export function sum(values: Float64Array, start = 0, length = values.length - start): number {
  if (length > Block) {
    const left = (length >> 1) - ((length >> 1) % 8);
    return sum(values, start, left) + sum(values, start + left, length - left);
  }
  const rest = length % 8;
  let total = length >= 8 ? sumOfEights(values, start, length - rest) : 0;
  for (let i = start + length - rest; i < start + length; i++) total += values[i]!;
  return total;
}

function sumOfEights(values: Float64Array, start: number, length: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let e = 0;
  let f = 0;
  let g = 0;
  let h = 0;
  for (let i = start; i < start + length; i += 8) {
    a += values[i]!;
    b += values[i + 1]!;
    c += values[i + 2]!;
    d += values[i + 3]!;
    e += values[i + 4]!;
    f += values[i + 5]!;
    g += values[i + 6]!;
    h += values[i + 7]!;
  }
  return a + b + (c + d) + (e + f + (g + h));
}

export function mean(values: Float64Array, start = 0, length = values.length - start): number {
  return sum(values, start, length) / length;
}

/** Squared distances from `center`, written to `out`. */
export function squaredDeviations(values: Float64Array, center: number, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    const deviation = values[i]! - center;
    out[i] = deviation * deviation;
  }
}

/** Sum of squared distances from `center`, in the same order as `sum`, with no buffer. */
export function sumOfSquares(values: Float64Array, center: number, start = 0, length = values.length - start): number {
  if (length > Block) {
    const left = (length >> 1) - ((length >> 1) % 8);
    return sumOfSquares(values, center, start, left) + sumOfSquares(values, center, start + left, length - left);
  }
  const rest = length % 8;
  let total = length >= 8 ? squaresOfEights(values, center, start, length - rest) : 0;
  for (let i = start + length - rest; i < start + length; i++) total += (values[i]! - center) * (values[i]! - center);
  return total;
}

function squaresOfEights(values: Float64Array, center: number, start: number, length: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let e = 0;
  let f = 0;
  let g = 0;
  let h = 0;
  for (let i = start; i < start + length; i += 8) {
    a += (values[i]! - center) * (values[i]! - center);
    b += (values[i + 1]! - center) * (values[i + 1]! - center);
    c += (values[i + 2]! - center) * (values[i + 2]! - center);
    d += (values[i + 3]! - center) * (values[i + 3]! - center);
    e += (values[i + 4]! - center) * (values[i + 4]! - center);
    f += (values[i + 5]! - center) * (values[i + 5]! - center);
    g += (values[i + 6]! - center) * (values[i + 6]! - center);
    h += (values[i + 7]! - center) * (values[i + 7]! - center);
  }
  return a + b + (c + d) + (e + f + (g + h));
}

/** Variance with divisor length - 1: NaN for a single value. */
export function variance(values: Float64Array, start = 0, length = values.length - start): number {
  return sumOfSquares(values, mean(values, start, length), start, length) / (length - 1);
}

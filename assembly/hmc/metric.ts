/**
 * The metric M of the kinetic energy p' M^-1 p / 2, held as its inverse, an estimate of the target's covariance: the diagonal
 * alone, or dense with its Cholesky factor.
 *
 *     diagonal  inverse: variances                    | factor: 1 / sqrt(variance)
 *     dense     inverse: rows, each of paddedLength   | factor: lower triangle L of inverse = L L', rows likewise
 */
import { fillNormals } from "../rng/normal";
import { Stream } from "../rng/stream";
import { allocateBytes, allocateVector, dot, multiplyVectors, paddedLength } from "../vector";

@unmanaged
export class Metric {
  dimension: i32;
  paddedDimension: i32;
  dense: bool;
  inverse: usize;
  factor: usize;
}

/** The unit metric. */
export function createMetric(dimension: i32, dense: bool): Metric {
  const metric = changetype<Metric>(allocateBytes(offsetof<Metric>()));
  const padded = paddedLength(dimension);
  metric.dimension = dimension;
  metric.paddedDimension = padded;
  metric.dense = dense;
  metric.inverse = allocateVector(dense ? padded * dimension : padded);
  metric.factor = allocateVector(dense ? padded * dimension : padded);
  for (let i = 0; i < dimension; ++i) setVariance(metric, i, 1);
  return metric;
}

/** Where the diagonal element i of `inverse` and `factor` lies, in bytes. */
// @ts-ignore: decorator
@inline
function diagonalOffset(metric: Metric, i: i32): usize {
  return <usize>(metric.dense ? i * metric.paddedDimension + i : i) << 3;
}

export function varianceAt(metric: Metric, i: i32): f64 {
  return load<f64>(metric.inverse + diagonalOffset(metric, i));
}

/** Sets a diagonal element (of a dense metric only while the rest is zero: the factor follows). */
export function setVariance(metric: Metric, i: i32, variance: f64): void {
  const offset = diagonalOffset(metric, i);
  const deviation = sqrt(variance);
  store<f64>(metric.inverse + offset, variance);
  store<f64>(metric.factor + offset, metric.dense ? deviation : 1.0 / deviation);
}

/** Puts a covariance (rows of paddedDimension) into a dense metric; false, and the metric is as before, if it has no Cholesky factor. */
export function setCovariance(metric: Metric, covariance: usize, scratch: usize): bool {
  const bytes = <usize>(metric.paddedDimension * metric.dimension) << 3;
  memory.fill(scratch, 0, bytes);
  if (!cholesky(metric.dimension, metric.paddedDimension, covariance, scratch)) return false;
  memory.copy(metric.inverse, covariance, bytes);
  memory.copy(metric.factor, scratch, bytes);
  return true;
}

/** Lower L with matrix = L L', row by row; entries above the diagonal of `factor` are left alone. False where a pivot is not positive and finite. */
function cholesky(dimension: i32, stride: i32, matrix: usize, factor: usize): bool {
  const rowBytes = <usize>stride << 3;
  for (let i = 0; i < dimension; ++i) {
    const row = factor + <usize>i * rowBytes;
    for (let j = 0; j <= i; ++j) {
      const column = <usize>j << 3;
      const other = factor + <usize>j * rowBytes;
      const rest = load<f64>(matrix + <usize>i * rowBytes + column) - dot(j, row, other);
      if (i == j && !(rest > 0 && rest < Infinity)) return false;
      store<f64>(row + column, i == j ? sqrt(rest) : rest / load<f64>(other + column));
    }
  }
  return true;
}

/** A momentum from N(0, M), from the stream's draws first, first + 1, ... */
export function sampleMomentum(metric: Metric, stream: Stream, first: u64, momentum: usize): void {
  fillNormals(stream, first, metric.dimension, momentum);
  if (metric.dense) solveTransposed(metric, momentum);
  else multiplyVectors(metric.paddedDimension, momentum, metric.factor, momentum);
}

/** Solves L' x = b in place, column by column of L' from the last. */
function solveTransposed(metric: Metric, b: usize): void {
  const rowBytes = <usize>metric.paddedDimension << 3;
  for (let i = metric.dimension - 1; i >= 0; --i) {
    const row = metric.factor + <usize>i * rowBytes;
    const value = load<f64>(b + (<usize>i << 3)) / load<f64>(row + (<usize>i << 3));
    store<f64>(b + (<usize>i << 3), value);
    for (let j = 0; j < i; ++j) {
      const place = b + (<usize>j << 3);
      store<f64>(place, load<f64>(place) - value * load<f64>(row + (<usize>j << 3)));
    }
  }
}

/** to = M^-1 x; not in place. */
export function applyInverse(metric: Metric, x: usize, to: usize): void {
  if (!metric.dense) return multiplyVectors(metric.paddedDimension, metric.inverse, x, to);
  const rowBytes = <usize>metric.paddedDimension << 3;
  const dimension = metric.dimension;
  let row = metric.inverse;
  for (let i = 0; i < dimension; ++i, row += rowBytes) store<f64>(to + (<usize>i << 3), dot(metric.paddedDimension, row, x));
}

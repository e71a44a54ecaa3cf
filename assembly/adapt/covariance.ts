/** Running mean and covariance matrix: Welford's update with an outer product. */
import { Metric, varianceAt } from "../hmc/metric";
import { addScaled, allocateBytes, allocateVector, paddedLength } from "../vector";

@unmanaged
export class RunningCovariance {
  dimension: i32;
  paddedDimension: i32;
  count: i32;
  mean: usize;
  before: usize;
  after: usize;
  /** Sums of products of deviations; rows of paddedDimension. */
  products: usize;
}

export function createRunningCovariance(dimension: i32): RunningCovariance {
  const running = changetype<RunningCovariance>(allocateBytes(offsetof<RunningCovariance>()));
  const padded = paddedLength(dimension);
  running.dimension = dimension;
  running.paddedDimension = padded;
  running.mean = allocateVector(padded);
  running.before = allocateVector(padded);
  running.after = allocateVector(padded);
  running.products = allocateVector(padded * dimension);
  return running;
}

export function resetCovariance(running: RunningCovariance): void {
  running.count = 0;
  memory.fill(running.mean, 0, <usize>running.paddedDimension << 3);
  memory.fill(running.products, 0, <usize>(running.paddedDimension * running.dimension) << 3);
}

/** Takes in one padded vector. */
export function addToCovariance(running: RunningCovariance, value: usize): void {
  const padded = running.paddedDimension;
  const bytes = <usize>padded << 3;
  running.count += 1;
  memory.copy(running.before, value, bytes);
  addScaled(padded, -1, running.mean, running.before);
  addScaled(padded, 1 / <f64>running.count, running.before, running.mean);
  memory.copy(running.after, value, bytes);
  addScaled(padded, -1, running.mean, running.after);
  for (let i = 0; i < running.dimension; ++i) {
    addScaled(padded, load<f64>(running.before + (<usize>i << 3)), running.after, running.products + <usize>i * bytes);
  }
}

/**
 * Overwrites `to` with the covariance of n draws, its correlations shrunk by n / (n + 5): positive definite for any n as long as
 * every variance is positive, and indifferent to the coordinates' scales (Stan adds a fixed 1e-3, which drowns small ones).
 * A coordinate that never moved keeps the variance it has in the metric, without correlation.
 */
export function shrunkCovariance(running: RunningCovariance, metric: Metric, to: usize): void {
  const count = <f64>running.count;
  const scale = 1 / (count - 1);
  const shrink = count / (count + 5);
  const stride = running.paddedDimension;
  for (let i = 0; i < running.dimension; ++i) {
    for (let j = 0; j <= i; ++j) {
      const upper = <usize>(j * stride + i) << 3;
      const lower = <usize>(i * stride + j) << 3;
      // Rounding makes the two halves differ in the last bits: their mean is what counts.
      const sum = 0.5 * (load<f64>(running.products + lower) + load<f64>(running.products + upper)) * scale;
      const value = i == j ? (sum > 0 && sum < Infinity ? sum : varianceAt(metric, i)) : sum * shrink;
      store<f64>(to + lower, value);
      store<f64>(to + upper, value);
    }
  }
}

/**
 * Running mean and variance of each coordinate. Welford (1962); Chan, Golub and LeVeque (1983) for its numerical standing.
 */
import { allocateBytes, allocateVector, paddedLength } from "../vector";

@unmanaged
export class RunningVariance {
  paddedDimension: i32;
  count: i32;
  mean: usize;
  /** Sums of squared deviations from the mean. */
  squares: usize;
}

export function createRunningVariance(dimension: i32): RunningVariance {
  const running = changetype<RunningVariance>(allocateBytes(offsetof<RunningVariance>()));
  running.paddedDimension = paddedLength(dimension);
  running.mean = allocateVector(running.paddedDimension);
  running.squares = allocateVector(running.paddedDimension);
  return running;
}

export function resetVariance(running: RunningVariance): void {
  const bytes = <usize>running.paddedDimension << 3;
  running.count = 0;
  memory.fill(running.mean, 0, bytes);
  memory.fill(running.squares, 0, bytes);
}

/** Takes in one padded vector. */
export function addToVariance(running: RunningVariance, value: usize): void {
  running.count += 1;
  const share = f64x2.splat(1 / <f64>running.count);
  const end = <usize>running.paddedDimension << 3;
  for (let i: usize = 0; i < end; i += 16) {
    const x = v128.load(value + i);
    const mean = v128.load(running.mean + i);
    const before = f64x2.sub(x, mean);
    const newMean = f64x2.add(mean, f64x2.mul(before, share));
    v128.store(running.mean + i, newMean);
    const squares = v128.load(running.squares + i);
    v128.store(running.squares + i, f64x2.add(squares, f64x2.mul(before, f64x2.sub(x, newMean))));
  }
}

/** Exchanges what two estimators have seen. */
export function swapVariances(a: RunningVariance, b: RunningVariance): void {
  const count = a.count;
  const mean = a.mean;
  const squares = a.squares;
  a.count = b.count;
  a.mean = b.mean;
  a.squares = b.squares;
  b.count = count;
  b.mean = mean;
  b.squares = squares;
}

// @ts-ignore: decorator
@inline
export function squaresAt(running: RunningVariance, i: i32): f64 {
  return load<f64>(running.squares + (<usize>i << 3));
}

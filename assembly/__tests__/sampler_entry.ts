/**
 * The sampler compiled on its own, with Gaussian targets, for the statistical tests in test/engine/sampler.test.ts.
 *
 *     GaussianTarget  +0 Target | mean f64 x dimension | inverse deviations (diagonal) or precision rows (correlated)
 */
import { Target } from "../hmc/target";
import { Point, createPool, takePoint } from "../hmc/point";
import { completePoint, leapfrog } from "../hmc/leapfrog";
import { Metric, createMetric, setCovariance, setVariance } from "../hmc/metric";
import { allocateBytes, allocateVector, copyVector } from "../vector";
import { exponential } from "../rng/exponential";
import { fillNormals } from "../rng/normal";
import { Stream, createStream, randomBits, selectDraws } from "../rng/stream";
import { uniform } from "../rng/uniform";
import { chainCreate } from "../chain";

export { chainMetric, chainRun, chainStart, chainStartPosition } from "../chain";

export function allocate(byteLength: usize): usize {
  return allocateBytes(byteLength);
}

/** Where the next allocation lands: the same twice if nothing was allocated between (but 16 bytes by the probe itself). */
export function heapOffset(): usize {
  return heap.alloc(4);
}

@unmanaged
class Gaussian {
  dimension: i32;
  mean: usize;
  /** Inverse deviations, or rows of the precision matrix. */
  shape: usize;
  evaluations: i32;
}

function diagonalLogp(context: usize, position: usize, gradient: usize): f64 {
  const gaussian = changetype<Gaussian>(context);
  gaussian.evaluations += 1;
  let sum: f64 = 0;
  const end = <usize>gaussian.dimension << 3;
  for (let i: usize = 0; i < end; i += 8) {
    const inverse = load<f64>(gaussian.shape + i);
    const z = (load<f64>(position + i) - load<f64>(gaussian.mean + i)) * inverse;
    sum += z * z;
    store<f64>(gradient + i, -z * inverse);
  }
  return -0.5 * sum;
}

function correlatedLogp(context: usize, position: usize, gradient: usize): f64 {
  const gaussian = changetype<Gaussian>(context);
  gaussian.evaluations += 1;
  const end = <usize>gaussian.dimension << 3;
  let logp: f64 = 0;
  let row = gaussian.shape;
  for (let i: usize = 0; i < end; i += 8, row += end) {
    let sum: f64 = 0;
    for (let j: usize = 0; j < end; j += 8) sum += load<f64>(row + j) * (load<f64>(position + j) - load<f64>(gaussian.mean + j));
    store<f64>(gradient + i, -sum);
    logp -= 0.5 * sum * (load<f64>(position + i) - load<f64>(gaussian.mean + i));
  }
  return logp;
}

/** Half a standard normal: -inf below zero, so that every trajectory that crosses diverges. */
function halfLogp(context: usize, position: usize, gradient: usize): f64 {
  const x = load<f64>(position);
  store<f64>(gradient, -x);
  return x < 0 ? -Infinity : -0.5 * x * x;
}

/** A gradient of NaN where x > 1, though the log density is fine. */
function brokenGradientLogp(context: usize, position: usize, gradient: usize): f64 {
  const x = load<f64>(position);
  store<f64>(gradient, x > 1 ? NaN : -x);
  return -0.5 * x * x;
}

function flatLogp(context: usize, position: usize, gradient: usize): f64 {
  const gaussian = changetype<Gaussian>(context);
  memory.fill(gradient, 0, <usize>gaussian.dimension << 3);
  return 0;
}

function nowhereLogp(context: usize, position: usize, gradient: usize): f64 {
  changetype<Gaussian>(context).evaluations += 1;
  return NaN;
}

export const enum TargetKind {
  Diagonal = 0,
  Correlated = 1,
  Half = 2,
  BrokenGradient = 3,
  Flat = 4,
  Nowhere = 5,
}

/** `mean` and `shape` are kept, not copied. */
export function targetCreate(kind: TargetKind, dimension: i32, mean: usize, shape: usize): usize {
  const gaussian = changetype<Gaussian>(allocateBytes(offsetof<Gaussian>()));
  gaussian.dimension = dimension;
  gaussian.mean = mean;
  gaussian.shape = shape;
  const target = changetype<Target>(allocateBytes(offsetof<Target>()));
  target.dimension = dimension;
  target.context = changetype<usize>(gaussian);
  target.evaluate = evaluator(kind);
  return changetype<usize>(target);
}

function evaluator(kind: TargetKind): i32 {
  if (kind == TargetKind.Correlated) return correlatedLogp.index;
  if (kind == TargetKind.Half) return halfLogp.index;
  if (kind == TargetKind.BrokenGradient) return brokenGradientLogp.index;
  if (kind == TargetKind.Flat) return flatLogp.index;
  if (kind == TargetKind.Nowhere) return nowhereLogp.index;
  return diagonalLogp.index;
}

export function evaluations(target: usize): i32 {
  return changetype<Gaussian>(changetype<Target>(target).context).evaluations;
}

function unchanged(context: usize, position: usize, parameters: usize): void {
  copyVector(changetype<Gaussian>(context).dimension, position, parameters);
}

/** A chain whose draws are its positions. */
export function gaussianChain(target: usize, options: usize): usize {
  const record = changetype<Target>(target);
  return changetype<usize>(chainCreate(record, unchanged.index, record.dimension, options));
}

/** A metric: `covariance` holds variances, or for a dense one compact rows. */
export function metricCreate(dimension: i32, dense: bool, covariance: usize): usize {
  const metric = createMetric(dimension, dense);
  const rowBytes = <usize>dimension << 3;
  if (!dense) {
    for (let i = 0; i < dimension; ++i) setVariance(metric, i, load<f64>(covariance + (<usize>i << 3)));
    return changetype<usize>(metric);
  }
  const padded = allocateVector(metric.paddedDimension * dimension);
  for (let i = 0; i < dimension; ++i) {
    copyVector(dimension, covariance + <usize>i * rowBytes, padded + <usize>(i * metric.paddedDimension) * 8);
  }
  setCovariance(metric, padded, allocateVector(metric.paddedDimension * dimension));
  return changetype<usize>(metric);
}

/** `steps` leapfrog steps in place from position and momentum; returns the energy at the end minus that at the start. */
export function leapfrogRun(targetPointer: usize, metricPointer: usize, position: usize, momentum: usize, step: f64, steps: i32): f64 {
  const target = changetype<Target>(targetPointer);
  const metric = changetype<Metric>(metricPointer);
  const pool = createPool(2, target.dimension, metric.dense);
  let from = takePoint(pool);
  let to = takePoint(pool);
  copyVector(target.dimension, position, from.position);
  copyVector(target.dimension, momentum, from.momentum);
  from.logp = call_indirect<f64>(target.evaluate, target.context, from.position, from.gradient);
  completePoint(metric, from);
  const start = from.energy;
  for (let i = 0; i < steps; ++i) {
    leapfrog(target, metric, from, to, step);
    const last = from;
    from = to;
    to = last;
  }
  copyVector(target.dimension, from.position, position);
  copyVector(target.dimension, from.momentum, momentum);
  return from.energy - start;
}

export const enum Variate {
  Uniform = 0,
  Normal = 1,
  Exponential = 2,
}

/** `count` variates of one address (iteration, purpose), indices first, first + 1, ... */
export function fillVariates(kind: Variate, seed: u32, chain: u32, iteration: u32, purpose: u32, first: u32, count: i32, to: usize): void {
  const stream = createStream(seed, 0, chain);
  selectDraws(stream, iteration, purpose);
  if (kind == Variate.Normal) return fillNormals(stream, first, count, to);
  for (let i = 0; i < count; ++i) store<f64>(to + (<usize>i << 3), variate(kind, stream, <u64>first + <u64>i));
}

/** The 64 bits at an address. */
export function randomWord(seed: u32, chain: u32, iteration: u32, purpose: u32, index: u32): u64 {
  const stream = createStream(seed, 0, chain);
  selectDraws(stream, iteration, purpose);
  return randomBits(stream, index);
}

function variate(kind: Variate, stream: Stream, index: u64): f64 {
  return kind == Variate.Uniform ? uniform(stream, index) : exponential(stream, index);
}

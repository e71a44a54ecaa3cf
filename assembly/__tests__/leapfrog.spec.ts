/** The integrator: it runs backwards onto its own steps, its error is of second order, and non-finite points have infinite energy. */
import { allocateBytes } from "../vector";
import { completePoint, leapfrog } from "../hmc/leapfrog";
import { Metric, createMetric, setCovariance, setVariance } from "../hmc/metric";
import { Point, createPool, returnPoint, takePoint } from "../hmc/point";
import { Target, logpAndGradient } from "../hmc/target";

const DIMENSION = 3;

/** -(x^4 / 4 + y^2 + z^2 + y z) */
function quartic(context: usize, position: usize, gradient: usize): f64 {
  const x = load<f64>(position);
  const y = load<f64>(position, 8);
  const z = load<f64>(position, 16);
  store<f64>(gradient, -x * x * x);
  store<f64>(gradient, -2 * y - z, 8);
  store<f64>(gradient, -2 * z - y, 16);
  return -(0.25 * x * x * x * x + y * y + z * z + y * z);
}

function infinite(context: usize, position: usize, gradient: usize): f64 {
  return Infinity;
}

function brokenGradient(context: usize, position: usize, gradient: usize): f64 {
  store<f64>(gradient, NaN, 16);
  return 0;
}

function targetOf(evaluate: i32): Target {
  const target = changetype<Target>(allocateBytes(offsetof<Target>()));
  target.dimension = DIMENSION;
  target.evaluate = evaluate;
  return target;
}

function metricOf(dense: bool): Metric {
  const metric = createMetric(DIMENSION, dense);
  if (!dense) {
    for (let i = 0; i < DIMENSION; ++i) setVariance(metric, i, 0.5 + <f64>i);
    return metric;
  }
  const rows = allocateBytes(4 * DIMENSION * 8);
  const scratch = allocateBytes(4 * DIMENSION * 8);
  for (let i = 0; i < DIMENSION; ++i) {
    for (let j = 0; j < DIMENSION; ++j) store<f64>(rows + <usize>(i * 4 + j) * 8, i == j ? 1.5 : 0.25);
  }
  setCovariance(metric, rows, scratch);
  return metric;
}

function start(target: Target, metric: Metric): Point {
  const point = takePoint(createPool(1, DIMENSION, metric.dense));
  for (let i = 0; i < DIMENSION; ++i) {
    store<f64>(point.position + (<usize>i << 3), 0.7 - 0.4 * <f64>i);
    store<f64>(point.momentum + (<usize>i << 3), 0.3 + 0.5 * <f64>i);
  }
  point.logp = logpAndGradient(target, point.position, point.gradient);
  completePoint(metric, point);
  return point;
}

/** The point after `steps` steps. */
function run(target: Target, metric: Metric, from: Point, step: f64, steps: i32): Point {
  const pool = createPool(2, DIMENSION, metric.dense);
  let to = takePoint(pool);
  leapfrog(target, metric, from, to, step);
  for (let i = 1; i < steps; ++i) {
    const last = to;
    to = takePoint(pool);
    leapfrog(target, metric, last, to, step);
    returnPoint(pool, last);
  }
  return to;
}

function reversible(dense: bool): void {
  const target = targetOf(quartic.index);
  const metric = metricOf(dense);
  const from = start(target, metric);
  const back = run(target, metric, run(target, metric, from, 0.1, 100), -0.1, 100);
  for (let i = 0; i < DIMENSION; ++i) {
    // 200 steps' roundings of 1e-16 each, carried along a stable orbit.
    expect<f64>(load<f64>(back.position + (<usize>i << 3))).toBeCloseTo(load<f64>(from.position + (<usize>i << 3)), 12);
    expect<f64>(load<f64>(back.momentum + (<usize>i << 3))).toBeCloseTo(load<f64>(from.momentum + (<usize>i << 3)), 12);
  }
  expect<f64>(back.energy).toBeCloseTo(from.energy, 12);
}

function secondOrder(dense: bool): void {
  const target = targetOf(quartic.index);
  const metric = metricOf(dense);
  const from = start(target, metric);
  const coarse = run(target, metric, from, 0.02, 50).energy - from.energy;
  const fine = run(target, metric, from, 0.01, 100).energy - from.energy;
  // What is left of the ratio is of order step^2.
  expect<bool>(abs(coarse / fine - 4) < 0.01).toBe(true);
}

describe("leapfrog", () => {
  it("is reversible to rounding with a diagonal metric", () => {
    reversible(false);
  });

  it("is reversible to rounding with a dense metric", () => {
    reversible(true);
  });

  it("has a quarter of the energy error at half the step with a diagonal metric", () => {
    secondOrder(false);
  });

  it("has a quarter of the energy error at half the step with a dense metric", () => {
    secondOrder(true);
  });

  it("gives infinite energy to an infinite log density and to a NaN in the gradient", () => {
    const metric = metricOf(false);
    const from = start(targetOf(quartic.index), metric);
    expect<f64>(run(targetOf(infinite.index), metric, from, 0.1, 1).energy).toBe(Infinity);
    expect<f64>(run(targetOf(brokenGradient.index), metric, from, 0.1, 1).energy).toBe(Infinity);
  });
});

/**
 * The leapfrog integrator: half a kick, a drift, half a kick. Neal, "MCMC using Hamiltonian dynamics" (2011), section 2.3.
 *
 * With a diagonal metric the velocity is formed from the momentum. With a dense one it is carried along by linearity,
 * velocity += step/2 * acceleration, so that a step costs one matrix-vector product (of the new gradient) in place of two.
 */
import { paddedLength, sumLanes } from "../vector";
import { Metric, applyInverse } from "./metric";
import { Point } from "./point";
import { Target, logpAndGradient } from "./target";

/** One step from `from` (complete, untouched) to `to` (overwritten). A negative `step` goes back in time. */
export function leapfrog(target: Target, metric: Metric, from: Point, to: Point, step: f64): void {
  if (metric.dense) return denseLeapfrog(target, metric, from, to, step);
  const end = <usize>metric.paddedDimension << 3;
  const half = f64x2.splat(0.5 * step);
  const whole = f64x2.splat(step);
  const inverse = metric.inverse;
  const momentum = to.momentum;
  const position = to.position;
  const gradient = to.gradient;
  for (let i: usize = 0; i < end; i += 16) {
    const p = f64x2.add(v128.load(from.momentum + i), f64x2.mul(half, v128.load(from.gradient + i)));
    const drift = f64x2.mul(whole, f64x2.mul(v128.load(inverse + i), p));
    v128.store(momentum + i, p);
    v128.store(position + i, f64x2.add(v128.load(from.position + i), drift));
  }
  to.logp = logpAndGradient(target, position, gradient);
  const velocity = to.velocity;
  let sum = f64x2.splat(0);
  for (let i: usize = 0; i < end; i += 16) {
    const p = f64x2.add(v128.load(momentum + i), f64x2.mul(half, v128.load(gradient + i)));
    const v = f64x2.mul(v128.load(inverse + i), p);
    v128.store(momentum + i, p);
    v128.store(velocity + i, v);
    sum = f64x2.add(sum, f64x2.mul(p, v));
  }
  to.energy = finiteEnergy(to.logp, sumLanes(sum));
}

function denseLeapfrog(target: Target, metric: Metric, from: Point, to: Point, step: f64): void {
  const end = <usize>metric.paddedDimension << 3;
  const half = f64x2.splat(0.5 * step);
  const whole = f64x2.splat(step);
  for (let i: usize = 0; i < end; i += 16) {
    const p = f64x2.add(v128.load(from.momentum + i), f64x2.mul(half, v128.load(from.gradient + i)));
    const v = f64x2.add(v128.load(from.velocity + i), f64x2.mul(half, v128.load(from.acceleration + i)));
    v128.store(to.momentum + i, p);
    v128.store(to.velocity + i, v);
    v128.store(to.position + i, f64x2.add(v128.load(from.position + i), f64x2.mul(whole, v)));
  }
  to.logp = logpAndGradient(target, to.position, to.gradient);
  applyInverse(metric, to.gradient, to.acceleration);
  let sum = f64x2.splat(0);
  for (let i: usize = 0; i < end; i += 16) {
    const p = f64x2.add(v128.load(to.momentum + i), f64x2.mul(half, v128.load(to.gradient + i)));
    const v = f64x2.add(v128.load(to.velocity + i), f64x2.mul(half, v128.load(to.acceleration + i)));
    v128.store(to.momentum + i, p);
    v128.store(to.velocity + i, v);
    sum = f64x2.add(sum, f64x2.mul(p, v));
  }
  to.energy = finiteEnergy(to.logp, sumLanes(sum));
}

/** Completes a point whose position, gradient, logp and momentum are set: velocity, acceleration and energy. */
export function completePoint(metric: Metric, point: Point): void {
  applyInverse(metric, point.momentum, point.velocity);
  if (metric.dense) applyInverse(metric, point.gradient, point.acceleration);
  const end = <usize>paddedLength(metric.dimension) << 3;
  let sum = f64x2.splat(0);
  for (let i: usize = 0; i < end; i += 16) {
    sum = f64x2.add(sum, f64x2.mul(v128.load(point.momentum + i), v128.load(point.velocity + i)));
  }
  point.energy = finiteEnergy(point.logp, sumLanes(sum));
}

/** NaN and both infinities, in the log density or by way of the gradient in the momentum, become infinite energy: weight zero. */
// @ts-ignore: decorator
@inline
function finiteEnergy(logp: f64, twiceKinetic: f64): f64 {
  const energy = 0.5 * twiceKinetic - logp;
  return abs(energy) < Infinity ? energy : Infinity;
}

/** One transition after another on a small Gaussian: the tree's bookkeeping, the points' reuse, and the moments of the draws. */
import { allocateBytes } from "../vector";
import { createMetric } from "../hmc/metric";
import { Nuts, createNuts, transition } from "../hmc/nuts";
import { Target, logpAndGradient } from "../hmc/target";
import { createStream } from "../rng/stream";

const DIMENSION: i32 = 3;
const BYTES: usize = 24;

function standardNormal(context: usize, position: usize, gradient: usize): f64 {
  let logp: f64 = 0;
  for (let i: usize = 0; i < BYTES; i += 8) {
    const x = load<f64>(position + i);
    logp -= 0.5 * x * x;
    store<f64>(gradient + i, -x);
  }
  return logp;
}

/** Falls without bound: energy is gained at every step. */
function cliff(context: usize, position: usize, gradient: usize): f64 {
  memory.fill(gradient, 0, BYTES);
  return load<f64>(position) == 0 ? 0 : -2000;
}

function nutsOn(evaluate: i32, maxTreeDepth: i32, stepSize: f64): Nuts {
  const target = changetype<Target>(allocateBytes(offsetof<Target>()));
  target.dimension = DIMENSION;
  target.evaluate = evaluate;
  const nuts = createNuts(target, createMetric(DIMENSION, false), maxTreeDepth);
  nuts.stepSize = stepSize;
  nuts.current.logp = logpAndGradient(target, nuts.current.position, nuts.current.gradient);
  return nuts;
}

describe("nuts", () => {
  it("returns every point but the current one to the pool", () => {
    const nuts = nutsOn(standardNormal.index, 8, 0.2);
    const stream = createStream(1, 0, 0);
    const free = nuts.pool.freeCount;
    for (let i = 0; i < 200; ++i) {
      transition(nuts, stream, i);
      expect<i32>(nuts.pool.freeCount).toBe(free);
      expect<i32>(nuts.current.references).toBe(1);
    }
  });

  it("takes at least all the steps of the doublings it kept, and fewer than one doubling more", () => {
    const nuts = nutsOn(standardNormal.index, 10, 0.3);
    const stream = createStream(2, 0, 0);
    for (let i = 0; i < 200; ++i) {
      transition(nuts, stream, i);
      expect<bool>(nuts.steps >= (1 << nuts.treeDepth) - 1).toBe(true);
      expect<bool>(nuts.steps <= (2 << nuts.treeDepth) - 1).toBe(true);
      expect<bool>(nuts.diverging || nuts.reachedMaxTreeDepth).toBe(false);
    }
  });

  it("stops at the depth it is given", () => {
    const nuts = nutsOn(standardNormal.index, 3, 0.001);
    transition(nuts, createStream(3, 0, 0), 0);
    expect<i32>(nuts.treeDepth).toBe(3);
    expect<i32>(nuts.steps).toBe(7);
    expect<bool>(nuts.reachedMaxTreeDepth).toBe(true);
  });

  it("stays where it is when the first step diverges", () => {
    const nuts = nutsOn(cliff.index, 10, 1);
    transition(nuts, createStream(4, 0, 0), 0);
    expect<bool>(nuts.diverging).toBe(true);
    expect<bool>(nuts.moved).toBe(false);
    expect<i32>(nuts.steps).toBe(1);
    expect<i32>(nuts.treeDepth).toBe(0);
    expect<f64>(nuts.maxEnergyError).toBeCloseTo(2000, 9);
    expect<f64>(nuts.acceptanceSum).toBe(0);
  });

  it("draws with mean 0 and variance 1", () => {
    const nuts = nutsOn(standardNormal.index, 10, 0.9);
    const stream = createStream(5, 0, 0);
    const count = 4000;
    let sum: f64 = 0;
    let squares: f64 = 0;
    for (let i = 0; i < count; ++i) {
      transition(nuts, stream, i);
      const x = load<f64>(nuts.current.position);
      sum += x;
      squares += x * x;
    }
    // Four standard errors at 4,000 effective draws of x, and at 1,000 of x^2 (whose variance is 2).
    expect<bool>(abs(sum / <f64>count) < 4 / sqrt(4000.0)).toBe(true);
    expect<bool>(abs(squares / <f64>count - 1) < 4 * sqrt(2.0 / 1000.0)).toBe(true);
  });
});

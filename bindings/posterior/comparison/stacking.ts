/**
 * Stacking weights: the mixture of predictive distributions with the best leave-one-out log score. Yao, Vehtari, Simpson & Gelman
 * (2018), Bayesian Analysis 13, 917. The problem is convex; it is solved by Newton's method along a logarithmic barrier (Boyd &
 * Vandenberghe 2004, section 11.3), which ends within a known distance of the optimum, where ArviZ leaves it to SLSQP.
 */

/** The objective ends within (number of models) times this of the best. */
const LastBarrier = 1e-11;

/** `scores[model][observation]`: pointwise log predictive densities. Weights sum up to 1. */
export function stackingWeights(scores: readonly ArrayLike<number>[]): Float64Array {
  const count = scores.length;
  let weights: Float64Array = new Float64Array(count).fill(1 / count);
  if (count === 1) return weights;
  const densities = relativeDensities(scores);
  for (let barrier = densities[0]!.length; ; barrier = Math.max(barrier / 8, LastBarrier)) {
    weights = centre(densities, weights, barrier);
    if (barrier === LastBarrier) return weights;
  }
}

/** Exponentials of the scores, each observation's best model at 1. */
function relativeDensities(scores: readonly ArrayLike<number>[]): Float64Array[] {
  const size = scores[0]!.length;
  const best = Float64Array.from({ length: size }, (_, i) => Math.max(...scores.map((of) => of[i]!)));
  return scores.map((of) => Float64Array.from(best, (largest, i) => Math.exp(of[i]! - largest)));
}

/** Minimises -sum log(densities . weights) - barrier sum log(weights) on the simplex. */
function centre(densities: readonly Float64Array[], start: Float64Array, barrier: number): Float64Array {
  let weights = start;
  for (let step = 0; step < 60; step++) {
    const { gradient, hessian } = derivatives(densities, weights, barrier);
    const direction = newtonDirection(gradient, hessian);
    const decrement = -direction.reduce((sum, d, k) => sum + d * gradient[k]!, 0);
    if (!(decrement > 1e-14 * barrier)) break;
    const next = search(densities, weights, direction, barrier, decrement);
    if (next === undefined) break;
    weights = next;
  }
  return weights;
}

function objective(densities: readonly Float64Array[], weights: Float64Array, barrier: number): number {
  let value = 0;
  for (const weight of weights) value -= barrier * Math.log(weight);
  for (let i = 0; i < densities[0]!.length; i++) {
    let mixed = 0;
    for (let k = 0; k < weights.length; k++) mixed += densities[k]![i]! * weights[k]!;
    value -= Math.log(mixed);
  }
  return value;
}

function derivatives(densities: readonly Float64Array[], weights: Float64Array, barrier: number) {
  const count = weights.length;
  const gradient = Float64Array.from(weights, (weight) => -barrier / weight);
  const hessian = Array.from(weights, (weight, k) =>
    Float64Array.from({ length: count }, (_, j) => (j === k ? barrier / weight ** 2 : 0)),
  );
  for (let i = 0; i < densities[0]!.length; i++) {
    let mixed = 0;
    for (let k = 0; k < count; k++) mixed += densities[k]![i]! * weights[k]!;
    for (let k = 0; k < count; k++) {
      const share = densities[k]![i]! / mixed;
      gradient[k]! -= share;
      for (let j = 0; j < count; j++) hessian[k]![j]! += (share * densities[j]![i]!) / mixed;
    }
  }
  return { gradient, hessian };
}

/** The Newton step that keeps the sum: H d + v 1 = -g, sum d = 0. */
function newtonDirection(gradient: Float64Array, hessian: readonly Float64Array[]): Float64Array {
  const towards = solve(
    hessian,
    gradient.map((value) => -value),
  );
  const ones = solve(hessian, new Float64Array(gradient.length).fill(1));
  const sum = (of: Float64Array): number => of.reduce((total, value) => total + value, 0);
  const multiplier = sum(towards) / sum(ones);
  return towards.map((value, k) => value - multiplier * ones[k]!);
}

/** Gaussian elimination; the matrix is positive definite, so it needs no pivots. */
function solve(matrix: readonly Float64Array[], right: Float64Array): Float64Array {
  const rows = matrix.map((row) => row.slice());
  const x = right.slice();
  const n = x.length;
  for (let k = 0; k < n; k++) {
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j < n; j++) rows[i]![j]! -= factor * rows[k]![j]!;
      x[i]! -= factor * x[k]!;
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i]! -= rows[i]![j]! * x[j]!;
    x[i]! /= rows[i]![i]!;
  }
  return x;
}

/** Steps back until weights stay positive and the objective falls; undefined where rounding hides any fall. */
function search(
  densities: readonly Float64Array[],
  weights: Float64Array,
  direction: Float64Array,
  barrier: number,
  decrement: number,
): Float64Array | undefined {
  const before = objective(densities, weights, barrier);
  let length = 1;
  for (const [k, d] of direction.entries()) if (d < 0) length = Math.min(length, (-0.99 * weights[k]!) / d);
  for (let halving = 0; halving < 50; halving++, length /= 2) {
    const next = weights.map((weight, k) => weight + length * direction[k]!);
    const after = objective(densities, next, barrier);
    if (after <= before - 0.01 * length * decrement) return next;
  }
  return undefined;
}

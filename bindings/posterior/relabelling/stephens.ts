/**
 * Relabelling by classification probabilities: Stephens (2000), "Dealing with label switching in mixture models", algorithm 2.
 * Permutations nu_t of the draws' components and averages q are sought that minimise
 *
 *     sum_t sum_i sum_k p_t[i, nu_t(k)] log(p_t[i, nu_t(k)] / q[i, k]),   q[i, k] = mean_t p_t[i, nu_t(k)]
 *
 * by turns, each of which can only lower it. Given q a draw's permutation is an assignment problem of K x K costs.
 *
 * It differs from the paper in where it starts, which is the draw `pivot` alone instead of the average of all draws as they are
 * labelled: where labels change often that average tells no component from another, and the search starts on a plateau.
 */
import { Assignment } from "./assignment.js";
import { checkShape, forbid, identity, MaxIterations, type Relabelling, type RelabellingShape } from "./permutations.js";

export interface StephensInput extends RelabellingShape {
  /**
   * Classification probabilities of a draw, [point, component], rows with sum 1. Asked for once a sweep, draw after draw, so that they
   * need not be in memory at once; what it returns may be overwritten by the next call.
   */
  readonly probabilities: (draw: number) => ArrayLike<number>;
  /** The draw whose labels the first sweep takes; best one of high density. */
  readonly pivot?: number;
}

export interface StephensResult extends Relabelling {
  /** Mean classification probabilities after relabelling, [point, component]. */
  readonly mean: Float64Array;
}

/** Smallest probability that a logarithm is taken of, as in the R package label.switching. */
export const Floor = 1e-6;

/** Cost is in nats, summed over points and draws. */
export function stephens(input: StephensInput): StephensResult {
  checkShape(input);
  const { draws, points, components, groups, probabilities, pivot = 0 } = input;
  const permutations = identity(draws, components);
  let mean = Float64Array.from(probabilities(pivot));
  const assignment = new Assignment(components);
  const costs = new Float64Array(components * components);
  let entropy = 0;
  for (let iterations = 1; ; iterations++) {
    const logMean = mean.map((share) => Math.log(Math.max(share, Floor)));
    const next = new Float64Array(points * components);
    let changed = false;
    let cost = 0;
    for (let draw = 0; draw < draws; draw++) {
      const shares = probabilities(draw);
      if (iterations === 1) entropy += entropyOf(shares, points * components);
      const permutation = permutations.subarray(draw * components, (draw + 1) * components);
      const before = permutation.slice();
      fillCosts(shares, logMean, components, costs);
      const kept = total(costs, before);
      forbid(costs, components, groups);
      assignment.solve(costs, permutation);
      // Of equal costs the permutation that the draw has is as good, and rounding changes none.
      if (!(total(costs, permutation) < kept - 1e-12 * Math.abs(kept))) permutation.set(before);
      changed ||= permutation.some((label, k) => label !== before[k]);
      cost += total(costs, permutation);
      addPermuted(shares, permutation, points, next);
    }
    mean = next.map((sum) => sum / draws);
    const done = (!changed && iterations > 1) || iterations >= (input.maxIterations ?? MaxIterations);
    if (done) return { permutations, iterations, cost: cost - entropy, mean };
  }
}

/** -sum p log p, the part of the divergence that no permutation changes. */
export function entropyOf(shares: ArrayLike<number>, size: number): number {
  let entropy = 0;
  for (let i = 0; i < size; i++) if (shares[i]! > 0) entropy -= shares[i]! * Math.log(shares[i]!);
  return entropy;
}

/** costs[k, l] = -sum_i p[i, l] log q[i, k]; `logMean` is log q, [point, component]. */
export function fillCosts(shares: ArrayLike<number>, logMean: Float64Array, components: number, costs: Float64Array): void {
  costs.fill(0);
  for (let at = 0; at < logMean.length; at += components) {
    for (let l = 0; l < components; l++) {
      const share = shares[at + l]!;
      if (!(share > 0)) continue;
      const row = l * components;
      for (let k = 0; k < components; k++) costs[row + k]! -= share * logMean[at + k]!;
    }
  }
  transpose(costs, components);
}

function transpose(square: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const kept = square[i * size + j]!;
      square[i * size + j] = square[j * size + i]!;
      square[j * size + i] = kept;
    }
  }
}

/** The cost of a permutation: row k has the column `permutation[k]`. */
export function total(costs: Float64Array, permutation: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < permutation.length; k++) sum += costs[k * permutation.length + permutation[k]!]!;
  return sum;
}

function addPermuted(shares: ArrayLike<number>, permutation: Uint8Array, points: number, out: Float64Array): void {
  const components = permutation.length;
  for (let at = 0; at < points * components; at += components) {
    for (let k = 0; k < components; k++) {
      const share = shares[at + permutation[k]!]!;
      if (share > 0) out[at + k]! += share;
    }
  }
}

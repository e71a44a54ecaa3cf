/**
 * Relabelling by equivalence classes representatives: Papastamoulis & Iliopoulos (2010), "An artificial allocations based solution to
 * the label switching problem in Bayesian analysis of mixtures of distributions". Each draw puts every point into one component; its
 * components are renamed so that as many points as can be have the component that a pivot allocation gives them.
 *
 * The iterative version (ECR-iterative-1 of the R package label.switching, Papastamoulis 2016) makes the pivot anew, of each point's
 * most frequent component after relabelling, until nothing changes.
 */
import { Assignment } from "./assignment.js";
import { checkShape, forbid, identity, MaxIterations, type Relabelling, type RelabellingShape } from "./permutations.js";

export interface EcrInput extends RelabellingShape {
  /** Component of each point, [draw, point]: the most probable one, or drawn from the classification probabilities. */
  readonly allocations: ArrayLike<number>;
  /** Component of each point to begin with, [point]; best the allocation of the draw of highest density. Without it, the first draw's. */
  readonly pivot?: ArrayLike<number>;
  /** Makes the pivot anew until permutations stop changing. */
  readonly iterative?: boolean;
}

export interface EcrResult extends Relabelling {
  /** The pivot of the last sweep, [point]. */
  readonly pivot: Uint8Array;
}

/** Cost is the number of points, over all draws, whose component is not the pivot's. */
export function ecr(input: EcrInput): EcrResult {
  checkShape(input);
  const { draws, points, components, allocations } = input;
  const permutations = identity(draws, components);
  let pivot: Uint8Array = Uint8Array.from({ length: points }, (_, i) => (input.pivot ?? allocations)[i]!);
  for (let iterations = 1; ; iterations++) {
    const { changed, cost } = sweep(input, pivot, permutations);
    const done = input.iterative !== true || (!changed && iterations > 1);
    if (done || iterations >= (input.maxIterations ?? MaxIterations)) return { permutations, iterations, cost, pivot };
    pivot = commonest(allocations, permutations, points, components);
  }
}

function sweep(
  { draws, points, components, allocations, groups }: EcrInput,
  pivot: Uint8Array,
  permutations: Uint8Array,
): { changed: boolean; cost: number } {
  const assignment = new Assignment(components);
  const costs = new Float64Array(components * components);
  let changed = false;
  let cost = 0;
  for (let draw = 0; draw < draws; draw++) {
    const permutation = permutations.subarray(draw * components, (draw + 1) * components);
    const before = permutation.slice();
    costs.fill(0);
    for (let i = 0; i < points; i++) costs[pivot[i]! * components + allocations[draw * points + i]!]!--;
    forbid(costs, components, groups);
    assignment.solve(costs, permutation);
    if (matches(costs, permutation) <= matches(costs, before)) permutation.set(before);
    changed ||= permutation.some((label, k) => label !== before[k]);
    cost += points - matches(costs, permutation);
  }
  return { changed, cost };
}

/** Points that have the pivot's component under a permutation. */
function matches(costs: Float64Array, permutation: Uint8Array): number {
  return permutation.reduce((sum, l, k) => sum - costs[k * permutation.length + l]!, 0);
}

/** Each point's most frequent component after relabelling; of equally frequent ones the first. */
function commonest(allocations: ArrayLike<number>, permutations: Uint8Array, points: number, components: number): Uint8Array {
  const counts = new Uint32Array(points * components);
  const label = new Uint8Array(components);
  for (let draw = 0; draw < permutations.length / components; draw++) {
    for (let k = 0; k < components; k++) label[permutations[draw * components + k]!] = k;
    for (let i = 0; i < points; i++) counts[i * components + label[allocations[draw * points + i]!]!]!++;
  }
  return Uint8Array.from({ length: points }, (_, i) => {
    const at = counts.subarray(i * components, (i + 1) * components);
    return at.indexOf(at.reduce((most, count) => Math.max(most, count)));
  });
}

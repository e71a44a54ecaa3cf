/** The matrices behind test/fixtures/assignment.json, the same bits as test/oracle/assignment.py makes; and search over all permutations. */
import { Generator } from "../draw_sets.js";

export function costMatrix(kind: string, size: number, seed: number): Float64Array {
  const generator = new Generator(seed);
  return Float64Array.from({ length: size * size }, (_, place) => {
    const [i, j, u] = [Math.floor(place / size), place % size, generator.uniform()];
    if (kind === "uniform") return u;
    if (kind === "signed and large") return 1e9 * (u - 0.5);
    if (kind === "whole numbers with ties") return Math.floor(4 * u);
    if (kind === "products") return (i + 1) * (j + 1) + u / 1024;
    return i % 3 === j % 3 ? u : 1e6;
  });
}

/** All orders of 0 ... size - 1. */
export function allPermutations(size: number): number[][] {
  if (size === 0) return [[]];
  return allPermutations(size - 1).flatMap((shorter) =>
    Array.from({ length: size }, (_, place) => [...shorter.slice(0, place), size - 1, ...shorter.slice(place)]),
  );
}

/** Sum of costs[k, permutation[k]]. */
export function costOf(costs: ArrayLike<number>, permutation: ArrayLike<number>): number {
  const size = permutation.length;
  let sum = 0;
  for (let k = 0; k < size; k++) sum += costs[k * size + permutation[k]!]!;
  return sum;
}

import { describe, expect, test } from "vitest";
import { ecr } from "../../../bindings/posterior/relabelling/ecr.js";
import { Generator } from "../draw_sets.js";
import { allPermutations } from "./cost_matrices.js";

/** Allocations of points to `point % components`, a share of them wrong, in labels permuted draw by draw. */
function switched(draws: number, points: number, components: number, wrong: number, seed: number) {
  const generator = new Generator(seed);
  const all = allPermutations(components);
  const labels = Array.from({ length: draws }, () => all[Math.floor(generator.uniform() * all.length)]!);
  const allocations = Uint8Array.from({ length: draws * points }, (_, at) => {
    const noisy = generator.uniform() < wrong;
    const truth = noisy ? Math.floor(generator.uniform() * components) : (at % points) % components;
    return labels[Math.floor(at / points)]![truth]!;
  });
  return { labels, allocations };
}

const count = (flags: readonly boolean[]): number => flags.filter(Boolean).length;

describe("ECR", () => {
  test.each([2, 3, 4])("matches as many points with the pivot as the best of all permutations of %d components", (components) => {
    const [draws, points] = [50, 11];
    for (let seed = 1; seed <= 5; seed++) {
      const { allocations } = switched(draws, points, components, 0.5, seed);
      const { permutations, cost, pivot, iterations } = ecr({ draws, points, components, allocations });
      let expected = 0;
      for (let draw = 0; draw < draws; draw++) {
        const own = [...allocations.subarray(draw * points, (draw + 1) * points)];
        const misses = (permutation: ArrayLike<number>) => count(own.map((label, i) => label !== permutation[pivot[i]!]));
        const best = Math.min(...allPermutations(components).map(misses));
        expect(misses(permutations.subarray(draw * components, (draw + 1) * components))).toBe(best);
        expected += best;
      }
      expect(cost).toBe(expected);
      expect(iterations).toBe(1);
      expect([...pivot]).toEqual([...allocations.subarray(0, points)]);
    }
  });

  test("undoes random switches of few noisy points by a given pivot", () => {
    const [draws, points, components] = [200, 30, 3];
    const { allocations, labels } = switched(draws, points, components, 0.2, 3);
    const pivot = Array.from({ length: points }, (_, i) => i % components);
    const { permutations } = ecr({ draws, points, components, allocations, pivot });
    expect([...permutations]).toEqual(labels.flat());
  });

  test("finds a better pivot than a bad first one when iterated", () => {
    const [draws, points, components] = [300, 12, 3];
    const { allocations } = switched(draws, points, components, 0.3, 4);
    const pivot = Array.from({ length: points }, (_, i) => (i < 7 ? i % components : 0));
    const once = ecr({ draws, points, components, allocations, pivot });
    const often = ecr({ draws, points, components, allocations, pivot, iterative: true });
    expect(often.cost).toBeLessThan(once.cost);
    expect(often.iterations).toBeGreaterThan(2);
    const groups = Array.from(often.pivot, (label, i) => label === often.pivot[i % components]);
    expect(groups.every(Boolean)).toBe(true);
    // At its end nothing changes: once more from its own pivot gives the same.
    const again = ecr({ draws, points, components, allocations, pivot: often.pivot });
    expect(again.cost).toBe(often.cost);
  });

  test("keeps the labels of components that have no points, and of groups that are fixed", () => {
    const allocations = [1, 1, 0, 0, 0, 0, 1, 1];
    const shape = { draws: 2, points: 4, components: 4, allocations, pivot: [0, 0, 1, 1] };
    expect([...ecr(shape).permutations]).toEqual([1, 0, 2, 3, 0, 1, 2, 3]);
    expect([...ecr({ ...shape, groups: [0, 1, 1, 1] }).permutations]).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  });
});

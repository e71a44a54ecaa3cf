import { describe, expect, test } from "vitest";
import { stephens } from "../../../bindings/posterior/relabelling/stephens.js";
import { Generator } from "../draw_sets.js";
import { allPermutations } from "./cost_matrices.js";

interface Switched {
  /** [draw, point, component], in the draws' own labels. */
  readonly values: Float64Array;
  /** [draw, component]: the label that the draw gives to each true component. */
  readonly labels: Uint8Array;
}

/** Draws of noisy classifications whose labels were permuted at random, within groups if given. */
function switched(
  draws: number,
  points: number,
  components: number,
  seed: number,
  allowed = allPermutations(components),
): Switched {
  const generator = new Generator(seed);
  const values = new Float64Array(draws * points * components);
  const labels = new Uint8Array(draws * components);
  for (let draw = 0; draw < draws; draw++) {
    const permutation = allowed[Math.floor(generator.uniform() * allowed.length)]!;
    labels.set(permutation, draw * components);
    for (let point = 0; point < points; point++) {
      const weights = Array.from({ length: components }, (_, k) => (point % components === k ? 8 : 1) * generator.uniform());
      const sum = weights.reduce((a, b) => a + b);
      const start = (draw * points + point) * components;
      for (let k = 0; k < components; k++) values[start + permutation[k]!] = weights[k]! / sum;
    }
  }
  return { values, labels };
}

/** Whether every draw's component k is the same true component. */
function undoes(permutations: Uint8Array, labels: Uint8Array, components: number): boolean {
  const truth = (draw: number, k: number) =>
    labels.subarray(draw * components, (draw + 1) * components).indexOf(permutations[draw * components + k]!);
  return permutations.every((_, i) => truth(Math.floor(i / components), i % components) === truth(0, i % components));
}

/** Algorithm 2 as the paper has it, over all K! permutations of each draw. */
function byEnumeration(values: Float64Array, draws: number, points: number, components: number, pivot: number): number[] {
  const all = allPermutations(components);
  const p = (draw: number, i: number, k: number) => values[(draw * points + i) * components + k]!;
  let q = Array.from({ length: points }, (_, i) => Array.from({ length: components }, (_, k) => p(pivot, i, k)));
  let chosen: number[][] = [];
  for (let sweep = 0; sweep < 50; sweep++) {
    const divergence = (draw: number, permutation: number[]) =>
      q.reduce(
        (sum, row, i) =>
          sum +
          row.reduce((part, share, k) => {
            const own = p(draw, i, permutation[k]!);
            return part + own * Math.log(own / Math.max(share, 1e-6));
          }, 0),
        0,
      );
    const next = Array.from({ length: draws }, (_, draw) => {
      return all.reduce((best, each) => (divergence(draw, each) < divergence(draw, best) ? each : best));
    });
    if (String(next) === String(chosen)) break;
    chosen = next;
    q = q.map((row, i) => row.map((_, k) => chosen.reduce((sum, each, draw) => sum + p(draw, i, each[k]!), 0) / draws));
  }
  return chosen.flat();
}

describe("Stephens' relabelling", () => {
  test.each([2, 3, 4])("finds what enumeration of all permutations of %d components finds", (components) => {
    for (let seed = 1; seed <= 5; seed++) {
      const [draws, points] = [30, 9];
      const { values } = switched(draws, points, components, seed);
      const size = points * components;
      const probabilities = (draw: number) => values.subarray(draw * size, (draw + 1) * size);
      const found = stephens({ draws, points, components, probabilities, pivot: 4 });
      expect([...found.permutations]).toEqual(byEnumeration(values, draws, points, components, 4));
    }
  });

  test.each([
    [5, 60],
    [12, 120],
    [64, 640],
  ])("undoes random switches of %d components", (components, points) => {
    const draws = 20;
    const identity = Array.from({ length: components }, (_, k) => k);
    const turns = identity.map((turn) => identity.map((k) => (k + turn) % components));
    const { values, labels } = switched(draws, points, components, 3, turns);
    const size = points * components;
    const { permutations, mean, iterations } = stephens({
      draws,
      points,
      components,
      probabilities: (draw) => values.subarray(draw * size, (draw + 1) * size),
    });
    expect(undoes(permutations, labels, components)).toBe(true);
    expect(iterations).toBeLessThan(10);
    const rowSums = Array.from({ length: points }, (_, i) =>
      mean.subarray(i * components, (i + 1) * components).reduce((a, b) => a + b),
    );
    for (const sum of rowSums) expect(sum).toBeCloseTo(1, 12);
  });

  test("asks for a draw at a time, and its answer may be overwritten by the next", () => {
    const [draws, points, components] = [40, 12, 3];
    const { values } = switched(draws, points, components, 8);
    const size = points * components;
    const buffer = new Float64Array(size);
    const shape = { draws, points, components };
    const apart = stephens({ ...shape, probabilities: (draw) => values.slice(draw * size, (draw + 1) * size) });
    const shared = stephens({
      ...shape,
      probabilities: (draw) => {
        buffer.set(values.subarray(draw * size, (draw + 1) * size));
        return buffer;
      },
    });
    expect(shared).toEqual(apart);
  });

  test("leaves draws alone that agree, at a cost that is their divergence from their mean", () => {
    const probabilities = (draw: number) => (draw === 0 ? [0.9, 0.1, 0.2, 0.8] : [0.7, 0.3, 0.4, 0.6]);
    const { permutations, cost, mean } = stephens({ draws: 2, points: 2, components: 2, probabilities });
    expect([...permutations]).toEqual([0, 1, 0, 1]);
    [0.8, 0.2, 0.3, 0.7].forEach((share, i) => expect(mean[i]).toBeCloseTo(share, 14));
    const expected = [0, 1].reduce(
      (sum, draw) => sum + probabilities(draw).reduce((part, p, i) => part + p * Math.log(p / [0.8, 0.2, 0.3, 0.7][i]!), 0),
      0,
    );
    expect(cost).toBeCloseTo(expected, 12);
  });

  test("lets only components of one group change places", () => {
    const [draws, points, components] = [30, 24, 4];
    const within = [
      [0, 1, 2, 3],
      [1, 0, 2, 3],
      [0, 1, 3, 2],
      [1, 0, 3, 2],
    ];
    const { values, labels } = switched(draws, points, components, 5, within);
    const size = points * components;
    const shape = { draws, points, components, probabilities: (draw: number) => values.subarray(draw * size, (draw + 1) * size) };
    expect(undoes(stephens({ ...shape, groups: [7, 7, 2, 2] }).permutations, labels, components)).toBe(true);
    const none = stephens({ ...shape, groups: [0, 1, 2, 3] });
    expect([...none.permutations]).toEqual(Array.from({ length: draws }, () => [0, 1, 2, 3]).flat());
  });

  test("keeps exact zeros and rows without any probability finite", () => {
    const probabilities = (draw: number) => (draw % 2 === 0 ? [1, 0, 0, 1, NaN, NaN] : [0, 1, 1, 0, 0, 0]);
    const { permutations, cost } = stephens({ draws: 4, points: 3, components: 2, probabilities });
    expect([...permutations]).toEqual([0, 1, 1, 0, 0, 1, 1, 0]);
    expect(cost).toBeCloseTo(0, 12);
  });

  test("refuses shapes that make no sense", () => {
    const probabilities = () => [1, 0];
    const bad = expect.objectContaining({ code: "bad-shape" });
    expect(() => stephens({ draws: 0, points: 1, components: 2, probabilities })).toThrow(bad);
    expect(() => stephens({ draws: 1, points: 1, components: 256, probabilities })).toThrow(bad);
    expect(() => stephens({ draws: 1, points: 1, components: 2, probabilities, groups: [0] })).toThrow(bad);
  });
});

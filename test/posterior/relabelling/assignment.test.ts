import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Assignment } from "../../../bindings/posterior/relabelling/assignment.js";
import { allPermutations, costMatrix, costOf } from "./cost_matrices.js";

interface Case {
  readonly kind: string;
  readonly size: number;
  readonly seed: number;
  readonly cost: number;
  readonly columns: readonly number[];
}

const { cases } = JSON.parse(readFileSync(new URL("../../fixtures/assignment.json", import.meta.url), "utf8")) as {
  cases: Case[];
};

function solve(costs: ArrayLike<number>, size: number): Uint8Array {
  const out = new Uint8Array(size);
  new Assignment(size).solve(costs, out);
  return out;
}

describe("an assignment", () => {
  test.each(cases)("of $size rows costs what scipy finds: $kind", ({ kind, size, seed, cost, columns }) => {
    const costs = costMatrix(kind, size, seed);
    const found = solve(costs, size);
    expect([...found].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, k) => k));
    // Sums of up to 64 costs in another order.
    const largest = costs.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(Math.abs(costOf(costs, found) - cost)).toBeLessThanOrEqual(64 * 2 ** -52 * largest);
    if (kind !== "whole numbers with ties") expect([...found]).toEqual(columns);
  });

  test("costs no more than the best of all permutations, of whole numbers with many ties", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const size = 2 + (seed % 5);
      const costs = costMatrix("whole numbers with ties", size, seed);
      const best = Math.min(...allPermutations(size).map((permutation) => costOf(costs, permutation)));
      expect(costOf(costs, solve(costs, size))).toBe(best);
    }
  });

  test("keeps nothing of the problem before", () => {
    const assignment = new Assignment(5);
    const out = new Int32Array(5);
    for (let seed = 1; seed < 20; seed++) {
      const costs = costMatrix(seed % 2 ? "uniform" : "signed and large", 5, seed);
      assignment.solve(costs, out);
      expect([...out]).toEqual([...solve(costs, 5)]);
    }
  });

  test("gives each row a column of its own even where costs are not numbers", () => {
    expect([...solve([NaN, NaN, NaN, NaN], 2)].sort()).toEqual([0, 1]);
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assignFolds, WasmcmcError } from "../../bindings/index.js";
import { givenFolds } from "../../bindings/posterior/comparison/folds.js";

const countsOf = (folds: Int32Array, of: number) =>
  Array.from({ length: of }, (_, k) => folds.filter((fold) => fold === k).length);
const spread = (counts: readonly number[]) => Math.max(...counts) - Math.min(...counts);
const sizes = fc.record({
  count: fc.integer({ min: 2, max: 60 }),
  seed: fc.nat(),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe("folds", () => {
  test("of rows differ by one row at most, and follow from the seed", () => {
    fc.assert(
      fc.property(sizes, ({ count, seed, share }) => {
        const folds = 2 + Math.floor(share * (count - 2));
        const found = assignFolds(count, { folds, seed });
        expect(spread(countsOf(found, folds))).toBeLessThanOrEqual(1);
        expect(assignFolds(count, { folds, seed })).toEqual(found);
      }),
    );
    expect(assignFolds(40, { seed: 1 })).not.toEqual(assignFolds(40, { seed: 2 }));
  });

  test("by groups keep each group together and differ by one group at most", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 10, maxLength: 50 }), fc.nat(), (groups, seed) => {
        const kinds = [...new Set(groups)];
        fc.pre(kinds.length >= 3);
        const found = assignFolds(groups.length, { folds: 3, groups, seed });
        const folds = kinds.map((kind) => [...new Set([...found].filter((_, row) => groups[row] === kind))]);
        expect(folds.every((own) => own.length === 1)).toBe(true);
        expect(spread([0, 1, 2].map((fold) => folds.filter(([own]) => own === fold).length))).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("by strata differ by one row at most, in each stratum too", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b", "c"), { minLength: 4, maxLength: 50 }), fc.nat(), (strata, seed) => {
        const found = assignFolds(strata.length, { folds: 4, strata, seed });
        expect(spread(countsOf(found, 4))).toBeLessThanOrEqual(1);
        for (const kind of ["a", "b", "c"])
          expect(
            spread(
              countsOf(
                found.filter((_, row) => strata[row] === kind),
                4,
              ),
            ),
          ).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("that are given keep their order", () => {
    expect([...givenFolds([7, 7, 1, 3], 4)]).toEqual([2, 2, 0, 1]);
  });

  test("that make no sense are refused", () => {
    const wrong: (() => unknown)[] = [
      () => assignFolds(5),
      () => assignFolds(5, { folds: 1 }),
      () => assignFolds(5, { folds: 2.5 }),
      () => assignFolds(5, { folds: 2, seed: -1 }),
      () => assignFolds(4, { folds: 3, groups: ["a", "a", "b", "b"] }),
      () => assignFolds(4, { folds: 2, strata: ["a"] }),
      () => assignFolds(2, { folds: 2, strata: ["a", "b"], groups: ["a", "b"] }),
      () => givenFolds([1, 2], 3),
      () => givenFolds([1, 1], 2),
      () => givenFolds([1, 0.5], 2),
      () => givenFolds([1, 2], 2, { groups: [1, 2] }),
    ];
    for (const action of wrong) expect(action).toThrow(WasmcmcError);
  });
});

import { describe, expect, test } from "vitest";
import {
  circularHdi,
  type Interval,
  type MultimodalHdiOptions,
  multimodalHdi,
  namedArray,
  WasmcmcError,
} from "../../../bindings/index.js";
import { disagreement } from "../draw_sets.js";
import { fixture, type StoredIntervals, specOf, valuesOf } from "./stored.js";

/** Bounds are draws or points of a grid between them: another one would be off by a thousandth of the range. */
const Tolerance = 1e-10;

function check(name: string, found: readonly Interval[], stored: StoredIntervals, reach: number): string[] {
  if (found.length !== stored!.length) return [`${name}: ${found.length} intervals instead of ${stored!.length}`];
  // arviz-stats orders intervals by their probability where there are too many.
  const ascending = stored!.toSorted((a, b) => Number(a[0]) - Number(b[0]));
  return found.flatMap(({ lower, upper }, i) => [
    disagreement(`${name} ${i} lower`, lower, ascending[i]![0], Tolerance, reach),
    disagreement(`${name} ${i} upper`, upper, ascending[i]![1], Tolerance, reach),
  ]);
}

const Continuous: Readonly<Record<string, MultimodalHdiOptions>> = {
  "0.x": {},
  "1.x": { style: "1.x" },
  sample: { style: "1.x", method: "sample" },
  "circular 1.x": { style: "1.x", circular: true },
  "circular sample": { style: "1.x", method: "sample", circular: true },
};

describe.each(fixture.cases)("the densest intervals of $spec.name", (each) => {
  const draws = valuesOf(each.spec);
  const reach = Math.max(...draws.filter(Number.isFinite).map(Math.abs));

  test("are ArviZ's of either kind where the draws are continuous", () => {
    const problems = Object.entries(each.hdi.continuous).flatMap(([share, kinds]) =>
      Object.entries(kinds ?? {}).flatMap(([kind, stored]) => {
        // Of angles that fill the circle ArviZ leaves no interval; of angles that differ by rounding alone it makes a density of
        // NaN.
        const alike = kind.startsWith("circular") && each.kde["0.x"]["circular"]?.bandwidth === "NaN";
        if (stored === null || stored.length === 0 || alike) return [];
        const options = { ...Continuous[kind], discrete: false, probability: Number(share) };
        return check(`${kind} ${share}`, multimodalHdi(draws, options), stored, kind.startsWith("circular") ? Math.PI : reach);
      }),
    );
    expect(problems.filter(Boolean)).toEqual([]);
  });

  test("are ArviZ's of either kind where they are whole numbers", () => {
    const problems = Object.entries(each.hdi.discrete).flatMap(([share, stored]) =>
      (["0.x", "1.x"] as const).flatMap((style) => {
        const found = multimodalHdi(draws, { style, probability: Number(share) });
        return stored[style] === null ? [] : check(`${style} ${share}`, found, stored[style], reach);
      }),
    );
    expect(problems.filter(Boolean)).toEqual([]);
  });
});

describe.each(fixture.cases.filter((each) => each.circular_hdi !== undefined))("the narrowest arc of $spec.name", (each) => {
  test("is ArviZ's", () => {
    const problems = Object.entries(each.circular_hdi!).flatMap(([share, stored]) =>
      check(share, [circularHdi(valuesOf(each.spec), Number(share))], [stored], Math.PI),
    );
    expect(problems.filter(Boolean)).toEqual([]);
  });
});

describe("the narrowest arc", () => {
  test("may cross the seam, and is taken of each element of an array", () => {
    const angles = valuesOf(specOf("angles across the seam"));
    const { lower, upper } = circularHdi(angles);
    expect(lower).toBeGreaterThan(upper);
    const array = circularHdi(namedArray(angles, [2, 300], ["chain", "draw"]));
    expect([...array.values]).toEqual([lower, upper]);
    expect(() => circularHdi(angles, 2)).toThrow(WasmcmcError);
  });
});

test("most intervals of ArviZ do not depend on how equal numbers are sorted, and are compared", () => {
  const compared = fixture.cases.map(({ hdi }) => Object.values(hdi.continuous).flatMap((kinds) => Object.values(kinds ?? {})));
  const kept = compared.filter((kinds) => kinds.filter((stored) => stored !== null).length >= 6);
  expect(kept.length).toBeGreaterThan(30);
});

describe("the densest intervals", () => {
  const two = valuesOf(specOf("two modes"));

  test("of two modes are two", () => {
    expect(multimodalHdi(two, { probability: 0.5 })).toHaveLength(2);
    expect(multimodalHdi(two, { probability: 0.5, maxModes: 1 })).toHaveLength(1);
  });

  test("follow draws that are shifted and stretched", () => {
    const rounded = two.map((value) => Math.round(value * 1024) / 1024);
    for (const style of ["0.x", "1.x"] as const) {
      const plain = multimodalHdi(rounded, { style });
      const moved = multimodalHdi(
        rounded.map((value) => 4 * value - 32),
        { style },
      );
      expect(moved).toHaveLength(plain.length);
      for (const [i, { lower, upper }] of plain.entries()) {
        expect(moved[i]!.lower).toBeCloseTo(4 * lower - 32, 9);
        expect(moved[i]!.upper).toBeCloseTo(4 * upper - 32, 9);
      }
    }
  });

  test("may cross the seam of a circle, their lower bound above the upper one", () => {
    const angles = valuesOf(specOf("angles across the seam"));
    const [only, ...others] = multimodalHdi(angles, { style: "1.x", circular: true });
    expect(others).toEqual([]);
    expect(only!.lower).toBeGreaterThan(only!.upper);
  });

  test("of arrays are arrays, padded with NaN where an element has fewer modes", () => {
    const one = valuesOf({ ...specOf("two modes"), shifts: [0] });
    const values = Float64Array.from({ length: 2 * two.length }, (_, i) => (i % 2 === 0 ? one : two)[i >> 1]!);
    const array = namedArray(values, [2, 500, 2], ["chain", "draw", "k"], { k: ["one", "two"] });
    const found = multimodalHdi(array, { probability: 0.8 });
    expect(found.dims).toEqual(["k", "mode", "ci_bound"]);
    expect(found.shape).toEqual([2, 2, 2]);
    const [first] = multimodalHdi(one, { probability: 0.8 });
    const [low, high] = multimodalHdi(two, { probability: 0.8 });
    expect([...found.values]).toEqual([first!.lower, first!.upper, NaN, NaN, low!.lower, low!.upper, high!.lower, high!.upper]);
  });

  test("of draws that are all the same are that point, and of none there are none", () => {
    for (const style of ["0.x", "1.x"] as const) {
      expect(multimodalHdi([2.5, 2.5], { style })).toEqual([{ lower: 2.5, upper: 2.5 }]);
      expect(multimodalHdi([NaN], { style })).toEqual([]);
    }
  });

  test("refuse shares, numbers of modes and combinations that make no sense", () => {
    const wrong: MultimodalHdiOptions[] = [
      { probability: 1 },
      { maxModes: 0 },
      { circular: true },
      { method: "sample" },
      { style: "1.x", circular: true, discrete: true },
      { style: "1.x", method: "sample", discrete: true },
    ];
    for (const options of wrong) {
      expect(() => multimodalHdi(two, options)).toThrow(WasmcmcError);
    }
  });
});

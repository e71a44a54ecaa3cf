import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ecdf, type Histogram, histogram, mode, namedArray, WasmcmcError } from "../../../bindings/index.js";
import { countBetween, countEqual, equalEdges } from "../../../bindings/posterior/density/binning.js";
import { disagreement } from "../draw_sets.js";
import { differences, fixture, type StoredBins, Tolerance, valuesOf } from "./stored.js";

function check(found: Histogram, { edges, counts, density }: StoredBins): string[] {
  const reach = Math.max(...edges.at.map((edge) => Math.abs(Number(edge))));
  expect([...found.counts]).toEqual(counts);
  return [
    ...differences("edges", found.edges, edges, 1e-12, reach),
    ...differences("density", found.density, density, Tolerance),
  ];
}

describe.each(fixture.cases)("of $spec.name", (each) => {
  const draws = valuesOf(each.spec);
  const { arviz, discrete, equal } = each.histogram;

  test("bins are ArviZ's, and counts in them the same", () => {
    if (arviz !== null) expect(check(histogram(draws, { discrete: false }), arviz)).toEqual([]);
    if (discrete != null) expect(check(histogram(draws), discrete)).toEqual([]);
    if (equal !== undefined) expect([...histogram(draws, { bins: 17 }).counts]).toEqual(equal);
  });

  test("the mode is ArviZ's", () => {
    // With a NaN ArviZ's search ends in the upper half of the draws, whatever they are.
    const expected = draws.some(Number.isNaN) ? "NaN" : each.mode.continuous;
    const problems = [disagreement("half-sample", mode([draws], { discrete: false }), expected, Tolerance)];
    if (each.mode.discrete !== undefined) problems.push(disagreement("frequent", mode([draws]), each.mode.discrete, 0));
    expect(problems.filter(Boolean)).toEqual([]);
  });

  test("the empirical distribution function is ArviZ's", () => {
    const { x, probability } = ecdf(draws);
    const { ecdf: stored } = each;
    const reach = Math.max(...stored.x.at.map((place) => Math.abs(Number(place))));
    expect([
      ...differences("x", x, stored.x, 1e-12, reach),
      ...differences("probability", probability, stored.probability, 1e-12),
    ]).toEqual([]);
  });
});

const codeOf = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return error instanceof WasmcmcError ? error.code : error;
  }
};

describe("a histogram", () => {
  const lists = fc.array(fc.oneof(fc.integer({ min: -50, max: 50 }), fc.double({ min: -50, max: 50, noNaN: true })), {
    minLength: 1,
  });

  test("counts every draw once, whatever bins there are, and its density integrates to 1", () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 40 }), (draws, bins) => {
        const { counts, density, edges } = histogram(draws, { bins });
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(draws.length);
        const integral = density.reduce((sum, height, bin) => sum + height * (edges[bin + 1]! - edges[bin]!), 0);
        expect(integral).toBeCloseTo(1, 9);
      }),
    );
  });

  test("finds the same bins by division as by search", () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: 40 }), (draws, bins) => {
        const values = Float64Array.from(draws);
        const edges = equalEdges(Math.min(...draws), Math.max(...draws), bins);
        fc.pre(edges[1]! - edges[0]! > 1e-300);
        expect(countEqual(values, edges)).toEqual(countBetween(values, edges));
      }),
    );
  });

  test("puts a draw on an edge into the bin above, and one on the last edge into the last bin", () => {
    expect([...histogram([0, 1, 1, 2], { bins: [0, 1, 2] }).counts]).toEqual([1, 3]);
    expect([...histogram([-1, 0.5, 9], { bins: [0, 1, 2] }).counts]).toEqual([1, 0]);
  });

  test("sums weights, and leaves out what is not finite with its weight", () => {
    expect([...histogram([0, 1, NaN, 1], { bins: [0, 1, 2], weights: [0.5, 1, 7, 2] }).counts]).toEqual([0.5, 3]);
  });

  test("refuses no draws, bins that are none and weights of other draws", () => {
    expect(codeOf(() => histogram([]))).toBe("too-few-draws");
    expect(codeOf(() => histogram([NaN]))).toBe("too-few-draws");
    for (const bins of [0, 2.5, [1], [2, 1], [0, NaN]]) expect(codeOf(() => histogram([1, 2], { bins }))).toBe("bad-option");
    expect(codeOf(() => histogram([1, 2], { bins: 3, range: [2, 1] }))).toBe("bad-option");
    expect(codeOf(() => histogram([1, 2], { weights: [1] }))).toBe("length-mismatch");
  });
});

describe("a mode", () => {
  test("follows draws that are shifted and stretched by powers of two", () => {
    const list = fc.array(fc.integer({ min: -4000, max: 4000 }), { minLength: 2 });
    fc.assert(
      fc.property(list, (whole) => {
        const draws = whole.map((value) => value / 8);
        const moved = draws.map((value) => 4 * value + 16);
        expect(mode([moved], { discrete: false })).toBe(4 * mode([draws], { discrete: false }) + 16);
      }),
    );
  });

  test("is taken of each element of an array, and NaN where a draw is unless they are skipped", () => {
    const array = namedArray(Float64Array.of(1, 5, 2, 5, 1, 6), [1, 3, 2], ["chain", "draw", "k"], { k: ["a", "b"] });
    expect([...mode(array).values]).toEqual([1, 5]);
    expect(mode([[1.5, NaN, 1.6, 9]])).toBeNaN();
    expect(mode([[1.5, NaN, 1.75, 9]], { skipNaN: true })).toBe(1.625);
    expect([mode([[3]]), mode([[NaN]], { skipNaN: true })]).toEqual([3, NaN]);
    expect(codeOf(() => mode([[1, 2], [1]]))).toBe("ragged-chains");
  });
});

describe("an empirical distribution function", () => {
  test("counts weights where there are some, and is NaN of nothing", () => {
    expect([...ecdf([2, 0, 1], { points: 3, weights: [2, 1, 1] }).probability]).toEqual([0.25, 0.5, 1]);
    expect(ecdf([NaN], { points: 2 }).probability).toEqual(new Float64Array([NaN, NaN]));
    expect(codeOf(() => ecdf([1, 2], { points: 0 }))).toBe("bad-option");
  });
});

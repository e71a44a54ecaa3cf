import { describe, expect, test } from "vitest";
import { savageDickey, WasmcmcError } from "../../../bindings/index.js";
import { disagreement } from "../draw_sets.js";
import { fixture, neighbourOf, specOf, valuesOf } from "./stored.js";

/** Bandwidths come from a root search that stops within 2e-12 of a number of about 1e-3, of which they are the root. */
const Tolerance = 1e-8;

const withFactors = fixture.cases.filter(({ factors }) => factors !== undefined);

describe.each(withFactors)("the Bayes factors of $spec.name", ({ spec, factors, kde }) => {
  const posterior = valuesOf(spec);
  const prior = neighbourOf(spec).map((value) => 2 * value);
  const constant = new Set(posterior).size === 1 || new Set(prior).size === 1;

  test("are ArviZ's of either kind", () => {
    const problems = factors!.flatMap((stored) =>
      (["0.x", "1.x"] as const).flatMap((style) => {
        const expected = stored[style];
        if (expected === null || constant) return [];
        const found = savageDickey({ posterior, prior, at: stored.at, style, discrete: false });
        const tolerance = Tolerance + 1e-11 * (rangeOf(posterior) / Number(kde["1.x"]["isj"]!.bandwidth)) ** 2;
        const [bf10, bf01, before, after] = expected;
        return [
          disagreement(`${style} prior at ${stored.at}`, found.prior, before!, tolerance),
          disagreement(`${style} posterior at ${stored.at}`, found.posterior, after!, tolerance),
          disagreement(`${style} BF10 at ${stored.at}`, found.bf10, bf10!, 2 * tolerance),
          disagreement(`${style} BF01 at ${stored.at}`, found.bf01, bf01!, 2 * tolerance),
        ];
      }),
    );
    expect(problems.filter(Boolean)).toEqual([]);
  });
});

const rangeOf = (values: Float64Array): number => Math.max(...values) - Math.min(...values);

describe("a Bayes factor", () => {
  const posterior = valuesOf(specOf("independent draws"));
  const density = (x: number): number => Math.exp(-0.5 * (x / 2) ** 2) / (2 * Math.sqrt(2 * Math.PI));

  test("takes a prior density as a number or as a function of the value", () => {
    const number = savageDickey({ posterior, prior: density(0.3), at: 0.3 });
    expect(savageDickey({ posterior, prior: density, at: 0.3 })).toEqual(number);
    expect(number.prior).toBe(density(0.3));
    expect(number.bf10 * number.posterior).toBeCloseTo(number.prior, 12);
    // The draws are nearly standard normal, of which 4,000 give a density within about 3 %.
    expect(Math.abs(number.posterior * Math.sqrt(2 * Math.PI) * Math.exp(0.045) - 1)).toBeLessThan(0.1);
    expect(number.outside).toBe(false);
  });

  test("counts draws of whole numbers, as ArviZ 0.x does", () => {
    const found = savageDickey({ posterior: [1, 1, 2, 3], prior: [1, 2, 3, 4, 5], at: 1 });
    expect([found.posterior, found.prior, found.bf10]).toEqual([0.5, 0.2, 0.4]);
    expect(savageDickey({ posterior: [1, 2], prior: 0.25, at: 7 })).toMatchObject({ bf10: Infinity, bf01: 0, outside: true });
  });

  test("says where the value lies outside the draws", () => {
    expect(savageDickey({ posterior, prior: 0.1, at: 50 }).outside).toBe(true);
    expect(savageDickey({ posterior, prior: [5, 6, 7.5], at: 0 }).outside).toBe(true);
  });

  test("refuses values and prior densities that are no numbers, or negative", () => {
    for (const given of [{ at: NaN }, { prior: -1 }, { prior: () => NaN }]) {
      expect(() => savageDickey({ posterior, prior: 1, ...given })).toThrow(WasmcmcError);
    }
  });
});

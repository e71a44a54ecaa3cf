import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  namedArray,
  normalizedWeights,
  type PlainDraws,
  quantile,
  type ResampleOptions,
  resampleDraws,
  resampleIndices,
  WasmcmcError,
  weightedMean,
  weightedQuantile,
  weightedSd,
} from "../../../bindings/index.js";
import { disagreement } from "../draw_sets.js";
import { fixture, Tolerance, valuesOf, weightsFor } from "./stored.js";

const Probabilities = [0, 0.1, 0.5, 0.93, 1];

describe.each(fixture.cases.filter(({ weighted }) => weighted !== undefined))(
  "weighted draws of $spec.name",
  ({ spec, weighted }) => {
    const draws = [valuesOf(spec)];
    const weights = weightsFor(spec);

    test("have ArviZ's mean, standard deviation and quantiles", () => {
      const sd = Number(weighted!.sd) || 0;
      const reach = Math.max(...draws[0]!.map(Math.abs));
      const problems = [
        disagreement("mean", weightedMean(draws, weights), weighted!.mean, Tolerance, sd),
        // A constant's deviations are what its mean is rounded by.
        disagreement("sd", weightedSd(draws, weights), weighted!.sd, Tolerance, 1e-5 * reach),
        ...Probabilities.flatMap((probability, i) => [
          disagreement(
            `linear ${probability}`,
            weightedQuantile(draws, weights, probability),
            weighted!.linear[i]!,
            Tolerance,
            sd,
          ),
          disagreement(
            `inverted ${probability}`,
            weightedQuantile(draws, weights, probability, { method: "inverted-cdf" }),
            weighted!.inverted[i]!,
            0,
          ),
        ]),
      ];
      expect(problems.filter(Boolean)).toEqual([]);
    });
  },
);

describe("weights", () => {
  const lists = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 60 });

  test("that are equal give the usual statistics", () => {
    fc.assert(
      fc.property(lists, fc.double({ min: 0, max: 1, noNaN: true }), (draws, probability) => {
        const weights = draws.map(() => 0.25);
        const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
        const square = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (draws.length - 1);
        expect(weightedMean([draws], weights)).toBeCloseTo(mean, 9);
        expect(weightedSd([draws], weights)).toBeCloseTo(Math.sqrt(square), 7);
        expect(weightedQuantile([draws], weights, probability)).toBeCloseTo(quantile([draws], probability), 9);
      }),
    );
  });

  test("of 0 leave their draws out, and only ratios count", () => {
    expect(weightedMean([[1, 2, 300]], [1, 1, 0])).toBe(1.5);
    expect(weightedQuantile([[1, 300, 2]], [2, 0, 2], 0.5)).toBe(1.5);
    expect(weightedSd([[7, 1, 2]], [3, 0, 0])).toBe(0);
    const [first, second] = normalizedWeights([-1000, -1000 + Math.log(3), -Infinity]);
    expect(first).toBeCloseTo(0.25, 12);
    expect(second).toBeCloseTo(0.75, 12);
  });

  test("apply to each element of an array, given as chains or one after the other", () => {
    const array = namedArray(Float64Array.of(1, 10, 2, 20, 3, 30, 4, 40), [2, 2, 2], ["chain", "draw", "k"]);
    const chains: PlainDraws = [
      [1, 1],
      [1, 3],
    ];
    for (const weights of [chains, [1, 1, 1, 3]]) expect([...weightedMean(array, weights).values]).toEqual([3, 30]);
  });

  test("are refused where they are as many as other draws, negative, NaN or all 0", () => {
    const codeOf = (weights: number[]): unknown => {
      try {
        return weightedMean([[1, 2]], weights);
      } catch (error) {
        return error instanceof WasmcmcError ? error.code : error;
      }
    };
    expect([[1], [1, -1], [1, NaN], [0, 0], [1, Infinity]].map(codeOf)).toEqual([
      "length-mismatch",
      "bad-option",
      "bad-option",
      "bad-option",
      "bad-option",
    ]);
    expect(() => weightedQuantile([[1, 2]], [1, 1], 1.5)).toThrow(WasmcmcError);
    expect(() => normalizedWeights([-Infinity, -Infinity])).toThrow(WasmcmcError);
    expect(() => normalizedWeights([0, NaN])).toThrow(WasmcmcError);
  });
});

describe("resampling", () => {
  const weights = [0.05, 0, 0.35, 0.1, 0.5];
  const countsOf = (places: Int32Array): number[] => weights.map((_, place) => places.filter((found) => found === place).length);

  test.each(["systematic", "stratified"] as const)(
    "that is %s takes each draw as often as its weight says, give or take one or two",
    (method) => {
      const slack = method === "systematic" ? 1 : 2;
      for (let seed = 0; seed < 50; seed++) {
        for (const [place, count] of countsOf(resampleIndices(weights, { size: 37, method, seed })).entries()) {
          expect(Math.abs(count - 37 * weights[place]!)).toBeLessThan(slack);
        }
      }
    },
  );

  test("that is multinomial does so on average", () => {
    const [, none, third] = countsOf(resampleIndices(weights, { size: 20_000, method: "multinomial", seed: 3 }));
    expect(none).toBe(0);
    // Five binomial standard deviations.
    expect(Math.abs(third! - 7000)).toBeLessThan(5 * Math.sqrt(20_000 * 0.35 * 0.65));
  });

  test("gives the same for the same seed and something else for another", () => {
    const take = (options: ResampleOptions): string =>
      resampleIndices(weights, { size: 200, method: "multinomial", ...options }).join();
    expect(take({ seed: 5 })).toBe(take({ seed: 5 }));
    expect(take({ seed: 5 })).not.toBe(take({ seed: 6 }));
  });

  test("takes the draws of an array as one chain", () => {
    const array = namedArray(Float64Array.of(1, 10, 2, 20, 3, 30, 4, 40), [2, 2, 2], ["chain", "draw", "k"], {
      k: ["a", "b"],
      chain: [0, 1],
    });
    const taken = resampleDraws(array, resampleIndices([0, 0, 1, 1], { size: 4 }));
    expect(taken.shape).toEqual([1, 4, 2]);
    expect([...taken.values]).toEqual([3, 30, 3, 30, 4, 40, 4, 40]);
    expect(taken.coords).toEqual({ k: ["a", "b"] });
    expect(() => resampleDraws(array, [4])).toThrow(WasmcmcError);
  });

  test("refuses sizes, seeds and methods that are none", () => {
    for (const options of [{ size: -1 }, { seed: 0.5 }, { method: "bootstrap" as never }]) {
      expect(() => resampleIndices(weights, options)).toThrow(WasmcmcError);
    }
  });
});

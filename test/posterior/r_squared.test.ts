import { describe, expect, test } from "vitest";
import { bayesianR2, type NamedArray, namedArray, residualR2, WasmcmcError } from "../../bindings/index.js";
import { differences, fixture, Tolerance } from "./density/stored.js";
import { type DrawSpec, disagreement, drawSpec, drawsOf } from "./draw_sets.js";

/** Predictions of the k-th draw for the i-th observation are the k-th draw of the i-th chain. */
function predictions(spec: DrawSpec, map: (value: number) => number = (value) => value): NamedArray {
  const { values, chains, draws } = drawsOf(spec);
  const mu = Float64Array.from({ length: chains * draws }, (_, i) => map(values[(i % chains) * draws + Math.floor(i / chains)]!));
  return namedArray(mu, [1, draws, chains], ["chain", "draw", "point"]);
}

describe.each(fixture.r_squared)("R-squared of $spec.name", (stored) => {
  const { spec } = stored;
  const mu = predictions(spec);
  const observed = drawsOf({ ...spec, seed: spec.seed + 1, draws: 1 }).values;
  const sd = drawsOf(drawSpec({ chains: 1, draws: spec.draws, seed: spec.seed + 2 })).values.map(
    (value) => Math.abs(value) + 0.1,
  );

  test("is ArviZ's, from residuals, from modelled variances and from probabilities", () => {
    const residual = residualR2(observed, mu);
    const problems = [
      disagreement("r2", residual.mean, stored.r2, Tolerance),
      // A standard deviation of R2s that are equal is what they are rounded by.
      disagreement("r2_std", residual.sd, stored.r2_std, Tolerance, 1e-5),
      ...differences("residual", residual.samples.values, stored.residual, Tolerance),
      ...differences(
        "circular",
        residualR2(observed, mu, { circular: true }).samples.values,
        stored["circular residual"],
        Tolerance,
      ),
      ...differences("bayesian", bayesianR2(mu, [sd]).samples.values, stored.bayesian, Tolerance),
      ...differences("variance", bayesianR2(mu, [sd], { scale: "var" }).samples.values, stored.variance, Tolerance),
      ...differences(
        "bernoulli",
        bayesianR2(predictions(spec, (value) => 1 / (1 + Math.exp(-value)))).samples.values,
        stored.bernoulli,
        Tolerance,
      ),
    ];
    expect(problems.filter(Boolean)).toEqual([]);
  });
});

describe("R-squared", () => {
  const mu = predictions(drawSpec({ chains: 3, draws: 5 }));

  test("has a number a draw, by chain", () => {
    const { samples, mean, sd } = residualR2([1, 2, 3], mu);
    expect([samples.dims, samples.shape]).toEqual([
      ["chain", "draw"],
      [1, 5],
    ]);
    expect(mean).toBeCloseTo(samples.values.reduce((sum, value) => sum + value, 0) / 5, 12);
    expect(sd).toBeGreaterThan(0);
  });

  test("of angles is 1 less the circular variance that is given", () => {
    expect([...bayesianR2(mu, [[0.1, 0.2, 0.3, 0.4, 0.5]], { scale: "var", circular: true }).samples.values]).toEqual([
      0.9, 0.8, 0.7, 0.6, 0.5,
    ]);
  });

  test("is refused for lengths that differ, negative scales, single observations and angles without a variance", () => {
    const codeOf = (action: () => unknown): unknown => {
      try {
        return action();
      } catch (error) {
        return error instanceof WasmcmcError ? error.code : error;
      }
    };
    expect(codeOf(() => residualR2([1, 2], mu))).toBe("length-mismatch");
    expect(codeOf(() => bayesianR2(mu, [[1, 1]]))).toBe("length-mismatch");
    expect(codeOf(() => bayesianR2(mu, [[1, 1, 1, 1, -1]]))).toBe("bad-option");
    expect(codeOf(() => bayesianR2(mu, undefined, { circular: true }))).toBe("bad-option");
    expect(codeOf(() => bayesianR2(predictions(drawSpec({ chains: 1, draws: 4 }))))).toBe("bad-shape");
  });
});

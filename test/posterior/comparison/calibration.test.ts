import { describe, expect, test } from "vitest";
import { looExpectations, looPit, looWeights, type NamedArray, namedArray } from "../../../bindings/index.js";
import { disagreement, Generator } from "../draw_sets.js";
import { disagreements, fitOf, fixture, predictionsOf } from "./log_likelihood_sets.js";

/** Sums over the draws in another order. */
const Tolerance = 1e-10;

// Where weights tie, which draw has which of the tail's is up to the sorting algorithm, and predictions differ between those draws.
const cases = fixture.cases.filter(({ case: { draws } }) => !draws.whole && !(draws.noise === "none" && draws.shifts.length > 1));

describe.each(cases)("of $case.name", ({ case: model, calibration }) => {
  const fit = fitOf(model);
  const predicted = predictionsOf(model);

  test("shares of predictions up to the observation are ArviZ's", () => {
    const found = looPit(model.y, predicted, fit);
    expect(found.shape).toEqual(model.shape);
    expect(disagreements("at most", found.values, calibration.atMost, Tolerance, 1)).toEqual([]);
    const middle = looPit(model.y, predicted, fit, { ties: "middle" });
    expect(disagreements("middle", middle.values, calibration.middle, Tolerance, 1)).toEqual([]);
  });

  test("expectations are those of arviz-stats", () => {
    const weights = looWeights(fit);
    const problems = (["mean", "sd", "variance", "median"] as const).flatMap((kind) => {
      const stored = calibration[kind === "variance" ? "var" : kind];
      const found = looExpectations(predicted, weights, { kind }).value.values;
      return model.y.map((_, i) => disagreement(`${kind}[${i}]`, found[i]!, stored[i]!, toleranceOf(weights.logWeights, i), 1));
    });
    const quantile = looExpectations(predicted, fit, { kind: "quantile", probability: 0.9 });
    expect([
      ...problems.filter(Boolean),
      ...disagreements("quantile", quantile.value.values, calibration.quantile, Tolerance, 1),
    ]).toEqual([]);
    expect(quantile.paretoK).toEqual(weights.paretoK);
  });
});

/** Variances are divided by 1 - 1 / n, with n the weights' effective number: near 1 that loses digits. */
function toleranceOf({ values, shape }: NamedArray, observation: number): number {
  let squares = 0;
  for (let at = observation; at < values.length; at += values.length / (shape[0]! * shape[1]!))
    squares += Math.exp(2 * values[at]!);
  return Tolerance + 1e-13 / Math.abs(1 - squares);
}

describe("counts, which tie with predictions", () => {
  const generator = new Generator(5);
  const draws = 400;
  const counts = Array.from({ length: 300 }, () => Math.floor(4 * generator.uniform()));
  const predicted = namedArray(
    Float64Array.from({ length: draws * counts.length }, () => Math.floor(4 * generator.uniform())),
    [2, draws / 2, counts.length],
    ["chain", "draw", "row"],
  );
  const flat = namedArray(new Float64Array(predicted.values.length), predicted.shape, predicted.dims);

  test("a random share of the ties lies between none and all of them, and follows the seed", () => {
    const atMost = looPit(counts, predicted, flat).values;
    const random = looPit(counts, predicted, flat, { ties: "random", seed: 3 }).values;
    const middle = looPit(counts, predicted, flat, { ties: "middle" }).values;
    const half = atMost.map((value, i) => value - middle[i]!);
    random.forEach((value, i) => {
      expect(Math.abs(value - middle[i]!)).toBeLessThanOrEqual(half[i]! + 1e-12);
    });
    expect(looPit(counts, predicted, flat, { ties: "random", seed: 3 }).values).toEqual(random);
    expect(looPit(counts, predicted, flat, { ties: "random", seed: 4 }).values).not.toEqual(random);
  });

  test("random shares of calibrated predictions are uniform", () => {
    const values = Array.from(looPit(counts, predicted, flat, { ties: "random", seed: 3 }).values).sort((a, b) => a - b);
    const distance = Math.max(...values.map((value, i) => Math.abs(value - (i + 0.5) / values.length)));
    // Kolmogorov & Smirnov: over 1.95 / sqrt(n) with probability 0.001 (0.113 here).
    expect(distance).toBeLessThan(1.95 / Math.sqrt(values.length));
  });
});

import { describe, expect, test } from "vitest";
import { loo, looSubsample, WasmcmcError } from "../../../bindings/index.js";
import { disagreement } from "../draw_sets.js";
import { fitOf, fixture, logLikelihoodOf } from "./log_likelihood_sets.js";

const Tolerance = 1e-10;

describe.each(fixture.subsamples)("of $observations.length observations (set $case.draws.seed)", (known) => {
  const fit = fitOf(known.case);

  test.each(["lpd", "given"] as const)("the estimate by the approximation %s, and its text, are those of arviz-stats", (kind) => {
    const stored = known[kind];
    const approximation = kind === "lpd" ? "lpd" : stored.approximation;
    const found = looSubsample(fit, { observations: known.observations, approximation });
    // The estimate of se is a difference of sums of squares.
    const scale = stored.approximation.reduce((sum, value) => sum + value ** 2, 0);
    expect(
      [
        disagreement("elpd", found.elpd, stored.elpd, Tolerance, 1),
        disagreement("se", found.se ** 2, Number(stored.se) ** 2, Tolerance, scale),
        disagreement("subsampling", found.subsample!.se, stored.subsamplingSe, Tolerance, 1),
        disagreement("p", found.p, stored.p, Tolerance, 1),
      ].filter(Boolean),
    ).toEqual([]);
    expect(String(found)).toBe(stored.text);
    expect([...found.subsample!.observations]).toEqual(known.observations);
  });
});

const model = fixture.subsamples[0]!.case;
const array = logLikelihoodOf(model);
const whole = loo(array);

test("all observations give what loo gives", () => {
  const found = looSubsample(array, { observations: model.y.length });
  expect(found.elpd).toBeCloseTo(whole.elpd, 10);
  expect(found.p).toBeCloseTo(whole.p, 10);
  expect(found.se).toBeCloseTo(whole.se, 8);
  expect(found.subsample!.se).toBe(0);
  expect(found.pointwise).toEqual(whole.pointwise);
});

test("samples by 400 seeds miss by as much as they say", () => {
  const estimates = Array.from({ length: 400 }, (_, seed) => looSubsample(array, { observations: 10, seed }));
  const deviations = estimates.map(({ elpd }) => elpd - whole.elpd);
  const mean = deviations.reduce((sum, value) => sum + value, 0) / deviations.length;
  const variance = deviations.reduce((sum, value) => sum + value ** 2, 0) / deviations.length;
  const said = estimates.reduce((sum, { subsample }) => sum + subsample!.se ** 2, 0) / estimates.length;
  // Without bias, at 4 standard errors of the mean of 400; variances of skewed differences at 5 times 2 / sqrt(400) * 1.5.
  expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(variance / 400));
  expect(Math.abs(variance / said - 1)).toBeLessThan(0.75);
});

test("a seed samples the same observations again, none twice", () => {
  const [a, b, c] = [1, 1, 2].map((seed) => looSubsample(array, { observations: 12, seed }).subsample!.observations);
  expect(a).toEqual(b);
  expect(a).not.toEqual(c);
  expect(new Set(a).size).toBe(12);
});

test("a function is asked for the sampled observations alone", () => {
  const asked: number[] = [];
  const draws = array.shape[0]! * array.shape[1]!;
  const size = model.y.length;
  const logLikelihood = (observations: Int32Array) => {
    asked.push(...observations);
    return Float64Array.from(
      { length: draws * observations.length },
      (_, i) => array.values[(i % draws) * size + observations[Math.floor(i / draws)]!]!,
    );
  };
  const approximation = fixture.subsamples[0]!.given.approximation;
  const options = { observations: 6, seed: 4, approximation };
  const found = looSubsample({ chains: array.shape[0]!, draws: array.shape[1]!, observations: size, logLikelihood }, options);
  expect(asked).toHaveLength(6);
  expect(found.elpd).toBe(looSubsample(array, options).elpd);
});

test("observations that do not exist, and approximations that do not fit, are refused", () => {
  const codes = [
    () => looSubsample(array, { observations: 0 }),
    () => looSubsample(array, { observations: 41 }),
    () => looSubsample(array, { observations: [1, 40] }),
    () => looSubsample(array, { observations: [] }),
    () => looSubsample(array, { observations: 2.5 }),
    () => looSubsample(array, { observations: 4, approximation: "plpd" }),
    () => looSubsample(array, { observations: 4, approximation: [1, 2, 3] }),
    () => looSubsample(array, { observations: 4, approximation: new Float64Array(40).fill(NaN) }),
  ].map((action) => {
    try {
      action();
    } catch (error) {
      return error instanceof WasmcmcError ? error.code : error;
    }
    return "none";
  });
  expect(codes).toEqual(Array(8).fill("bad-option"));
});

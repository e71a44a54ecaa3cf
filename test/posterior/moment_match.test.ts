import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { momentMatch, psis, WasmcmcError } from "../../bindings/index.js";
import {
  choleskyFactor,
  covarianceOf,
  meanOf,
  quotient,
  TriangularMap,
  varianceOf,
} from "../../bindings/posterior/comparison/triangular_map.js";
import { RandomNumbers } from "../../bindings/posterior/statistics/random_numbers.js";
import { type DrawSpec, disagreement, drawsOf } from "./draw_sets.js";

/** Draws of a normal distribution with a correlated pair of coordinates. */
function pairs(count: number, seed: number): Float64Array {
  const generator = new RandomNumbers(seed);
  const values = new Float64Array(2 * count);
  for (let s = 0; s < count; s++) {
    const x = generator.normal();
    values[2 * s] = 1 + 0.5 * x;
    values[2 * s + 1] = -2 + 0.3 * x + 0.4 * generator.normal();
  }
  return values;
}

const logNormal = (x: number, mean: number, variance: number) =>
  -0.5 * Math.log(2 * Math.PI * variance) - (x - mean) ** 2 / (2 * variance);

/**
 * Unit-variance rows about a mean with a standard normal prior: everything is known in closed form. The last row is an outlier.
 */
function normalMean(rows: readonly number[], draws: number, seed: number) {
  const generator = new RandomNumbers(seed);
  const total = rows.reduce((sum, value) => sum + value, 0);
  const [mean, sd] = [total / (rows.length + 1), Math.sqrt(1 / (rows.length + 1))];
  const positions = Float64Array.from({ length: draws }, () => mean + sd * generator.normal());
  const left = rows[rows.length - 1]!;
  const exact = logNormal(left, (total - left) / rows.length, 1 + 1 / rows.length);
  return {
    exact,
    input: {
      positions,
      dimension: 1,
      chains: 4,
      logDensity: (values: Float64Array) =>
        values.map((mu) => rows.reduce((sum, row) => sum + logNormal(row, mu, 1), logNormal(mu, 0, 1))),
      logLikelihood: (values: Float64Array) => values.map((mu) => logNormal(left, mu, 1)),
    },
  };
}

describe("moment matching", () => {
  const { input, exact } = normalMean([0.1, -0.4, 0.3, 0.8, -0.2, 14], 4000, 3);
  const weighed = psis(input.logLikelihood(input.positions).map((value) => -value));
  const plain = Math.log(
    input.logLikelihood(input.positions).reduce((sum, value, s) => sum + Math.exp(value + weighed.logWeights[s]!), 0),
  );

  test.each([
    { split: true, covariance: true },
    { split: true, covariance: false },
    { split: false, covariance: true },
    { split: false, covariance: false },
  ])("gives what is known in closed form where weights alone do not, with %j", (options) => {
    const { elpd, k, originalK, iterations } = momentMatch(input, options);
    expect(originalK).toBeGreaterThan(0.7);
    expect(k).toBeLessThan(0.7);
    expect(iterations).toBeGreaterThan(0);
    expect(Math.abs(elpd - exact)).toBeLessThan(Math.abs(plain - exact));
    if (!options.split) return;
    // Without the split too few draws are where the likelihood is large: it varies by a factor of e^4.5 a standard deviation of mu.
    // With it some 2,000 draws worth of weights; 4 standard errors.
    expect(Math.abs(elpd - exact)).toBeLessThan((4 * 4.5) / Math.sqrt(2000));
    expect(Math.abs(plain - exact)).toBeGreaterThan(3 * Math.abs(elpd - exact));
  });

  test("leaves alone what importance sampling does well", () => {
    const fine = normalMean([0.1, -0.4, 0.3, 0.8, -0.2, 0.5], 2000, 4);
    const { elpd, k, originalK, iterations } = momentMatch(fine.input);
    expect({ k, iterations }).toEqual({ k: originalK, iterations: 0 });
    // An error of 0.3 a draw at most.
    expect(Math.abs(elpd - fine.exact)).toBeLessThan((4 * 0.3) / Math.sqrt(2000));
  });

  test("takes no account of constants in the log density", () => {
    const shifted = { ...input, logDensity: (values: Float64Array) => input.logDensity(values).map((value) => value - 1234) };
    const [one, other] = [momentMatch(input), momentMatch(shifted)];
    // Roundings of numbers of the order of 1,000.
    expect(Math.abs(one.elpd - other.elpd)).toBeLessThan(1e-9);
  });

  test("stays where all moved draws leave the support", () => {
    const cornered = {
      ...input,
      logDensity: (values: Float64Array) => values.map((mu, s) => (mu === input.positions[s] ? 0 : Number.NaN)),
    };
    const found = momentMatch(cornered);
    expect(found.iterations).toBe(0);
    expect(found.elpd).toBeCloseTo(plain, 1);
  });

  test("refuses draws that are none", () => {
    expect(() => momentMatch({ ...input, dimension: 3 })).toThrow(WasmcmcError);
    expect(() => momentMatch({ ...input, chains: 7 })).toThrow(WasmcmcError);
    expect(() => momentMatch({ ...input, positions: Float64Array.of(1, 2, Number.NaN, 3) })).toThrow(WasmcmcError);
  });
});

interface OracleCase {
  readonly parts: readonly DrawSpec[];
  readonly outlier: number;
  readonly threshold: number;
  readonly most: number;
  readonly original: number;
  readonly iterations: number;
  readonly k: number;
  readonly elpd: number;
}
const oracle = JSON.parse(readFileSync(new URL("../fixtures/moment_match.json", import.meta.url), "utf8")) as {
  cases: readonly OracleCase[];
};

test.each(oracle.cases)("means and variances are matched as in arviz-stats: $outlier, $threshold", (known) => {
  const columns = known.parts.map((spec) => drawsOf(spec));
  const [first, second] = columns.map(({ values }) => values) as [Float64Array, Float64Array];
  const at = (values: Float64Array, of: (x: number, y: number) => number) =>
    Float64Array.from({ length: values.length / 2 }, (_, s) => of(values[2 * s]!, values[2 * s + 1]!));
  const found = momentMatch(
    {
      positions: Float64Array.from({ length: 2 * first.length }, (_, i) => (i % 2 === 0 ? first : second)[i >> 1]!),
      dimension: 2,
      chains: columns[0]!.chains,
      logDensity: (values) => at(values, (x, y) => -0.5 * ((x - 0.4) ** 2 + 4 * (y - 0.4) ** 2)),
      logLikelihood: (values) => at(values, (x, y) => -0.5 * (known.outlier - (x + y)) ** 2),
    },
    { split: false, covariance: false, threshold: known.threshold, maxIterations: known.most },
  );
  expect(found.iterations).toBe(known.iterations);
  // Roundings of some thousand draws, through the fit of a tail at each step; far below any digit that matters.
  const problems = [
    disagreement("original", found.originalK, known.original, 1e-10),
    disagreement("k", found.k, known.k, 1e-9),
    disagreement("elpd", found.elpd, known.elpd, 1e-9),
  ];
  expect(problems.filter(Boolean)).toEqual([]);
});

describe("triangular maps", () => {
  const draws = { values: pairs(500, 7), dimension: 2 };
  const other = { values: pairs(400, 8).map((value, i) => 3 * value + (i % 2)), dimension: 2 };
  // A few roundings of numbers of the order of 10.
  const Rounding = 1e-12;
  const close = (found: Float64Array, expected: ArrayLike<number>) =>
    found.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(Rounding * 10));

  test("give draws another mean and covariance exactly", () => {
    const [from, to] = [meanOf(draws), meanOf(other)];
    const [before, after] = [covarianceOf(draws, from), covarianceOf(other, to)];
    const matrix = quotient(choleskyFactor(after, 2)!, choleskyFactor(before, 2)!, 2);
    const moved = TriangularMap.around(from)
      .followedBy(
        matrix,
        to.map((value, i) => value - from[i]!),
      )
      .apply(draws);
    close(meanOf({ values: moved, dimension: 2 }), to);
    close(covarianceOf({ values: moved, dimension: 2 }, to), after);
    close(varianceOf({ values: moved, dimension: 2 }, to), [after[0]!, after[3]!]);
  });

  test("are undone exactly, also after several steps", () => {
    const map = TriangularMap.around(meanOf(draws))
      .followedBy(Float64Array.of(2, 0, -0.5, 0.7), Float64Array.of(1, -3))
      .followedBy(Float64Array.of(0.9, 0, 1.5, 3), Float64Array.of(-2, 0.5));
    close(map.invert({ values: map.apply(draws), dimension: 2 }), draws.values);
    expect(map.logDeterminant).toBeCloseTo(Math.log(2 * 0.7 * 0.9 * 3), 12);
    const one = TriangularMap.around(meanOf(draws)).followedBy(Float64Array.of(2, 0, -0.5, 0.7), Float64Array.of(1, -3));
    const middle = { values: one.apply(draws), dimension: 2 };
    const two = TriangularMap.around(meanOf(middle)).followedBy(Float64Array.of(0.9, 0, 1.5, 3), Float64Array.of(-2, 0.5));
    close(map.apply(draws), two.apply(middle));
  });

  test("weigh draws as if each were there that often", () => {
    const weights = Float64Array.from({ length: 500 }, (_, i) => (i < 100 ? 1 / 100 : 0));
    const first = { values: draws.values.slice(0, 200), dimension: 2 };
    close(meanOf(draws, weights), meanOf(first));
    close(covarianceOf(draws, meanOf(first), weights), covarianceOf(first, meanOf(first)));
  });

  test("have no factor of a matrix that is not positive definite", () => {
    expect(choleskyFactor(Float64Array.of(1, 2, 2, 1), 2)).toBeUndefined();
  });
});

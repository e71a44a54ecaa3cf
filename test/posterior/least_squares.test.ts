import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseCsv } from "../../bindings/data/csv.js";
import { leastSquares } from "../../bindings/posterior/least_squares.js";
import { dataFolder } from "../data_folder.js";
import { Generator } from "./draw_sets.js";

/** Longley (1967), with the values certified by NIST's Statistical Reference Datasets: badly conditioned on purpose. */
const Longley = [
  [60323, 83, 234289, 2356, 1590, 107608, 1947],
  [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
  [60171, 88.2, 258054, 3682, 1616, 109773, 1949],
  [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
  [63221, 96.2, 328975, 2099, 3099, 112075, 1951],
  [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
  [64989, 99, 365385, 1870, 3547, 115094, 1953],
  [63761, 100, 363112, 3578, 3350, 116219, 1954],
  [66019, 101.2, 397469, 2904, 3048, 117388, 1955],
  [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
  [68169, 108.4, 442769, 2936, 2798, 120445, 1957],
  [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
  [68655, 112.6, 482704, 3813, 2552, 123366, 1959],
  [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
  [69331, 115.7, 518173, 4806, 2572, 127852, 1961],
  [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
] as const;
const Certified = [
  [-3482258.63459582, 890420.383607373],
  [15.0618722713733, 84.9149257747669],
  [-0.035819179292591, 0.0334910077722432],
  [-2.02022980381683, 0.488399681651699],
  [-1.03322686717359, 0.214274163161675],
  [-0.0511041056535807, 0.22607320006937],
  [1829.15146461355, 455.478499142212],
] as const;

const x = Float64Array.from({ length: 20 }, (_, i) => i / 3);
const generator = new Generator(9);
const sigma = x.map(() => 0.5 + generator.uniform());
const y = x.map((value, i) => 2 * value - 1 + sigma[i]! * generator.normal());

describe("least squares", () => {
  test("reaches the certified values of a badly conditioned design", () => {
    const columns = Object.fromEntries(Array.from({ length: 6 }, (_, k) => [`x${k + 1}`, Longley.map((row) => row[k + 1]!)]));
    const fit = leastSquares(
      { constant: 1, ...columns },
      Longley.map((row) => row[0]),
    );
    for (const [k, name] of fit.names.entries()) {
      // The scaled condition number is about 4e4: five of sixteen digits may go, and certified values have fifteen.
      expect(Math.abs(fit.coefficients[name]! / Certified[k]![0] - 1)).toBeLessThan(1e-9);
      expect(Math.abs(fit.standardErrors[name]! / Certified[k]![1] - 1)).toBeLessThan(1e-9);
    }
    expect(Math.sqrt(fit.chiSquared / fit.degreesOfFreedom)).toBeCloseTo(304.854073561965, 8);
  });

  test("weighs rows by their sigma: a straight line agrees with the closed form", () => {
    const fit = leastSquares({ m: x, b: 1 }, y, { sigma });
    const total = (term: (i: number) => number): number => x.reduce((sum, _, i) => sum + term(i) / sigma[i]! ** 2, 0);
    const [s, sx, sy, sxx, sxy] = [
      total(() => 1),
      total((i) => x[i]!),
      total((i) => y[i]!),
      total((i) => x[i]! ** 2),
      total((i) => x[i]! * y[i]!),
    ];
    const determinant = s * sxx - sx * sx;
    expect(fit.coefficients.m).toBeCloseTo((s * sxy - sx * sy) / determinant, 12);
    expect(fit.coefficients.b).toBeCloseTo((sxx * sy - sx * sxy) / determinant, 12);
    const expected = [s, -sx, -sx, sxx].map((value) => value / determinant);
    for (let i = 0; i < 4; i++) expect(fit.covariance[i]).toBeCloseTo(expected[i]!, 12);
    expect(fit.standardErrors.m).toBe(Math.sqrt(fit.covariance[0]!));
    expect(fit.chiSquared).toBeCloseTo(
      total((i) => (y[i]! - fit.coefficients.m * x[i]! - fit.coefficients.b) ** 2),
      10,
    );
    expect(fit.degreesOfFreedom).toBe(18);
  });

  test("passes through as many points as there are coefficients", () => {
    const fit = leastSquares({ a: [0, 0, 1], b: [0, 1, 1], c: 1 }, [5, 7, 4], { sigma: 2 });
    expect([fit.coefficients.a, fit.coefficients.b, fit.coefficients.c].map((value) => Math.round(value * 1e12) / 1e12)).toEqual([
      -3, 2, 5,
    ]);
    expect(fit.chiSquared).toBe(0);
  });

  test("does not mind the units of a column or of y", () => {
    const plain = leastSquares({ m: x, b: 1 }, y, { sigma });
    const scaled = leastSquares({ m: x.map((value) => value * 1e150), b: 1e-150 }, y, { sigma });
    expect(scaled.coefficients.m * 1e150).toBeCloseTo(plain.coefficients.m, 12);
    expect(scaled.standardErrors.b / 1e150).toBeCloseTo(plain.standardErrors.b, 12);
  });

  test.runIf(dataFolder)("gives the known line through all points of line.csv (needs data)", () => {
    const { columns } = parseCsv(readFileSync(join(dataFolder!, "line", "line.csv")));
    const line = columns as Record<"x" | "y" | "y_err", Float64Array>;
    const { coefficients } = leastSquares({ m: line.x, b: 1 }, line.y, { sigma: line.y_err });
    // The reference is given to 8 decimals.
    expect(coefficients.m).toBeCloseTo(1.80052574, 8);
    expect(coefficients.b).toBeCloseTo(-8.32726542, 8);
  });

  test("names the column that the others determine", () => {
    const dependent = { code: "rank-deficient", variable: "c" };
    expect(() => leastSquares({ a: x, b: 1, c: x.map((value) => 3 * value - 2) }, y)).toThrow(expect.objectContaining(dependent));
    expect(() => leastSquares({ a: x, c: 0 }, y)).toThrow(expect.objectContaining(dependent));
    expect(() => leastSquares({ a: [1], b: [2] }, [3])).toThrow(expect.objectContaining({ code: "rank-deficient" }));
    expect(() => leastSquares({}, y)).toThrow(expect.objectContaining({ code: "bad-shape" }));
  });

  test("names the column and the row of a bad number", () => {
    const bad = sigma.map((value, i) => (i === 7 ? 0 : value));
    expect(() => leastSquares({ m: x }, y, { sigma: bad })).toThrow(
      expect.objectContaining({ code: "not-positive", row: 7, value: 0 }),
    );
    expect(() => leastSquares({ m: x }, y, { sigma: -1 })).toThrow(expect.objectContaining({ variable: "sigma", value: -1 }));
    expect(() => leastSquares({ m: x.map((v, i) => (i === 3 ? NaN : v)) }, y)).toThrow(
      expect.objectContaining({ code: "not-finite", variable: "m", row: 3 }),
    );
    expect(() => leastSquares({ m: x.subarray(1) }, y)).toThrow(
      expect.objectContaining({ code: "length-mismatch", variable: "m", value: 19 }),
    );
    expect(() => leastSquares({ m: x }, y, { sigma: sigma.subarray(2) })).toThrow('"sigma" has 18 rows but y has 20.');
  });
});

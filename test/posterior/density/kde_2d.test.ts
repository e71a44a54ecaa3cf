import { describe, expect, test } from "vitest";
import { hdiContours, type Kde2dOptions, kde2d, WasmcmcError } from "../../../bindings/index.js";
import { convolveGrid, type Matrix } from "../../../bindings/posterior/density/convolve_2d.js";
import { Generator } from "../draw_sets.js";
import { differences, fixture, neighbourOf, type StoredPlane, specOf, Tolerance, valuesOf } from "./stored.js";

type Second = (x: Float64Array, y: Float64Array) => Float64Array;
const plus = (x: Float64Array, y: Float64Array): Float64Array => x.map((value, i) => value + 0.3 * y[i]!);
const Variants: Readonly<Record<string, readonly [Kde2dOptions, Second]>> = {
  default: [{}, (_, y) => y],
  correlated: [{}, plus],
  "an oblong grid": [{ gridSize: [32, 21] }, (_, y) => y],
  circular: [{ circular: true }, (_, y) => y],
  "a line": [{ gridSize: [64, 64] }, (x) => x.map((value) => 2 * value + 1)],
};

/** Shares of the contours that the fixture holds. */
const Shares = [0.1, 0.393, 0.5, 0.8, 0.94];

/**
 * Of draws on a line, or two of them, the covariance can be inverted only for the 1e-6 that is added to its diagonal: condition
 * numbers up to 1e10 (of squared numbers of cells to 1e-6) cost as many digits here and there.
 */
const SingularTolerance = 1e-5;

function check(name: string, found: ReturnType<typeof kde2d>, stored: StoredPlane, singular: boolean): string[] {
  const tolerance = singular ? SingularTolerance : Tolerance;
  const ends = [found.x[0]!, found.x.at(-1)!, found.y[0]!, found.y.at(-1)!];
  const levels = hdiContours(found.density, Shares);
  return [
    ...differences(`${name} ends`, ends, { length: 4, at: stored.ends }, 0),
    ...differences(`${name} density`, found.density, stored.density, tolerance, stored.highest),
    ...differences(`${name} highest`, [found.density[stored.place]!], { length: 1, at: [stored.highest] }, tolerance),
    ...differences(`${name} levels`, levels, { length: levels.length, at: stored.levels }, tolerance, stored.highest),
  ];
}

describe.each(fixture.pairs)("the joint density of $name and its like", ({ name, kdes }) => {
  test("is ArviZ's, and so are its contours", () => {
    const spec = specOf(name);
    const x = valuesOf(spec);
    const few = new Set(x).size < 3;
    const problems = Object.entries(Variants).flatMap(([variant, [options, second]]) => {
      const stored = kdes[variant];
      const y = second(x, neighbourOf(spec));
      // A kernel that ArviZ makes of no cells gives no density.
      if (stored == null || stored.highest === 0) return [];
      return check(variant, kde2d(x, y, options), stored, few || variant === "a line");
    });
    expect(problems).toEqual([]);
  });
});

const random = new Generator(11);
const x = Float64Array.from({ length: 1500 }, () => random.normal());
const y = Float64Array.from({ length: 1500 }, (_, i) => 0.6 * x[i]! + random.normal());
const total = ({ density, x, y }: ReturnType<typeof kde2d>): number =>
  density.reduce((sum, height) => sum + height, 0) * (x[1]! - x[0]!) * (y[1]! - y[0]!);

describe("a joint density", () => {
  test("integrates to 1 but for what the kernel's cut corners hold", () => {
    expect(Math.abs(total(kde2d(x, y)) - 1)).toBeLessThan(0.02);
    expect(Math.abs(total(kde2d(x, y, { kernel: "aligned" })) - 1)).toBeLessThan(0.02);
  });

  test("leaves out pairs of which one part is not finite", () => {
    const holes = [...y];
    holes[0] = NaN;
    holes[7] = Infinity;
    const kept = (_: number, i: number) => i !== 0 && i !== 7;
    expect(kde2d(x, holes).density).toEqual(kde2d(x.filter(kept), y.filter(kept)).density);
  });

  test("has the widths where they belong with the aligned kernel, exchanged with ArviZ's", () => {
    // Two far modes along x, one along y: in cells, x is much wider than y.
    const far = x.map((value, i) => value + 30 * (i % 2));
    const across = (kernel: "arviz" | "aligned"): number => {
      const { density, y: rows } = kde2d(far, y, { kernel });
      const marginal = rows.map((_, j) => density.reduce((sum, height, i) => sum + (i % rows.length === j ? height : 0), 0));
      const mass = marginal.reduce((sum, height) => sum + height, 0);
      const center = marginal.reduce((sum, height, j) => sum + height * rows[j]!, 0) / mass;
      return Math.sqrt(marginal.reduce((sum, height, j) => sum + height * (rows[j]! - center) ** 2, 0) / mass);
    };
    const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
    const sd = Math.sqrt(y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length);
    // A kernel of h sd widens by the root of 1 + h^2: h = 1500^(-1/6) = 0.296, less what is cut off.
    expect(across("aligned") / sd).toBeGreaterThan(1);
    expect(across("aligned") / sd).toBeLessThan(1.05);
    expect(across("arviz") / sd).toBeGreaterThan(1.1);
  });

  test("refuses lengths that differ, too few pairs, variables that do not vary, and grids without cells", () => {
    const codeOf = (action: () => unknown): unknown => {
      try {
        return action();
      } catch (error) {
        return error instanceof WasmcmcError ? error.code : error;
      }
    };
    expect(codeOf(() => kde2d(x, y.subarray(1)))).toBe("length-mismatch");
    expect(codeOf(() => kde2d([1], [2]))).toBe("too-few-draws");
    expect(codeOf(() => kde2d([1, 2, NaN], [NaN, 2, 3]))).toBe("too-few-draws");
    expect(codeOf(() => kde2d([1, 2, 3], [5, 5, 5]))).toBe("too-few-draws");
    expect(codeOf(() => kde2d(x, y, { gridSize: [1, 128] }))).toBe("bad-option");
    expect(codeOf(() => hdiContours([], [0.5]))).toBe("bad-option");
    expect(codeOf(() => hdiContours([1, 2], [1]))).toBe("bad-option");
  });
});

describe("contour levels", () => {
  test("enclose no more than their shares, and the next cell would exceed them", () => {
    const { density } = kde2d(x, y);
    const whole = density.reduce((sum, height) => sum + height, 0);
    for (const [i, level] of hdiContours(density, [0.3, 0.68, 0.95]).entries()) {
      const share = [0.3, 0.68, 0.95][i]!;
      const above = density.filter((height) => height >= level).reduce((sum, height) => sum + height, 0) / whole;
      const next = density.reduce((most, height) => (height < level && height > most ? height : most), 0) / whole;
      expect(above).toBeLessThanOrEqual(share + 1e-12);
      expect(above + next).toBeGreaterThan(share);
    }
  });

  test("are the highest cell where that alone exceeds the share", () => {
    expect([...hdiContours([1, 8, 1], [0.5, 0.85])]).toEqual([8, 8]);
  });
});

describe("a convolution of a grid", () => {
  /** The sum over the kernel, cell by cell, at every cell. */
  function summed(grid: Matrix, kernel: Matrix, inside: (place: number, length: number) => number): Float64Array {
    const out = new Float64Array(grid.values.length);
    for (let i = 0; i < grid.rows; i++) {
      for (let j = 0; j < grid.columns; j++) {
        for (let p = 0; p < kernel.rows; p++) {
          for (let q = 0; q < kernel.columns; q++) {
            const row = inside(i + ((kernel.rows - 1) >> 1) - p, grid.rows);
            const column = inside(j + ((kernel.columns - 1) >> 1) - q, grid.columns);
            out[i * grid.columns + j]! += grid.values[row * grid.columns + column]! * kernel.values[p * kernel.columns + q]!;
          }
        }
      }
    }
    return out;
  }
  const modulo = (a: number, n: number): number => ((a % n) + n) % n;
  const matrix = (rows: number, columns: number): Matrix => ({
    values: Float64Array.from({ length: rows * columns }, () => random.uniform()),
    rows,
    columns,
  });

  test.each([
    [7, 9, 3, 3],
    [7, 9, 4, 6],
    [5, 6, 1, 2],
    [6, 4, 13, 11],
  ])(
    "of %i x %i cells with a kernel of %i x %i is the sum that defines it, at both kinds of bounds",
    (rows, columns, high, wide) => {
      const grid = matrix(rows, columns);
      const kernel = matrix(high, wide);
      const mirror = (place: number, length: number): number => {
        const within = modulo(place, 2 * length);
        return within < length ? within : 2 * length - 1 - within;
      };
      for (const [boundary, inside] of [
        ["wrap", modulo],
        ["mirror", mirror],
      ] as const) {
        const found = convolveGrid(grid, kernel, boundary);
        const expected = summed(grid, kernel, inside);
        // Fourier transforms of a few hundred numbers round by about 1e-15 of the largest.
        expect(Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1e-13 * Math.max(...expected));
      }
    },
  );
});

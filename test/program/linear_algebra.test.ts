/** Products, Cholesky factors and triangular systems: values, gradients and edges, in the engine and in the reference. */
import { describe, expect, test } from "vitest";
import { Op, Section, StageMode, Storage } from "../../assembly/opcodes.js";
import type { BoundData, Evaluator } from "../../bindings/program/evaluator.js";
import type { Program } from "../../bindings/program/program.js";
import { reference } from "../../bindings/program/reference/reference.js";
import { verify } from "../../bindings/program/verify.js";
import { ProgramBuilder } from "./builder.js";
import { uniforms } from "./choices.js";
import { engine, evaluators } from "./evaluators.js";

/** 64 rounding units of the sum of absolute products, for sums of up to a few dozen of them. */
const ROUNDINGS = 64 * 2 ** -53;

/** A side of the matrices, the same under another name, and one further dim. */
const [row, twin, other] = [0, 1, 2];

/**
 * The op over coordinates, and a log density that is the sum of its rows times a column of weights: the gradient is the weights
 * times the partials. The op's rows are tracked.
 */
function weighted(op: Op, operands: readonly (readonly number[])[], result: readonly number[]): Program {
  const builder = new ProgramBuilder(3);
  const known = new Map<string, number>([["", 0]]);
  const spaceOf = (dims: readonly number[]): number => {
    const space = known.get(dims.join()) ?? builder.space(...dims);
    known.set(dims.join(), space);
    return space;
  };
  const transform = builder.section(Section.Transform);
  const args = operands.map((dims) => {
    transform.stage(spaceOf(dims));
    return transform.emit(Op.Copy, [builder.value(Storage.Position, spaceOf(dims))], [Storage.Parameter]);
  });
  const space = spaceOf(result);
  const weights = builder.column(space);
  const logp = builder.section(Section.Logp).stage(space, StageMode.Whole);
  const out = logp.emit(op, args, [Storage.Crossing]);
  logp.stage(space, StageMode.Block).term(Op.Accumulate, [logp.emit(Op.Mul, [out, weights], [Storage.Local])]);
  const track = builder.section(Section.Track).stage(space, StageMode.Whole);
  track.output(track.emit(op, args, [Storage.Output]));
  return builder.program();
}

interface Case {
  readonly program: Program;
  readonly data: BoundData;
}

const product = (rows: number, features: number, weights: readonly number[]): Case => ({
  program: weighted(Op.Product, [[row, other], [other]], [row]),
  data: { dimSizes: [rows, 1, features], columns: [Float64Array.from(weights)], indexes: [] },
});
const cholesky = (n: number, weights: readonly number[]): Case => ({
  program: weighted(Op.Cholesky, [[row, twin]], [row, twin]),
  data: { dimSizes: [n, n, 1], columns: [Float64Array.from(weights)], indexes: [] },
});
const solve = (op: Op, n: number, width: number, weights: readonly number[]): Case => {
  const dims = width === 1 ? [row] : [row, other];
  return {
    program: weighted(op, [[row, twin], dims], dims),
    data: { dimSizes: [n, n, width], columns: [Float64Array.from(weights)], indexes: [] },
  };
};

const numbers = (count: number, seed = 1): number[] => {
  const next = uniforms(seed);
  return Array.from({ length: count }, () => 2 * next() - 1);
};
/** Ones that no row of products of them cancels in. */
const positive = (count: number, seed = 1): number[] => numbers(count, seed).map((x) => 0.6 + 0.4 * x);

/** Symmetric and positive definite: the diagonal outweighs the rest of its row. */
function definite(n: number): number[] {
  const entries = numbers(n * n, 7);
  return entries.map((_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    return i === j ? 1.5 + (entries[k] as number) / 2 : (entries[Math.max(i, j) * n + Math.min(i, j)] as number) / n;
  });
}

/** A lower triangle like that of a factor; what is above it must not be read. */
const triangle = (n: number): number[] => definite(n).map((x, k) => (k % n > Math.floor(k / n) ? 1e6 : x));

function expectAgreement({ program, data }: Case, position: readonly number[]): void {
  verify(program);
  const [fast, slow] = [engine(program, data), reference(program, data)];
  const at = Float64Array.from(position);
  const [ours, theirs] = [fast.logpAndGradient(at), slow.logpAndGradient(at)];
  expect(Math.abs(ours.logp - theirs.logp)).toBeLessThanOrEqual(ROUNDINGS * slow.absoluteTerms(at));
  const scale = slow.absolutePartials(at);
  ours.gradient.forEach((slope, i) => {
    expect(Math.abs(slope - (theirs.gradient[i] as number)), `coordinate ${i}`).toBeLessThanOrEqual(
      ROUNDINGS * (scale[i] as number),
    );
  });
  // Again, since what a kernel leaves behind from one call must not reach the next.
  expect(fast.logpAndGradient(at)).toEqual(ours);
}

const gradientOf = (evaluator: Evaluator, position: readonly number[]): number[] =>
  Array.from(evaluator.logpAndGradient(Float64Array.from(position)).gradient);

describe("the engine agrees with the reference", () => {
  const counts = [1, 2, 3, 4, 5, 6, 7, 9, 30];

  test.each(counts)("on products with rows of %i numbers", (features) => {
    for (const rows of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const weights = numbers(rows, 3);
      expectAgreement(product(rows, features, weights), [...positive(rows * features), ...positive(features, 2)]);
      const some = weights.map((weight, i) => (i % 3 === 1 ? 0 : weight));
      expectAgreement(product(rows, features, some), [...positive(rows * features), ...positive(features, 2)]);
    }
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 17])("on Cholesky factors of %i rows", (n) => {
    expectAgreement(cholesky(n, numbers(n * n, 3)), definite(n));
  });

  test.each([Op.SolveLower, Op.SolveLowerTransposed])("on triangular systems (op %i)", (op) => {
    for (const n of [1, 2, 3, 4, 5, 8, 11]) {
      for (const width of [1, 2, 3, 5]) {
        expectAgreement(solve(op, n, width, numbers(n * width, 3)), [...triangle(n), ...numbers(n * width, 5)]);
      }
    }
  });
});

describe("over empty dims", () => {
  test("products are 0 and systems have nothing to solve", () => {
    const sums = product(3, 0, [1, 2, 3]);
    const none = product(0, 3, []);
    expect(engine(sums.program, sums.data).section(Section.Track, new Float64Array(0))).toEqual(Float64Array.of(0, 0, 0));
    expect(gradientOf(engine(none.program, none.data), [1, 2, 3])).toEqual([0, 0, 0]);
    for (const { program, data } of [cholesky(0, []), solve(Op.SolveLower, 0, 1, []), solve(Op.SolveLowerTransposed, 3, 0, [])]) {
      const evaluator = engine(program, data);
      const position = new Float64Array(evaluator.dimension);
      expect(evaluator.logpAndGradient(position)).toEqual({ logp: 0, gradient: position });
    }
  });
});

describe.each(evaluators)("in %s", (_name, make) => {
  test.each([2, 5, 12])("a matrix of %i rows that is not positive definite has NaN in place of a factor", (n) => {
    const { program, data } = cholesky(n, numbers(n * n, 3));
    for (const pivot of [0, n - 2, n - 1]) {
      for (const bad of [0, -1, NaN, Infinity]) {
        const entries = definite(n);
        entries[pivot * n + pivot] = bad;
        const rows = make(program, data).section(Section.Track, Float64Array.from(entries));
        rows.forEach((element, k) => {
          expect(element).toBe(k % n > Math.floor(k / n) ? 0 : NaN);
        });
        expect(make(program, data).logp(Float64Array.from(entries))).toBe(NaN);
      }
    }
  });

  test("what is above the diagonal is neither read nor given a gradient", () => {
    const n = 5;
    const { program, data } = cholesky(n, numbers(n * n, 3));
    const evaluator = make(program, data);
    const changed = definite(n).map((x, k) => (k % n > Math.floor(k / n) ? NaN : x));
    const gradient = gradientOf(evaluator, definite(n));
    expect(gradientOf(evaluator, changed)).toEqual(gradient);
    for (let k = 0; k < n * n; k++) if (k % n > Math.floor(k / n)) expect(gradient[k]).toBe(0);
  });

  test("where nothing flows back, the gradient is exactly 0, whatever the partials", () => {
    const n = 3;
    const above = Array.from({ length: n * n }, (_, k) => (k % n > Math.floor(k / n) ? 2 : 0));
    const factor = cholesky(n, above);
    expect(gradientOf(make(factor.program, factor.data), new Array(n * n).fill(0))).toEqual(new Array(n * n).fill(0));
    const matrix = product(5, 3, [0, 1, 0, 0, 0]);
    const entries = Array.from({ length: 15 }, (_, k) => (k >= 3 && k < 6 ? k : Infinity));
    expect(gradientOf(make(matrix.program, matrix.data), [...entries, 1, 2, 3])).toEqual([
      ...Array.from({ length: 15 }, (_, k) => (k >= 3 && k < 6 ? k - 2 : 0)),
      ...[3, 4, 5],
    ]);
    for (const op of [Op.SolveLower, Op.SolveLowerTransposed]) {
      const system = solve(op, n, 1, [0, 0, 0]);
      expect(gradientOf(make(system.program, system.data), new Array(n * n + n).fill(0))).toEqual(new Array(n * n + n).fill(0));
    }
  });
});

/** Large enough for every panel and tail of the engine's loops; the reference would take hours. */
describe.each([50, 63, 130])("with %i rows, in the engine", (n) => {
  const matrix = definite(n);
  const factor = (): Float64Array => {
    const { program, data } = cholesky(n, numbers(n * n, 3));
    return engine(program, data).section(Section.Track, Float64Array.from(matrix));
  };

  test("a factor times its transpose is the matrix", () => {
    const l = factor();
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += (l[i * n + k] as number) * (l[j * n + k] as number);
        // n products of numbers below 2, each rounded; in truth far less.
        expect(Math.abs(sum - (matrix[i * n + j] as number))).toBeLessThan(n * 2 ** -52);
        if (j > i) expect(l[i * n + j]).toBe(0);
      }
    }
  });

  test("a solution times the triangle is the right side", () => {
    const l = factor();
    for (const op of [Op.SolveLower, Op.SolveLowerTransposed]) {
      for (const width of [1, 3]) {
        const right = numbers(n * width, 5);
        const { program, data } = solve(op, n, width, right);
        const x = engine(program, data).section(Section.Track, Float64Array.from([...l, ...right]));
        for (let i = 0; i < n; i++) {
          let sum = 0;
          for (let k = 0; k < n; k++) {
            sum += (l[op === Op.SolveLower ? i * n + k : k * n + i] as number) * (x[k * width] as number);
          }
          expect(Math.abs(sum - (right[i * width] as number))).toBeLessThan(n * 2 ** -50);
        }
      }
    }
  });

  test("derivatives along a line are those of differences", () => {
    const lower = triangle(n);
    const cases: readonly (readonly [Case, readonly number[]])[] = [
      [cholesky(n, numbers(n * n, 3)), matrix],
      [solve(Op.SolveLower, n, 1, numbers(n, 3)), [...lower, ...numbers(n, 5)]],
      [solve(Op.SolveLowerTransposed, n, 3, numbers(3 * n, 3)), [...lower, ...numbers(3 * n, 5)]],
      [product(n, 31, numbers(n, 3)), numbers(n * 31 + 31, 5)],
    ];
    for (const [{ program, data }, position] of cases) {
      const evaluator = engine(program, data);
      const direction = numbers(position.length, 9);
      const along = (step: number) =>
        evaluator.logp(Float64Array.from(position, (x, i) => x + step * (direction[i] as number))) / step;
      // Fourth order differences: their own error is of the order of step^4 times the fifth derivative, and 1e-13 / step.
      const step = 1e-3;
      const difference = (2 / 3) * (along(step) + along(-step)) - (1 / 6) * (along(2 * step) + along(-2 * step));
      const slope = gradientOf(evaluator, position).reduce((sum, g, i) => sum + g * (direction[i] as number), 0);
      const size = gradientOf(evaluator, position).reduce((sum, g, i) => sum + Math.abs(g * (direction[i] as number)), 0);
      expect(Math.abs(difference - slope)).toBeLessThan(1e-8 * size);
    }
  });
});

/** Constraints of vectors: maps and their inverses, log-Jacobians against determinants, engine against reference, priors by sampling. */
import { describe, expect, test } from "vitest";
import type { CompilableModel } from "../../bindings/fit/compile.js";
import {
  circular,
  flat,
  lkjCholesky,
  model,
  normal,
  observe,
  ordered,
  param,
  positiveOrdered,
  simplex,
  sum as total,
  unitVector,
  vector,
  zeroSum,
  zeroSumNormal,
} from "../../bindings/index.js";
import type { Evaluator } from "../../bindings/program/evaluator.js";
import { referenceOf } from "./lowering.js";

/** Numbers from -1 to 1 that are the same everywhere (a Weyl sequence). */
const spread = (count: number, scale: number, step = 0.6180339887498949) =>
  Float64Array.from({ length: count }, (_, i) => scale * (2 * (((i + 1) * step) % 1) - 1));

const flatUnder = (constraint: ReturnType<typeof ordered>, size: number) => () =>
  model({}, () => ({ x: param(flat(), { size, constraint }) }));

const models = {
  positiveOrdered: flatUnder(positiveOrdered(), 4),
  ordered: flatUnder(ordered(), 4),
  zeroSum: flatUnder(zeroSum(), 5),
  unitVector: flatUnder(unitVector(), 3),
  circular: flatUnder(circular(), 2),
  simplex: flatUnder(simplex(), 4),
  // The prior's density is subtracted below.
  choleskyCorrelation: () => model({}, () => ({ x: param(lkjCholesky(4, 1)) })),
} as const;
type Kind = keyof typeof models;

const evaluatorsOf = (made: CompilableModel & { bind(data: object): { bound: { evaluator: Evaluator } } }) =>
  [
    ["the engine", made.bind({}).bound.evaluator],
    ["the reference", referenceOf(made, {})],
  ] as const;

/** Places of values that coordinates move freely, so that the map has a determinant. */
const freePlaces: Partial<Record<Kind, readonly number[]>> = {
  simplex: [0, 1, 2],
  choleskyCorrelation: [4, 8, 9, 12, 13, 14],
};

/** log |det A| by elimination. */
function logDeterminant(matrix: number[][]): number {
  const rows = matrix.map((row) => [...row]);
  let total = 0;
  for (let k = 0; k < rows.length; k++) {
    const best = rows.slice(k).reduce((most, row, i) => (Math.abs(row[k]!) > Math.abs(rows[k + most]![k]!) ? i : most), 0);
    [rows[k], rows[k + best]] = [rows[k + best]!, rows[k]!];
    const pivot = rows[k]![k]!;
    total += Math.log(Math.abs(pivot));
    for (let i = k + 1; i < rows.length; i++) {
      const factor = rows[i]![k]! / pivot;
      for (let j = k; j < rows.length; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  return total;
}

/** d value_i / d coordinate_j by central differences; their error is of the order of 1e-10. */
function jacobian(evaluator: Evaluator, position: Float64Array): number[][] {
  const h = 1e-5;
  const columns = Array.from(position, (_, j) => {
    const [plus, minus] = [h, -h].map((step) => {
      const moved = Float64Array.from(position);
      moved[j] = moved[j]! + step;
      return evaluator.constrain(moved);
    }) as [Float64Array, Float64Array];
    return Array.from(plus, (value, i) => (value - minus[i]!) / (2 * h));
  });
  return columns[0]!.map((_, i) => columns.map((column) => column[i]!));
}

const squares = (x: ArrayLike<number>) => Array.from(x).reduce((sum, value) => sum + value * value, 0);
const sum = (x: ArrayLike<number>) => Array.from(x).reduce((total, value) => total + value, 0);
const near = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number) => {
  expect(a.length).toBe(b.length);
  Array.from(a).forEach((value, k) => {
    expect(Math.abs(value - b[k]!), `element ${k}`).toBeLessThanOrEqual(tolerance);
  });
};

describe.each(Object.keys(models) as Kind[])("%s", (kind) => {
  const made = models[kind]();
  describe.each(evaluatorsOf(made as never))("in %s", (_, evaluator) => {
    const positions = [0.5, 1, 3].map((scale) => spread(evaluator.dimension, scale));

    test("comes back from values to coordinates and to values", () => {
      for (const position of positions) {
        const values = evaluator.constrain(position);
        const back = evaluator.unconstrain(values);
        // Directions and angles come back at length 1; the rest loses what 1 - x^2 of partial correlations near 1 does.
        if (kind === "unitVector")
          near(
            back,
            position.map((u) => u / Math.sqrt(squares(position))),
            1e-15,
          );
        else if (kind !== "circular") near(back, position, 1e-11);
        near(evaluator.constrain(back), values, 2e-14);
      }
    });

    test("gives values that are what the constraint says", () => {
      for (const position of positions) {
        const x = evaluator.constrain(position);
        if (kind === "zeroSum") expect(Math.abs(sum(x))).toBeLessThan(1e-14);
        if (kind === "unitVector") expect(Math.abs(squares(x) - 1)).toBeLessThan(1e-15);
        if (kind === "circular") expect(x.every((angle) => Math.abs(angle) <= Math.PI)).toBe(true);
        if (kind === "positiveOrdered") expect(x[0]).toBeGreaterThan(0);
        if (kind === "positiveOrdered" || kind === "ordered")
          expect(x.every((value, k) => k === 0 || value > x[k - 1]!)).toBe(true);
        if (kind !== "choleskyCorrelation") continue;
        for (let i = 0; i < 4; i++) {
          expect(Math.abs(squares(x.subarray(4 * i, 4 * i + 4)) - 1)).toBeLessThan(1e-15);
          expect(x[5 * i]).toBeGreaterThan(0);
          expect(x.subarray(5 * i + 1, 4 * i + 4).every((value) => value === 0)).toBe(true);
        }
      }
    });

    test("adds the logarithm of the determinant of its map", () => {
      if (kind === "unitVector" || kind === "circular") return;
      for (const position of positions) {
        const rows = jacobian(evaluator, position);
        const { logp } = evaluator.logpAndGradient(position);
        if (kind === "zeroSum") {
          // The map is an isometry: its columns are orthonormal, to the error of the differences.
          for (let j = 0; j < position.length; j++)
            for (let k = 0; k <= j; k++)
              expect(Math.abs(sum(rows.map((row) => row[j]! * row[k]!)) - Number(j === k))).toBeLessThan(1e-9);
          expect(logp).toBe(0);
          continue;
        }
        const places = freePlaces[kind] ?? rows.map((_, i) => i);
        const density = kind === "choleskyCorrelation" ? lkjLog(evaluator.constrain(position)) : 0;
        const determinant = logDeterminant(places.map((i) => rows[i]!));
        expect(Math.abs(logp - density - determinant)).toBeLessThan(1e-7);
      }
    });

    test("has the gradient that differences give", () => {
      for (const position of positions) {
        const { gradient } = evaluator.logpAndGradient(position);
        gradient.forEach((partial, j) => {
          const [plus, minus] = [1e-5, -1e-5].map((step) => {
            const moved = Float64Array.from(position);
            moved[j] = moved[j]! + step;
            return evaluator.logpAndGradient(moved).logp;
          }) as [number, number];
          // Rounding leaves 1e-15 |logp| / 1e-5, the third derivative 1e-10 of its size.
          expect(Math.abs((plus - minus) / 2e-5 - partial)).toBeLessThan(1e-6 * Math.max(1, Math.abs(partial)));
        });
      }
    });
  });

  test("is the same in engine and reference, to a few roundings", () => {
    const [[, engine], [, reference]] = evaluatorsOf(made as never);
    for (const scale of [0.3, 2, 8]) {
      const position = spread(engine.dimension, scale);
      near(engine.constrain(position), reference.constrain(position), 1e-13 * Math.exp(kind.endsWith("rdered") ? 8 : 0));
      const [ours, theirs] = [engine.logpAndGradient(position), reference.logpAndGradient(position)];
      expect(Math.abs(ours.logp - theirs.logp)).toBeLessThan(1e-12 * Math.max(1, Math.abs(theirs.logp)));
      near(ours.gradient, theirs.gradient, 1e-12 * Math.max(1, ...theirs.gradient.map(Math.abs)));
    }
  });
});

/** LKJ of 4 variables with eta 1, in its constant and its diagonal. */
function lkjLog(x: Float64Array): number {
  // Volume of the correlation matrices of 4 variables: 11.6973 = 32 pi^2 / 27.
  return 2 * Math.log(x[5]!) + Math.log(x[10]!) - Math.log((32 * Math.PI ** 2) / 27);
}

test("a direction's density in the plane of its coordinates is the same whatever the direction", () => {
  const made = models.unitVector();
  for (const [, evaluator] of evaluatorsOf(made as never)) {
    const length = squares(Float64Array.of(0.3, -1.1, 0.7));
    for (const direction of [
      [0.3, -1.1, 0.7],
      [1, 0, 0],
      [-0.2, 0.4, 5],
    ]) {
      const scale = Math.sqrt(length / squares(direction));
      const { logp } = evaluator.logpAndGradient(Float64Array.from(direction, (x) => scale * x));
      expect(logp).toBeCloseTo(-length / 2, 14);
    }
  }
});

test("an angle's density in its plane is that of a distance of about 1, whatever the angle", () => {
  const made = model({}, () => ({ angle: param(flat(), { constraint: circular() }) }));
  for (const [, evaluator] of evaluatorsOf(made as never)) {
    for (const r of [0.6, 1, 1.3]) {
      for (const angle of [-3.1, -1, 0, 0.4, 3.14]) {
        const { logp } = evaluator.logpAndGradient(Float64Array.of(r * Math.cos(angle), r * Math.sin(angle)));
        expect(logp + Math.log(r)).toBeCloseTo(-50 * (r - 1) ** 2, 12);
        expect(evaluator.constrain(Float64Array.of(r * Math.cos(angle), r * Math.sin(angle)))[0]).toBeCloseTo(angle, 14);
      }
    }
  }
});

test("constraints of vectors hold for each row of a dim", () => {
  const made = model({ y: vector("group") }, ({ y }) => {
    const factor = param(lkjCholesky(3, 2), { dims: "group" });
    const effect = param(zeroSumNormal(1, 3), { dims: "group" });
    const axis = param(flat(), { dims: "group", size: 2, constraint: unitVector() });
    const angle = param(flat(), { dims: "group", constraint: circular() });
    const mean = total(factor).add(effect.at(0)).add(axis.at(1)).add(angle);
    return { factor, effect, axis, angle, y: observe(y, normal(mean, 1)) };
  });
  const data = { y: Array.from(spread(5, 2)) };
  const [engine, reference] = [made.bind(data).bound.evaluator, referenceOf(made, data)];
  expect(engine.dimension).toBe(5 * (3 + 2 + 2 + 2));
  const position = spread(engine.dimension, 2);
  near(engine.constrain(position), reference.constrain(position), 1e-14);
  const [ours, theirs] = [engine.logpAndGradient(position), reference.logpAndGradient(position)];
  expect(Math.abs(ours.logp - theirs.logp)).toBeLessThan(1e-12 * Math.abs(theirs.logp));
  near(ours.gradient, theirs.gradient, 1e-12 * Math.max(...theirs.gradient.map(Math.abs)));
});

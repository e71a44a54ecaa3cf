/** What is refused of distributions and constraints of vectors, and in which words; shapes of helpers. */
import { describe, expect, test } from "vitest";
import { startPosition } from "../../bindings/engine/start.js";
import {
  choleskyCorrelation,
  circular,
  correlation,
  covarianceOf,
  dirichletMultinomial,
  Expr,
  errorCovariance,
  flat,
  halfNormal,
  lkjCholesky,
  model,
  multinomial,
  mvNormal,
  mvStudentT,
  normal,
  observe,
  ordered,
  param,
  positiveOrdered,
  scaleRows,
  stack,
  unitVector,
  vector,
  zeroSum,
  zeroSumNormal,
} from "../../bindings/index.js";
import { evaluate } from "./evaluate.js";
import { mistake } from "./mistake.js";

const identity = [
  [1, 0],
  [0, 1],
];

describe("constants", () => {
  test("a covariance that is not positive definite is refused with its minor", () => {
    const error = mistake(() =>
      mvNormal([0, 0], {
        covariance: [
          [1, 2],
          [2, 1],
        ],
      }),
    );
    expect(error).toMatchObject({ code: "parameter-value", variable: "covariance", value: -3 });
    expect(error.message).toMatchInlineSnapshot(
      `"mvNormal: covariance must be symmetric and positive definite, but its leading minor of order 2 is -3 (must be above 0). Give covariance as numbers that are symmetric and positive definite, or as an expression."`,
    );
  });

  test("a covariance that is not symmetric is refused with its element", () => {
    const error = mistake(() =>
      mvNormal([0, 0], {
        covariance: [
          [1, 0.3],
          [0.2, 1],
        ],
      }),
    );
    expect(error).toMatchObject({ code: "parameter-value", variable: "covariance", row: 1, value: 0.3 });
    expect(error.message).toMatchInlineSnapshot(
      `"mvNormal: covariance must be symmetric and positive definite, but its element [0, 1] is 0.3 (must be 0.2, that of [1, 0]). Give covariance as numbers that are symmetric and positive definite, or as an expression."`,
    );
  });

  test("a Cholesky factor with numbers above its diagonal, or none above 0 on it, is refused", () => {
    const above = mistake(() =>
      mvNormal([0, 0], {
        cholesky: [
          [1, 0.5],
          [0.5, 1],
        ],
      }),
    );
    expect(above.message).toMatchInlineSnapshot(
      `"mvNormal: cholesky must be a lower triangle with a diagonal above 0, but its element [0, 1] is 0.5 (must be 0). Give cholesky as numbers that are a lower triangle with a diagonal above 0, or as an expression."`,
    );
    const diagonal = mistake(() =>
      mvStudentT(3, [0, 0], {
        cholesky: [
          [1, 0],
          [0.5, -1],
        ],
      }),
    );
    expect(diagonal.message).toMatchInlineSnapshot(
      `"mvStudentT: cholesky must be a lower triangle with a diagonal above 0, but its element [1, 1] is -1 (must be above 0). Give cholesky as numbers that are a lower triangle with a diagonal above 0, or as an expression."`,
    );
  });

  test("probabilities that do not sum to 1, and concentrations of 0, are refused", () => {
    expect(mistake(() => multinomial(3, [0.5, 0.4]))).toMatchObject({ code: "parameter-value", variable: "p" });
    expect(mistake(() => multinomial(2.5, [0.5, 0.5]))).toMatchObject({ code: "parameter-value", variable: "n" });
    expect(mistake(() => dirichletMultinomial(3, [0, 1]))).toMatchObject({ code: "parameter-value", variable: "alpha", row: 0 });
    expect(mistake(() => lkjCholesky(3, 0))).toMatchObject({ code: "parameter-value", variable: "eta" });
    expect(mistake(() => zeroSumNormal(-1, 3))).toMatchObject({ code: "parameter-value", variable: "sigma" });
  });
});

describe("shapes", () => {
  test("a matrix of another size than the mean is refused", () => {
    const error = mistake(() => mvNormal([0, 0, 0], { covariance: identity }));
    expect(error).toMatchObject({ code: "event-mismatch" });
    expect(error.message).toMatchInlineSnapshot(
      `"mvNormal: covariance must be a matrix of event shape [3, 3], but has event shape [2,2]. Give its rows, as in [[a, b], [b, c]], or an expression made of such."`,
    );
  });

  test("a ragged matrix is refused with its row", () => {
    const error = mistake(() => mvNormal([0, 0], { covariance: [[1, 0], [0]] }));
    expect(error.message).toMatchInlineSnapshot(
      `"mvNormal: covariance has 2 rows, but row 1 has 1 elements. Give a square matrix row by row, as in [[a, b], [b, c]]."`,
    );
  });

  test("a number as the mean is refused", () => {
    expect(mistake(() => mvNormal(param(normal(0, 1)), { covariance: identity })).message).toMatchInlineSnapshot(
      `"mvNormal: mu must be a vector, but has event shape []. Give a list of numbers and expressions, or stack(...)."`,
    );
  });

  test("neither or both of covariance and factor are refused", () => {
    expect(mistake(() => mvNormal([0, 0], {} as never)).message).toMatchInlineSnapshot(
      `"mvNormal got neither a covariance nor a Cholesky factor. Write mvNormal(..., { covariance: matrix }) or mvNormal(..., { cholesky: factor })."`,
    );
    expect(mistake(() => mvNormal([0, 0], { covariance: identity, cholesky: identity } as never))).toMatchObject({
      code: "bad-option",
    });
  });

  test("a matrix too large to be unrolled is refused, with the form that takes it", () => {
    const size = 33;
    const rows = Array.from({ length: size }, (_, i) => Array.from({ length: size }, (_, j) => Number(i === j)));
    const error = mistake(() => mvNormal(Array(size).fill(0), { covariance: rows }));
    expect(error).toMatchObject({ code: "unsupported-model", value: 33 });
    expect(error.message).toMatchInlineSnapshot(
      `"mvNormal: covariance has the size 33; an event may have 1 to 32. Put larger ones over two dims, as gaussianProcess({ covariance, over: [row, column] }) takes them."`,
    );
    expect(mistake(() => lkjCholesky(1, 2))).toMatchObject({ code: "parameter-value", value: 1 });
    expect(mistake(() => zeroSumNormal(1, 1.5))).toMatchObject({ code: "parameter-value" });
  });

  test("a value of another shape is refused", () => {
    expect(mistake(() => mvNormal([0, 0], { covariance: identity }).logp(stack(1, 2, 3)))).toMatchObject({
      code: "event-mismatch",
    });
    expect(mistake(() => lkjCholesky(2, 1).logp(stack(1, 2)))).toMatchObject({ code: "event-mismatch" });
  });
});

describe("helpers", () => {
  const L = [
    [1, 0],
    [0.6, 0.8],
  ];

  test("make matrices row by row", () => {
    expect(evaluate(correlation(L).node)).toEqual([1, 0.6, 0.6, 1]);
    expect(evaluate(scaleRows([2, 10], L).node)).toEqual([2, 0, 6, 8]);
    expect(evaluate(covarianceOf([2, 10], L).node)).toEqual([4, 12, 12, 100]);
    expect(evaluate(errorCovariance(2, 10, 0.6).node)).toEqual([4, 12, 12, 100]);
    expect(evaluate(errorCovariance([1, 2, 3], [0.1, 0.2, 0.3]).node)).toEqual(
      [1, 0.2, 0.6, 0.2, 4, 1.8, 0.6, 1.8, 9].map((x) => expect.closeTo(x, 14)),
    );
  });

  test("say how many correlations there are", () => {
    expect(mistake(() => errorCovariance([1, 2, 3], [0.1])).message).toMatchInlineSnapshot(
      `"errorCovariance: 3 errors have 3 correlations, but there are 1. Give those above the diagonal, row by row: [xy, xz, yz] for three errors."`,
    );
  });
});

describe("outside the support the log density is -inf", () => {
  test.each([
    ["counts with another sum", multinomial(3, [0.5, 0.5]), [1, 1]],
    ["counts that are not whole", multinomial(3, [0.5, 0.5]), [1.5, 1.5]],
    ["counts below 0", dirichletMultinomial(3, [0.5, 0.5]), [4, -1]],
    ["a kind of probability 0", multinomial(3, [1, 0]), [2, 1]],
    ["a sum that is not 0", zeroSumNormal(1, 3), [1, 1, 1]],
    ["a row longer than 1", lkjCholesky(2, 2), [1, 0, 0.6, 0.9]],
    ["a diagonal below 0", lkjCholesky(2, 2), [1, 0, 0.6, -0.8]],
  ] as const)("%s", (_, distribution, value) => {
    const shaped = { ...stack(...value).node, event: distribution.event };
    expect(evaluate(distribution.logp(new Expr(shaped as never)).node)).toEqual([-Infinity]);
  });

  test("a kind of probability 0 that does not occur costs nothing", () => {
    expect(evaluate(multinomial(3, [1, 0]).logp(stack(3, 0)).node)[0]).toBeCloseTo(0, 13);
  });
});

const noData = {};
describe("constraints and starts", () => {
  const start = (constraint: ReturnType<typeof ordered>, init: readonly number[], size = init.length) =>
    model(noData, () => ({ x: param(flat(), { size, constraint, init }) }));

  test.each([
    ["positiveOrdered", positiveOrdered(), [-1, 2, 3]],
    ["positiveOrdered", positiveOrdered(), [1, 3, 2]],
    ["zeroSum", zeroSum(), [1, 2, 3]],
    ["unitVector", unitVector(), [0.5, 0.5]],
  ] as const)("%s refuses a start that breaks it", (_, constraint, init) => {
    expect(mistake(() => start(constraint, init))).toMatchObject({ code: "bad-init", variable: "x" });
  });

  test("say what a start must be", () => {
    expect(mistake(() => start(zeroSum(), [1, 2, 3])).message).toMatchInlineSnapshot(
      `"The init of x, whose prior is flat(), is [1, 2, 3]. Give 3 numbers with sum 0."`,
    );
    expect(mistake(() => start(unitVector(), [0.5, 0.5])).message).toMatchInlineSnapshot(
      `"The init of x, whose prior is flat(), is [0.5, 0.5]. Give 2 numbers with squares of sum 1."`,
    );
    expect(
      mistake(() => model(noData, () => ({ x: param(flat(), { constraint: circular(), init: 4 }) }))).message,
    ).toMatchInlineSnapshot(
      `"The init of x, whose prior is flat(), is 4, which its constraint excludes. Start between -3.141592653589793 and 3.141592653589793."`,
    );
    expect(
      mistake(() => model(noData, () => ({ L: param(lkjCholesky(2, 1), { init: [1, 0, 1, 1] }) }))).message,
    ).toMatchInlineSnapshot(
      `"The init of L, whose prior is lkjCholesky(2, 1), is [1, 0, 1, 1]. Give 4 numbers that are the Cholesky factor of a correlation matrix."`,
    );
  });

  test("are for vectors of two or more, or for square matrices", () => {
    expect(mistake(() => param(flat(), { constraint: zeroSum() }))).toMatchObject({
      code: "bad-constraint",
      variable: "zeroSum",
    });
    expect(mistake(() => param(flat(), { size: 1, constraint: unitVector() }))).toMatchObject({ code: "bad-constraint" });
    expect(mistake(() => param(flat(), { constraint: positiveOrdered() }))).toMatchObject({ code: "bad-constraint" });
    expect(mistake(() => param(flat(), { size: 4, constraint: choleskyCorrelation() })).message).toMatchInlineSnapshot(
      `"The constraint choleskyCorrelation() is for square matrices, but a parameter with prior flat() has event shape [4]. Give the parameter a prior of such: param(lkjCholesky(2, 1))."`,
    );
    expect(mistake(() => param(lkjCholesky(2, 1), { constraint: ordered() }))).toMatchObject({ code: "bad-constraint" });
    expect(param(flat(), { constraint: circular() }).event).toEqual([]);
    expect(param(lkjCholesky(2, 1), { constraint: choleskyCorrelation() }).event).toEqual([2, 2]);
  });

  test("starts that are right are taken", () => {
    for (const good of [
      start(positiveOrdered(), [0.5, 1, 2]),
      start(zeroSum(), [1, 2, -3]),
      start(unitVector(), [0.6, -0.8]),
      model(noData, () => ({ x: param(flat(), { constraint: circular(), init: Math.PI }) })),
      model(noData, () => ({ x: param(lkjCholesky(2, 1), { init: [1, 0, 0.6, 0.8] }) })),
    ]) {
      const { bound } = good.bind(noData as never);
      const init = good.parameters[0]?.node.init as readonly number[];
      const values = bound.evaluator.constrain(startPosition(bound));
      values.forEach((value, k) => {
        expect(value).toBeCloseTo(init[k]!, 14);
      });
    }
  });

  test("a start that is given with the options is checked as well", () => {
    const { bound } = model(noData, () => ({ x: param(flat(), { size: 3, constraint: zeroSum() }) })).bind(noData as never);
    expect(mistake(() => startPosition(bound, { x: [1, 2, 3] }))).toMatchObject({ code: "bad-init", variable: "x" });
    expect(startPosition(bound, { x: [1, 2, -3] })).toHaveLength(2);
  });

  test("without a start directions and angles begin where their map is defined", () => {
    const { bound } = model({ y: vector("row") }, ({ y }) => {
      const axis = param(flat(), { size: 3, dims: "row", constraint: unitVector() });
      const angle = param(flat(), { dims: "row", size: 2, constraint: circular() });
      return { axis, angle, y: observe(y, normal(axis.at(0).add(angle.at(1)), 1)) };
    }).bind({ y: [1, 2] });
    const position = startPosition(bound);
    expect(Array.from(bound.evaluator.constrain(position))).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(Number.isFinite(bound.evaluator.logp(position))).toBe(true);
  });
});

describe("data", () => {
  const made = model(
    { x: vector("star"), y: vector("star"), sx: vector("star"), sy: vector("star"), rho: vector("star") },
    (data) => {
      const mu = param(normal(0, 1), { size: 2 });
      const sigma = param(halfNormal(1));
      void sigma;
      const errors = errorCovariance(data.sx, data.sy, data.rho);
      return { mu, sigma, pm: observe(stack(data.x, data.y), mvNormal(mu, { covariance: errors })) };
    },
  );
  const columns = { x: [1, 2, 3], y: [1, 2, 3], sx: [1, 1, 1], sy: [2, 2, 2] };

  test("a row whose covariance is not positive definite is named", () => {
    const error = mistake(() => made.bind({ ...columns, rho: [0.1, 0.2, 1.5] }));
    expect(error).toMatchObject({ code: "parameter-value", row: 2, value: -5 });
    expect(error.message).toMatchInlineSnapshot(
      `"The covariance of the observation "pm" is -5 in row 2, but must be above 0 (its leading minor of order 2). Correct the value in the data."`,
    );
    expect(() => made.bind({ ...columns, rho: [0.1, 0.2, 0.5] })).not.toThrow();
  });

  test("counts that are none are named", () => {
    const counts = model({ a: vector("row"), b: vector("row") }, ({ a, b }) => {
      const p = param(halfNormal(1));
      return { p, n: observe(stack(a, b), dirichletMultinomial(3, stack(p, p))) };
    });
    expect(mistake(() => counts.bind({ a: [1, 2.5], b: [2, 0.5] }))).toMatchObject({
      code: "outside-support",
      row: 1,
      value: 2.5,
    });
  });
});

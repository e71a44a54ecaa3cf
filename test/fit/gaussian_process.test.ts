/** Gaussian processes and products through the public functions, against numpy, scipy and differences. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Section } from "../../assembly/opcodes.js";
import { model } from "../../bindings/fit/model.js";
import { sample } from "../../bindings/fit/sample.js";
import { samplePrior } from "../../bindings/fit/sample_prior.js";
import {
  addDiagonal,
  bernoulli,
  cholesky,
  dot,
  exp,
  gaussianProcess,
  invLogit,
  lognormal,
  matern32,
  matern52,
  matrix,
  normal,
  observe,
  param,
  periodic,
  poisson,
  rename,
  solveLower,
  solveLowerTransposed,
  squaredExponential,
  sub,
  sum,
  vector,
} from "../../bindings/model/index.js";
import type { AnyExpr } from "../../bindings/model/types.js";
import { fixtures } from "../oracle/fixtures.js";
import { readFixture } from "../program/fixture.js";

interface Evaluation {
  readonly position: readonly number[];
  readonly logp: number;
  readonly gradient: readonly number[];
  readonly mean?: readonly number[];
  readonly variance?: readonly number[];
}
interface Case {
  readonly name: string;
  readonly model: "regression" | "counts" | "logistic";
  readonly kernel?: keyof typeof kernels;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly at?: readonly number[];
  readonly evaluations: readonly Evaluation[];
}

const name = "gaussian_process.json";
const { cases } = readFixture<{ cases: readonly Case[] }>(name);

type Kernel = (a: AnyExpr, b: AnyExpr, scale: AnyExpr, length: AnyExpr) => AnyExpr;
const kernels = {
  squared_exponential: ((a, b, scale, length) => squaredExponential(a, b, { scale, length })) as Kernel,
  matern32: ((a, b, scale, length) => matern32(a, b, { scale, length })) as Kernel,
  matern52: ((a, b, scale, length) => matern52(a, b, { scale, length })) as Kernel,
  periodic: ((a, b, scale, length) => periodic(a, b, { scale, length, period: 3.7 })) as Kernel,
};

const regression = (kernel: Kernel) =>
  model({ x: vector("point"), y: vector("point") }, ({ x, y }) => {
    const [scale, length, sigma] = [param(lognormal(0, 1)), param(lognormal(0, 1)), param(lognormal(0, 1))];
    const smooth = kernel(x, rename(x, "point", "other"), scale, length);
    const covariance = addDiagonal(smooth, sigma.square(), "point", "other");
    return { scale, length, sigma, y: observe(y, gaussianProcess({ covariance, over: ["point", "other"] })) };
  });

/** Mean and variance of the process at new places. */
const predicting = (kernel: Kernel) =>
  model({ x: vector("point"), y: vector("point"), at: vector("place") }, ({ x, y, at }) => {
    const [scale, length, sigma] = [param(lognormal(0, 1)), param(lognormal(0, 1)), param(lognormal(0, 1))];
    const smooth = kernel(x, rename(x, "point", "other"), scale, length);
    const factor = cholesky(addDiagonal(smooth, sigma.square(), "point", "other"), "point", "other");
    const cross = kernel(x, at, scale, length);
    const weights = solveLowerTransposed(factor, solveLower(factor, y, "point", "other"), "point", "other");
    const spread = solveLower(factor, cross, "point", "other") as AnyExpr;
    return {
      scale,
      length,
      sigma,
      mean: dot(cross, weights as AnyExpr, "point"),
      variance: sub(scale.square(), sum(spread.square(), "point")),
      y: observe(y, gaussianProcess({ cholesky: factor, over: ["point", "other"] })),
    };
  });

const counts = (kernel: Kernel) =>
  model({ x: vector("point"), y: vector("point") }, ({ x, y }) => {
    const [scale, length] = [param(lognormal(0, 1)), param(lognormal(0, 1))];
    const z = param(normal(0, 1), { dims: "point" });
    const smooth = kernel(x, rename(x, "point", "other"), scale, length);
    const factor = cholesky(addDiagonal(smooth, 1e-4, "point", "other"), "point", "other");
    const f = dot(factor as AnyExpr, rename(z, "point", "other") as AnyExpr, "other");
    return { scale, length, z, y: observe(y, poisson(exp(f.add(0.5)))) };
  });

const logistic = (features: "last" | "first") =>
  model({ x: features === "last" ? matrix("row", "feature") : matrix("feature", "row"), y: vector("row") }, ({ x, y }) => {
    const beta = param(normal(0, 1), { dims: "feature" });
    return { beta, y: observe(y, bernoulli(invLogit(dot(x as AnyExpr, beta as AnyExpr)))) };
  });

const transposed = (rows: readonly (readonly number[])[]): number[][] =>
  (rows[0] ?? []).map((_, j) => rows.map((row) => row[j] as number));

/** Models that a case is for, with their data. */
function targets({ model: kind, kernel, x, y, at }: Case) {
  if (kind === "logistic") {
    const rows = x as unknown as readonly (readonly number[])[];
    return [logistic("last").bind({ x: rows, y } as never), logistic("first").bind({ x: transposed(rows), y } as never)];
  }
  const covariance = kernels[kernel as keyof typeof kernels];
  if (kind === "counts") return [counts(covariance).bind({ x, y })];
  const plain = regression(covariance).bind({ x, y });
  return at === undefined ? [plain] : [plain, predicting(covariance).bind({ x, y, at })];
}

/**
 * Condition numbers are up to 1e5 or so (a process of variance 4 on noise of 0.02 and less), and both sides lose as many of
 * their 1e-16; 1e-9 is above that and far below any mistake.
 */
const TOLERANCE = 1e-9;
const near = (actual: number, expected: number, size = Math.abs(expected)) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(TOLERANCE * Math.max(1, size));

describe.each(cases)("$name", (given) => {
  const bound = targets(given);

  test("has numpy's log density and gradient", () => {
    for (const target of bound) {
      for (const { position, logp, gradient } of given.evaluations) {
        const ours = target.logpAndGradient(Float64Array.from(position));
        near(ours.logp, logp);
        const size = Math.max(...gradient.map(Math.abs));
        gradient.forEach((slope, i) => {
          near(ours.gradient[i] as number, slope, size);
        });
      }
    }
  });

  test("has a gradient that differences confirm", () => {
    for (const target of bound) {
      const position = given.evaluations[1]?.position as readonly number[];
      const { gradient } = target.logpAndGradient(Float64Array.from(position));
      const moved = (i: number, by: number) =>
        target.logpAndGradient(Float64Array.from(position, (u, k) => (k === i ? u + by : u))).logp;
      gradient.forEach((slope, i) => {
        const step = 1e-3;
        const difference = (8 * (moved(i, step) - moved(i, -step)) - moved(i, 2 * step) + moved(i, -2 * step)) / (12 * step);
        // The differences' own error: 1e-12 of fifth derivatives, and 1e-13 of log densities of hundreds over the step.
        expect(Math.abs(difference - slope)).toBeLessThan(1e-7 * Math.max(1, ...gradient.map(Math.abs)));
      });
    }
  });
});

test.each(cases.filter(({ at }) => at !== undefined))("$name has numpy's predictions at new places", (given) => {
  const [, target] = targets(given) as [unknown, ReturnType<ReturnType<typeof predicting>["bind"]>];
  const { evaluator } = target.bound;
  for (const { position, mean, variance } of given.evaluations) {
    const tracked = evaluator.section(Section.Track, evaluator.constrain(Float64Array.from(position)));
    [...(mean ?? []), ...(variance ?? [])].forEach((value, i) => {
      near(tracked[i] as number, value);
    });
  }
});

test("drawn observations have the mean and the covariance of the process", () => {
  const known = model({ x: vector("point"), y: vector("point") }, ({ x, y }) => {
    const mu = param(normal(1, 1e-9));
    const smooth = squaredExponential(x, rename(x, "point", "other"), { length: 1.3 });
    const covariance = addDiagonal(smooth, 0.25, "point", "other");
    return { mu, y: observe(y, gaussianProcess({ mean: mu, covariance, over: ["point", "other"] })) };
  });
  const x = [0, 0.7, 2];
  const draws = 20_000;
  const { observations } = samplePrior(known, { x }, { draws, seed: 1 });
  const values = observations.y.value.values;
  const mean = (f: (row: number) => number) =>
    Array.from({ length: draws }, (_, draw) => f(3 * draw)).reduce((a, b) => a + b, 0) / draws;
  x.forEach((a, i) => {
    // Five Monte Carlo errors: of a mean sqrt(1.25 / draws), of a product of normals of variance 1.25 at most sqrt(2) 1.25 / sqrt(draws).
    expect(Math.abs(mean((row) => values[row + i] as number) - 1)).toBeLessThan(5 * Math.sqrt(1.25 / draws));
    x.forEach((b, j) => {
      const expected = Math.exp(-0.5 * ((a - b) / 1.3) ** 2) + (i === j ? 0.25 : 0);
      const found = mean((row) => ((values[row + i] as number) - 1) * ((values[row + j] as number) - 1));
      expect(Math.abs(found - expected)).toBeLessThan(5 * 1.25 * Math.sqrt(2 / draws));
    });
  });
});

test("a regression is sampled without divergences, and its noise is found", async () => {
  const { x, y } = cases[1] as Case;
  const fit = await sample(
    regression(kernels.squared_exponential),
    { x, y },
    { chains: 2, warmup: 500, draws: 1000, seed: 1, workers: false },
  );
  const { rows } = fit.summary();
  expect(rows.every((row) => row.r_hat < 1.03 && row.ess_bulk > 100)).toBe(true);
  expect(fit.warnings).toEqual([]);
  // The data has noise of 0.2; with 60 points its posterior sd is about 0.02.
  expect(rows.find((row) => row.variable === "sigma")?.mean).toBeCloseTo(0.2, 1);
});

test("a matrix that is not square is refused when it is bound", () => {
  const factored = model({ a: matrix("row", "column") }, ({ a }) => {
    const scale = param(lognormal(0, 1));
    return { scale, factor: sum(cholesky((a as AnyExpr).mul(scale), "row", "column")) };
  });
  const bind = () =>
    factored.bind({
      a: [
        [1, 0, 0],
        [0, 1, 0],
      ],
    } as never);
  expect(bind).toThrow('A matrix over "row" and "column" must be square, but it is 2 x 3.');
});

test("where a covariance is not positive definite the log density is -inf", () => {
  const twice = regression(kernels.squared_exponential).bind({ x: [1, 1, 2], y: [0.1, 0.2, 0.3] });
  expect(twice.logpAndGradient(Float64Array.of(0, 0, -400)).logp).toBe(-Infinity);
  expect(Number.isFinite(twice.logpAndGradient(Float64Array.of(0, 0, -2)).logp)).toBe(true);
});

const remade = fixtures("gaussian_process.py");
describe.skipIf(remade === undefined)("the fixture of Gaussian processes", () => {
  test("is what its script writes (needs Python)", () => {
    const again = JSON.parse(readFileSync(join(remade as string, name), "utf8")) as { cases: readonly Case[] };
    const numbers = (all: readonly Case[]) =>
      all.flatMap(({ evaluations }) =>
        evaluations.flatMap(({ logp, gradient, mean, variance }) => [logp, ...gradient, ...(mean ?? []), ...(variance ?? [])]),
      );
    const [ours, theirs] = [numbers(cases), numbers(again.cases)];
    expect(theirs.length).toBe(ours.length);
    // Other machines' libraries round otherwise, and the condition of the matrices enlarges that.
    theirs.forEach((x, i) => {
      near(x, ours[i] as number);
    });
  });
});

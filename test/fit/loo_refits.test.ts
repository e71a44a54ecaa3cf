import { beforeAll, describe, expect, test } from "vitest";
import { positionsOf } from "../../bindings/fit/positions.js";
import {
  type Elpd,
  type Fit,
  leaveOut,
  loo,
  looExact,
  looMomentMatch,
  model,
  normal,
  observe,
  param,
  sample,
  type Target,
  vector,
  WasmcmcError,
  waic,
} from "../../bindings/index.js";
import { grouped, groupedData, manyModels } from "./many_models.js";

const options = { seed: 21, chains: 2, warmup: 300, draws: 1000, workers: false } as const;
const x = Array.from({ length: 12 }, (_, i) => i / 4 - 1.5);
/** A line whose last point lies far from it. */
const y = [...x.slice(0, 11).map((value, i) => 0.5 * value + 0.3 * Math.sin(7 * i)), 8];

const line = model({ x: vector("row"), y: vector("row") }, (data) => {
  const slope = param(normal(0, 2));
  const level = param(normal(0, 2));
  return { slope, level, y: observe(data.y, normal(slope.mul(data.x).add(level), 1)) };
});
const target = line.bind({ x, y });

const logNormal = (value: number, mean: number, variance: number) =>
  -0.5 * Math.log(2 * Math.PI * variance) - (value - mean) ** 2 / (2 * variance);

/** Log predictive density of the last row given the others: the posterior is normal, with precision X'X + I/4. */
function exactLast(): number {
  const rows = x.slice(0, 11);
  const sum = (of: (i: number) => number) => rows.reduce((total, _, i) => total + of(i), 0);
  const [a, b, c] = [sum((i) => x[i]! ** 2) + 0.25, sum((i) => x[i]!), 11.25];
  const [p, q] = [sum((i) => x[i]! * y[i]!), sum((i) => y[i]!)];
  const determinant = a * c - b * b;
  const [slope, level] = [(c * p - b * q) / determinant, (a * q - b * p) / determinant];
  const at = x[11]!;
  return logNormal(y[11]!, slope * at + level, 1 + (c * at * at - 2 * b * at + a) / determinant);
}

describe("an outlier that importance sampling cannot leave out", () => {
  let fit: Fit<typeof line>;
  let result: Elpd;
  beforeAll(async () => {
    fit = (await sample(target, options)) as Fit<typeof line>;
    result = loo(fit);
  });

  test("is left out by moment matching, near what is exact", () => {
    expect(result.paretoK!.values[11]).toBeGreaterThan(0.7);
    const better = looMomentMatch(fit, result);
    expect(better.paretoK!.values[11]).toBeLessThan(0.7);
    expect(better.warning).toBe(false);
    // The likelihood of the point varies by a factor of e^3 a standard deviation; some 800 draws worth of weights, 4 standard errors.
    expect(Math.abs(better.pointwise.values[11]! - exactLast())).toBeLessThan((4 * 3) / Math.sqrt(800));
    expect(better.elpd).toBeCloseTo(
      better.pointwise.values.reduce((sum, value) => sum + value, 0),
      10,
    );
    expect(better.p).toBeCloseTo(result.p + result.elpd - better.elpd, 10);
    expect(Array.from(better.pointwise.values.subarray(0, 11))).toEqual(Array.from(result.pointwise.values.subarray(0, 11)));
    expect(looMomentMatch(fit, result)).toEqual(better);
  });

  test("is left out by a refit, as by hand", async () => {
    const exact = await looExact(fit, result, { workers: false });
    const refit = await sample(leaveOut(target, { y: [11] }), options);
    const values = refit.logLikelihood("y").values.filter((_, i) => i % 12 === 11);
    const mean = values.reduce((sum, value) => sum + Math.exp(value), 0) / values.length;
    expect(exact.pointwise.values[11]).toBeCloseTo(Math.log(mean), 10);
    // The mean of a density that varies by a factor of e^3 a standard deviation, over draws worth 800; 4 standard errors.
    expect(Math.abs(exact.pointwise.values[11]! - exactLast())).toBeLessThan((4 * 3) / Math.sqrt(800));
    expect(exact.paretoK!.values[11]).toBe(0);
  });

  test("does not change the parts of others, and none are changed where none are asked for", async () => {
    const same = await looExact(fit, result, { threshold: Infinity });
    expect(same.pointwise).toEqual(result.pointwise);
    expect(looMomentMatch(fit, result, { threshold: Infinity }).elpd).toBeCloseTo(result.elpd, 12);
    const deviance = looMomentMatch(fit, loo(fit, { scale: "deviance" }));
    expect(deviance.elpd).toBeCloseTo(-2 * looMomentMatch(fit, result).elpd, 8);
  });

  test("results of another kind, or of other rows, are refused", async () => {
    const other = loo(await sample(line.bind({ x: x.slice(0, 5), y: y.slice(0, 5) }), { ...options, draws: 100 }));
    expect(() => looMomentMatch(fit, other)).toThrow(WasmcmcError);
    expect(() => looMomentMatch(fit, waic(fit))).toThrow(WasmcmcError);
    await expect(looExact(fit, other)).rejects.toThrow(WasmcmcError);
    await expect(looExact(fit, result, { observation: "z" })).rejects.toThrow(WasmcmcError);
    expect(() => looMomentMatch(fit, result, { threshold: Number.NaN })).toThrow(WasmcmcError);
  });
});

test("one of several observations is named, and the others stay", async () => {
  const fit = await sample(grouped.bind(groupedData), { ...options, draws: 200 });
  const result = loo(fit, { observation: "n" });
  expect(() => looMomentMatch(fit, result)).toThrow(WasmcmcError);
  const all = looMomentMatch(fit, result, { observation: "n", threshold: -1 });
  // Where moving draws helped it changed a part by little: all were reliable before.
  all.pointwise.values.forEach((value, i) => {
    expect(Math.abs(value - result.pointwise.values[i]!)).toBeLessThan(0.3);
  });
});

test("draws in coordinates are where the sampler had them", async () => {
  for (const subject of Object.values(manyModels) as Target<unknown>[]) {
    const fit = await sample(subject, { seed: 2, chains: 2, warmup: 50, draws: 10, workers: false });
    const positions = positionsOf(fit.source, 1);
    const { dimension, bound } = subject;
    for (let draw = 0; draw < 20; draw++) {
      const back = bound.evaluator.constrain(positions.subarray(draw * dimension, (draw + 1) * dimension));
      const stored = fit.source.compact(Math.floor(draw / 10), draw % 10, (draw % 10) + 1);
      // The way there and back: some roundings of numbers that may be small differences.
      back.forEach((value, i) => expect(Math.abs(value - stored[i]!)).toBeLessThan(1e-9 * Math.max(1, Math.abs(stored[i]!))));
    }
  }
});

test("lengths of directions are drawn from their own distributions", async () => {
  const subject = manyModels["directions"]!;
  const fit = await sample(subject, { seed: 2, chains: 2, warmup: 200, draws: 1000, workers: false });
  const positions = positionsOf(fit.source, 1);
  const squares = Array.from({ length: 2000 }, (_, draw) => [0, 1, 2].reduce((sum, k) => sum + positions[draw * 5 + k]! ** 2, 0));
  const radii = Array.from({ length: 2000 }, (_, draw) => Math.hypot(positions[draw * 5 + 3]!, positions[draw * 5 + 4]!));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  // A chi square of 3 has sd 2.4, a radius 0.1; 4 standard errors of independent draws.
  expect(Math.abs(mean(squares) - 3)).toBeLessThan((4 * 2.45) / Math.sqrt(2000));
  expect(Math.abs(mean(radii) - 1)).toBeLessThan((4 * 0.1) / Math.sqrt(2000));
  // The stored log density of the draws has the same mean as that of the coordinates.
  const logps = Array.from({ length: 2000 }, (_, draw) => subject.logp(positions.subarray(draw * 5, draw * 5 + 5)));
  const sd = Math.sqrt(mean(logps.map((value) => (value - mean(logps)) ** 2)));
  expect(Math.abs(mean(logps) - mean([...fit.sampleStats.lp]))).toBeLessThan((4 * sd * Math.SQRT2) / Math.sqrt(500));
});

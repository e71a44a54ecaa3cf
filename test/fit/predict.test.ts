/** Observations drawn from posteriors: of the data's own rows and of new ones, by the laws that conjugate models have. */
import { beforeAll, describe, expect, test } from "vitest";
import {
  deserialize,
  type Fit,
  index,
  mixture,
  model,
  normal,
  observe,
  param,
  sample,
  samplePosteriorPredictive,
  serialize,
  vector,
} from "../../bindings/index.js";
import { deviation } from "../agreement.js";
import { mistake } from "../model/mistake.js";
import { numberOf } from "./laws.js";

const options = { chains: 4, warmup: 500, draws: 2000, seed: 7, workers: false } as const;
const exact = (mean: number, variance: number) => ({ mean, sd: Math.sqrt(variance), mcseMean: 0, mcseSd: 0 });

/** Mean and sd within 4.5 Monte Carlo errors of what is known: 1 in 150000, for a few dozen comparisons. */
function expectKnown(values: Float64Array, mean: number, variance: number): void {
  const found = deviation(values, options.chains, exact(mean, variance));
  expect(found.mean).toBeLessThan(4.5);
  expect(found.sd).toBeLessThan(4.5);
}

describe("predictions of a normal mean", () => {
  const made = model({ y: vector("row"), sd: vector("row") }, ({ y, sd }) => {
    const mu = param(normal(0, 5));
    return { mu, y: observe(y, normal(mu, sd)) };
  });
  const data = { y: [3.1, 4.4, 2.2, 5.9, 3.3], sd: [1, 2, 1, 2, 1] };
  const precision = 1 / 25 + 1 + 1 / 4 + 1 + 1 / 4 + 1;
  const center = (3.1 + 4.4 / 4 + 2.2 + 5.9 / 4 + 3.3) / precision;
  let fit: Fit<typeof made>;
  beforeAll(async () => {
    fit = await sample(made, data, options);
  });

  test("have the analytic mean and spread", () => {
    const { value } = fit.predict().y;
    expect(value.shape).toEqual([4, 2000, 5]);
    for (const [k, sd] of data.sd.entries()) expectKnown(numberOf(value, k), center, 1 / precision + sd ** 2);
  });

  test("of new rows have theirs, without a column of what is to be predicted", () => {
    const { value } = fit.predict({ sd: [3, 0.1] }).y;
    expect(value.shape).toEqual([4, 2000, 2]);
    for (const [k, sd] of [3, 0.1].entries()) expectKnown(numberOf(value, k), center, 1 / precision + sd ** 2);
  });

  test("are the same for one seed, which is the fit's own where none is given, and by either name", () => {
    expect(fit.predict()).toEqual(fit.predict(undefined, { seed: 7 }));
    expect(samplePosteriorPredictive(fit)).toEqual(fit.predict());
    expect(fit.predict(undefined, { seed: 8 }).y.value.values[0]).not.toBe(fit.predict().y.value.values[0]);
    expect(fit.predict(data).y.value.values).toEqual(fit.predict().y.value.values);
  });

  test("of fewer draws are those of every so many of all", () => {
    const [all, some] = [fit.predict().y.value, fit.predict(undefined, { draws: 8 }).y.value];
    expect(some.shape).toEqual([4, 8, 5]);
    const kept = Array.from({ length: 32 }, (_, i) => all.values.subarray(5 * 250 * i, 5 * 250 * i + 5));
    expect(some.values).toEqual(Float64Array.from(kept.flatMap((row) => [...row])));
    expect(fit.predict(undefined, { draws: 5000 })).toEqual(fit.predict());
    // 2000 draws are not a multiple of 3.
    const third = fit.predict(undefined, { draws: 3 }).y.value;
    expect(third.values.subarray(5, 10)).toEqual(all.values.subarray(5 * 666, 5 * 667));
  });

  test("take no more memory the second time", async () => {
    const target = made.bind(data);
    const again = await sample(target, { ...options, draws: 100 });
    const { memory } = target.bound.forSimulation().evaluator.exports;
    again.predict();
    const size = memory.buffer.byteLength;
    for (let i = 0; i < 20; i++) again.predict();
    expect(memory.buffer.byteLength).toBe(size);
  });

  test.each([
    [{ draws: 0 }, "draws"],
    [{ seed: 2 ** 53 }, "seed"],
    [{ thin: 2 }, "thin"],
  ])("refuse options like %o", (wrong, variable) => {
    expect(mistake(() => fit.predict(undefined, wrong as object))).toMatchObject({ code: "bad-option", variable });
  });

  test("name columns that are missing, extra or of other lengths", () => {
    // The needed column, though the observed one is missing as well and nothing says how long it would be.
    expect(mistake(() => fit.predict({}))).toMatchObject({ code: "missing-column", variable: "sd" });
    expect(mistake(() => fit.predict({ sd: [1], x: [1] } as never))).toMatchObject({ code: "unexpected-column", variable: "x" });
    expect(mistake(() => fit.predict({ sd: [1], y: [1, 2] }))).toMatchObject({ code: "length-mismatch" });
    expect(mistake(() => fit.predict({ sd: [1, Number.NaN] }))).toMatchObject({ code: "not-finite", variable: "sd", row: 1 });
  });

  test("of a model read from bytes are of its own rows alone", async () => {
    const target = deserialize(serialize(made.bind(data)));
    const again = await sample(target, options);
    expect(again.predict()).toEqual(fit.predict());
    expect(mistake(() => again.predict({ sd: [1] }))).toMatchObject({ code: "cannot-simulate" });
  });
});

test("an observed column alone says how many rows there are", async () => {
  const made = model({ y: vector("row") }, ({ y }) => {
    const mu = param(normal(0, 5));
    return { mu, y: observe(y, normal(mu, 1)) };
  });
  const fit = await sample(made, { y: [1, 2, 3] }, { ...options, draws: 10 });
  expect(fit.predict({ y: [0, 0] }).y.value.shape).toEqual([4, 10, 2]);
  const error = mistake(() => fit.predict({}));
  expect(error).toMatchObject({ code: "missing-column", variable: "y" });
  expect(error.message).toContain('"row"');
});

describe("predictions for members of a dim of parameters", () => {
  const made = model({ y: vector("row"), school: index("school", "row") }, ({ y, school }) => {
    const theta = param(normal(0, 100), { dims: "school" });
    return { theta, y: observe(y, normal(theta.at(school), 1)) };
  });
  const y = [-30, -10, 10, 30, -31];
  const short = { ...options, chains: 2, warmup: 200, draws: 50 };
  const means = (fit: Fit<typeof made>, school: readonly (string | number)[]) => {
    const { value } = fit.predict({ school } as never).y;
    return school.map((_, k) => numberOf(value, k).reduce((sum, x) => sum + x, 0) / 100);
  };
  // Means of 100 draws about values 20 apart, of sd 1.4.
  const near = (values: number[], expected: number[]) =>
    values.forEach((value, k) => expect(Math.abs(value - expected[k]!)).toBeLessThan(1.5));

  test("named by texts need not be of all of them, nor in their order", async () => {
    const fit = await sample(made, { y, school: ["a", "b", "c", "d", "a"] }, short);
    near(means(fit, ["d", "a"]), [30, -30.5]);
    near(means(fit, ["b"]), [-10]);
    expect(mistake(() => means(fit, ["a", "e"]))).toMatchObject({
      code: "unknown-label",
      variable: "school",
      row: 1,
      value: "e",
    });
  });

  test("named by numbers neither", async () => {
    const fit = await sample(made, { y, school: [0, 1, 2, 3, 0] }, short);
    near(means(fit, [1, 0]), [-10, -30.5]);
    near(means(fit, [3, 3, 2]), [30, 30, 10]);
    expect(mistake(() => means(fit, [0, 4]))).toMatchObject({ code: "label-out-of-range", variable: "school", row: 1, value: 4 });
  });

  test("with a column of their own need all of it", async () => {
    const wide = model({ y: vector("row"), school: index("school", "row"), size: vector("school") }, ({ y, school, size }) => {
      const theta = param(normal(size, 1), { dims: "school" });
      return { theta, y: observe(y, normal(theta.at(school), 1)) };
    });
    const fit = await sample(wide, { y: [1, 2], school: [0, 1], size: [1, 2] }, short);
    expect(fit.predict({ school: [1], size: [1, 2] }).y.value.shape).toEqual([2, 50, 1]);
    expect(mistake(() => fit.predict({ school: [1], size: [1, 2, 3] }))).toMatchObject({
      code: "length-mismatch",
      variable: "theta",
    });
  });
});

test("new rows cannot have parameters that the fit has not", async () => {
  const made = model({ y: vector("row"), x: vector("row") }, ({ y, x }) => {
    const effect = param(normal(0, 1), { dims: "row" });
    return { effect, y: observe(y, normal(effect.mul(x), 1)) };
  });
  const fit = await sample(made, { y: [1, 2], x: [1, 1] }, { ...options, chains: 1, warmup: 50, draws: 5 });
  expect(mistake(() => fit.predict({ x: [1, 1, 1] }))).toMatchObject({ code: "length-mismatch", variable: "effect", value: 3 });
  expect(fit.predict({ x: [5, 6] }).y.value.shape).toEqual([1, 5, 2]);
});

test("components of predicted rows agree with the memberships' expected shares", async () => {
  const made = model({ y: vector("row") }, ({ y }) => {
    const mu = param(normal(0, 1));
    return { mu, y: observe(y, mixture([0.3, 0.7], { near: normal(mu, 1), far: normal(40, 1) })) };
  });
  const fit = await sample(made, { y: [0.3, -0.4, 40, 41, 39] }, { ...options, chains: 2, draws: 500 });
  const { value, component } = fit.predict(undefined, { components: true }).y;
  expect(component!.shape).toEqual([2, 500, 5]);
  expect(component!.values).toEqual(value.values.map((y) => Number(y > 20)));
  expect(fit.predict().y.component).toBeUndefined();
});

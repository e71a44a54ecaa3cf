/** Draws from discrete and wrapped distributions: chi-square against their own probabilities, which mpmath has checked, at a fixed seed. */
import { describe, expect, test } from "vitest";
import {
  bernoulli,
  betaBinomial,
  binomial,
  type CustomOptions,
  categorical,
  censored,
  custom,
  discreteUniform,
  geometric,
  hurdle,
  hypergeometric,
  log,
  logit,
  model,
  negativeBinomial,
  observe,
  orderedLogistic,
  param,
  poisson,
  samplePrior,
  softplus,
  sub,
  truncated,
  vector,
  zeroInflated,
} from "../../bindings/index.js";
import type { AnyDist } from "../../bindings/model/dist.js";
import type { AnyExpr, Operand } from "../../bindings/model/types.js";
import { mistake } from "../model/mistake.js";
import { chiSquare, critical, joined } from "../program/chi_square.js";
import { evaluateRows } from "../program/distribution_rows.js";

const [rows, draws] = [400, 50];
const count = rows * draws;

/** 20000 draws, of 400 rows and 50 iterations; the parameters pass through a row, as those of models do. */
function draw(make: (one: AnyExpr) => AnyDist): Float64Array {
  const built = model({ y: vector("row"), one: vector("row") }, ({ y, one }) => {
    const none = param(
      custom({ name: "any", parameters: {}, logp: (x) => x.square().neg(), random: (_, variates) => variates.normal() }),
    );
    return { none, y: observe(y, make(one) as never) };
  });
  const data = { one: new Float64Array(rows).fill(1) };
  return samplePrior(built, data as never, { draws, seed: 11 }).observations.y?.value.values as Float64Array;
}

/** Probabilities of the values from `low` to `high`. */
function probabilities(distribution: AnyDist, low: number, high: number): Float64Array {
  const values = Array.from({ length: high - low + 1 }, (_, k) => ({ parameters: [], value: low + k }));
  return evaluateRows(
    "the engine",
    () => distribution,
    0,
    values,
    (dist, x) => dist.logp(x),
  ).rows.map(Math.exp);
}

// 31 tests, each with a chance of 1e-4 of failing for an arbitrary seed.
describe("counts are drawn with their probabilities", () => {
  test.each<[string, (one: Operand) => AnyDist, number, number]>([
    ["bernoulli", (one) => bernoulli(times(one, 0.3)), 0, 1],
    ["binomial", (one) => binomial(12, times(one, 0.3)), 0, 12],
    ["betaBinomial", (one) => betaBinomial(12, times(one, 0.5), 1.5), 0, 12],
    ["negativeBinomial", (one) => negativeBinomial(times(one, 3), 0.7), 0, 120],
    ["geometric", (one) => geometric(times(one, 0.2)), 1, 100],
    ["certain geometric", (one) => geometric(times(one, 1)), 1, 1],
    ["categorical", (one) => categorical([times(one, 0.1), 0, 0.6, 0.3]), 0, 3],
    ["orderedLogistic", (one) => orderedLogistic(times(one, 0.4), [-1, 0, 2]), 0, 3],
    ["discreteUniform", (one) => discreteUniform(times(one, -3), 5), -3, 5],
    ["hypergeometric", (one) => hypergeometric(times(one, 10), 6, 9), 3, 9],
    ["poisson", (one) => poisson(times(one, 3.4)), 0, 40],
    ["poisson without zeros", (one) => truncated(poisson(times(one, 1.7)), 1, Infinity), 1, 30],
    ["rare poisson without zeros", (one) => truncated(poisson(times(one, 1e-9)), 1, Infinity), 1, 3],
    ["poisson from 3 to 8", (one) => truncated(poisson(times(one, 1.2)), 3, 8), 3, 8],
    ["poisson far above its mean", (one) => truncated(poisson(times(one, 20)), 90, Infinity), 90, 140],
    ["poisson far below its mean", (one) => truncated(poisson(times(one, 90)), -Infinity, 20), 0, 20],
    ["binomial without zeros", (one) => truncated(binomial(times(one, 40), 0.02), 1, Infinity), 1, 40],
    ["binomial from 2 to 5", (one) => truncated(binomial(times(one, 40), 0.02), 2, 5), 2, 5],
    ["certain binomial without zeros", (one) => truncated(binomial(times(one, 4), 1), 1, Infinity), 1, 4],
    ["negativeBinomial without zeros", (one) => truncated(negativeBinomial(times(one, 2.5), 0.6), 1, Infinity), 1, 120],
    ["rare negativeBinomial without zeros", (one) => truncated(negativeBinomial(times(one, 1e-7), 1e-8), 1, Infinity), 1, 400],
    ["geometric from 4 to 9", (one) => truncated(geometric(times(one, 0.3)), 4, 9), 4, 9],
    ["geometric from 200 on", (one) => truncated(geometric(times(one, 0.3)), 200, Infinity), 200, 300],
    ["hypergeometric from 5 to 7", (one) => truncated(hypergeometric(times(one, 10), 6, 9), 5, 7), 5, 7],
    ["zeroInflated poisson", (one) => zeroInflated(poisson(times(one, 1.7)), 0.3), 0, 30],
    ["zeroInflated binomial", (one) => zeroInflated(binomial(6, 0.4), times(one, 0.8)), 0, 6],
    ["hurdle poisson", (one) => hurdle(poisson(times(one, 1.7)), 0.3), 0, 30],
    ["hurdle negativeBinomial", (one) => hurdle(negativeBinomial(3, times(one, 0.8)), 0.1), 0, 150],
    ["custom counts between two ends", (one) => triangle(times(one, 1)), 2, 9],
  ])("%s", (_, make, low, high) => {
    const seen = draw(make);
    const observed = Array.from({ length: high - low + 1 }, (_, k) => seen.filter((x) => x === low + k).length);
    expect(observed.reduce((sum, n) => sum + n, 0)).toBe(count);
    const expected = [...probabilities(make(1), low, high)].map((p) => p * count);
    observed.forEach((n, k) => {
      if (expected[k] === 0) expect(n).toBe(0);
    });
    const bins = joined(observed, expected);
    if (bins.length > 1) expect(chiSquare(bins)).toBeLessThan(critical(bins.length - 1));
  });
});

const times = (one: Operand, x: number): AnyExpr | number => (typeof one === "number" ? one * x : one.mul(x));

const triangle = (slope: Operand) =>
  custom({
    name: "triangle",
    discrete: true,
    parameters: { slope },
    support: { lower: 2, upper: 9 },
    logp: (x, { slope }) => log(x.sub(1)).mul(slope).sub(log(36)),
  });

type Formula = NonNullable<CustomOptions<{ mu: Operand; s: Operand }, []>["quantile"]>;

const logistic = (mu: Operand, s: Operand, quantile?: Formula) =>
  custom({
    name: "logistic",
    parameters: { mu, s },
    logp: (x, { mu, s }) =>
      x
        .sub(mu)
        .div(s)
        .neg()
        .sub(softplus(mu.sub(x).div(s)).mul(2))
        .sub(log(s)),
    logCdf: (x, { mu, s }) => softplus(mu.sub(x).div(s)).neg(),
    logSurvival: (x, { mu, s }) => softplus(x.sub(mu).div(s)).neg(),
    random: ({ mu, s }, variates) => mu.add(s.mul(logit(variates.uniform()))),
    ...(quantile && { quantile }),
  });

const withQuantile = (mu: Operand, s: Operand) => logistic(mu, s, (p, { mu, s }) => mu.add(s.mul(logit(p))));

/** The Kolmogorov-Smirnov distance of the draws from the distribution's own cdf, times the root of their number. */
function distance(draws: Float64Array, distribution: AnyDist): number {
  const sorted = draws.slice().sort();
  const values = [...sorted].map((value) => ({ parameters: [], value }));
  const cdf = evaluateRows(
    "the engine",
    () => distribution,
    0,
    values,
    (dist, x) => dist.cdf(x),
  ).rows;
  const gaps = [...cdf].map((p, i) => Math.max(p - i / sorted.length, (i + 1) / sorted.length - p));
  return Math.max(...gaps) * Math.sqrt(sorted.length);
}

/** The distance that 1 of 10000 samples exceeds: sqrt(log(2 / 1e-4) / 2). */
const furthest = 2.226;

describe("numbers are drawn from what is left of a distribution", () => {
  test.each<[string, (one: Operand) => AnyDist]>([
    ["between bounds, by quantiles", (one) => truncated(withQuantile(times(one, 0.3), 0.7), -1, 2)],
    ["in the lower tail, by quantiles", (one) => truncated(withQuantile(times(one, 0.3), 0.7), -120, -118)],
    ["in the upper tail, by quantiles", (one) => truncated(withQuantile(times(one, 0.3), 0.7), 15, Infinity)],
    ["between bounds, by bisection", (one) => truncated(logistic(times(one, 0.3), 0.7), -1, 2)],
    ["far out in the upper tail, by bisection", (one) => truncated(logistic(times(one, 0.3), 0.7), 800, Infinity)],
    ["far out in the lower tail, by bisection", (one) => truncated(logistic(times(one, 0.3), 0.7), -Infinity, -800)],
  ])("%s", (_, make) => {
    expect(distance(draw(make), make(1))).toBeLessThan(furthest);
  });

  test("from a density alone, in cells between its ends", () => {
    const formulas = { name: "bump", parameters: {}, support: { lower: 1, upper: 3 } };
    const logp = (x: AnyExpr) =>
      log(x.sub(1))
        .add(log(sub(3, x)))
        .add(log(0.75));
    // The integral of the density from 1.
    const whole = custom({ ...formulas, logp, logCdf: (x) => log(x.sub(1).square().mul(sub(4, x)).mul(0.25)) });
    // The cells shift no share by more than the square of their width, times the density's slope.
    expect(
      distance(
        draw(() => custom({ ...formulas, logp })),
        whole,
      ),
    ).toBeLessThan(furthest + Math.sqrt(count) * (2 / 256) ** 2);
  });

  test("with a share at each limit where it is censored", () => {
    const make = (one: Operand) => censored(logistic(times(one, 0.3), 0.7), -1, 2);
    const seen = draw(make);
    const share = (x: number) => 1 / (1 + Math.exp((0.3 - x) / 0.7));
    const expected = [share(-1), share(2) - share(-1), 1 - share(2)].map((p) => p * count);
    const observed = [
      seen.filter((x) => x === -1).length,
      seen.filter((x) => x > -1 && x < 2).length,
      seen.filter((x) => x === 2).length,
    ];
    expect(chiSquare(joined(observed, expected))).toBeLessThan(critical(2));
  });

  test("with zeros before a hurdle", () => {
    const seen = draw((one) => hurdle(truncated(logistic(times(one, 0.3), 0.7), 0, Infinity), 0.25));
    const zeros = seen.filter((x) => x === 0).length;
    expect(
      chiSquare([
        [zeros, count / 4],
        [count - zeros, (3 * count) / 4],
      ]),
    ).toBeLessThan(critical(1));
    expect(
      distance(
        seen.filter((x) => x > 0),
        truncated(logistic(0.3, 0.7), 0, Infinity),
      ),
    ).toBeLessThan(furthest);
  });
});

test("counts without zeros of a base that says no way to draw them cannot be simulated, which is said", () => {
  const error = mistake(() => draw((one) => truncated(betaBinomial(times(one, 200), 2, 3), 1, Infinity)));
  expect(error).toMatchObject({ code: "cannot-simulate" });
});

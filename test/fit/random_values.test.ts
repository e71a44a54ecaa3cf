/** Draws from discrete and wrapped distributions: chi-square against their own probabilities, which mpmath has checked, at a fixed seed. */
import { describe, expect, test } from "vitest";
import {
  bernoulli,
  betaBinomial,
  binomial,
  categorical,
  cauchy,
  censored,
  custom,
  discreteUniform,
  exponential,
  gamma,
  geometric,
  halfCauchy,
  halfNormal,
  hurdle,
  hypergeometric,
  log,
  logit,
  lognormal,
  model,
  negativeBinomial,
  normal,
  observe,
  orderedLogistic,
  param,
  poisson,
  samplePrior,
  sub,
  truncated,
  uniform,
  vector,
  zeroInflated,
} from "../../bindings/index.js";
import type { AnyDist } from "../../bindings/model/dist.js";
import {
  asymmetricLaplace,
  chiSquared,
  exGaussian,
  gumbel,
  inverseGamma,
  kumaraswamy,
  laplace,
  logistic,
  logitNormal,
  pareto,
  triangular,
  wald,
  weibull,
} from "../../bindings/model/index.js";
import type { AnyExpr, Operand } from "../../bindings/model/types.js";
import { mistake } from "../model/mistake.js";
import { chiSquare, critical, joined } from "../program/chi_square.js";
import { evaluateRows } from "../program/distribution_rows.js";
import { distance, furthest } from "./laws.js";

const [rows, draws] = [400, 50];
const count = rows * draws;

/** 20000 draws, of 400 rows and 50 iterations, or fewer; the parameters pass through a row, as those of models do. */
function draw(make: (one: AnyExpr) => AnyDist, iterations = draws): Float64Array {
  const built = model({ y: vector("row"), one: vector("row") }, ({ y, one }) => {
    const none = param(
      custom({ name: "any", parameters: {}, logp: (x) => x.square().neg(), random: (_, variates) => variates.normal() }),
    );
    return { none, y: observe(y, make(one) as never) };
  });
  const data = { one: new Float64Array(rows).fill(1) };
  return samplePrior(built, data as never, { draws: iterations, seed: 11 }).observations.y?.value.values as Float64Array;
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

// Some sixty tests, each with a chance of 1e-4 of failing for an arbitrary seed.
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

/** A base without quantiles, so that it is searched. */
const searched = (mu: Operand, s: Operand) =>
  custom({
    name: "searched",
    parameters: { mu, s },
    logp: (x, { mu, s }) => logistic(mu, s).logp(x),
    logCdf: (x, { mu, s }) => logistic(mu, s).logCdf(x),
    logSurvival: (x, { mu, s }) => logistic(mu, s).logSurvival(x),
    random: ({ mu, s }, variates) => mu.add(s.mul(logit(variates.uniform()))),
  });

/** A base with bounds in its middle and, where it reaches there, in its far tails. */
describe("numbers are drawn from what is left of every distribution that can be truncated", () => {
  test.each<[string, (one: Operand) => Base, readonly (readonly [number, number])[]]>([
    [
      "asymmetricLaplace",
      (one) => asymmetricLaplace(times(one, 0.3), 1.2, 0.7),
      [
        [-1, 2],
        [500, Infinity],
        [-Infinity, -500],
      ],
    ],
    [
      "cauchy",
      (one) => cauchy(times(one, 0.3), 1.2),
      [
        [-1, 2],
        [1e9, Infinity],
        [-Infinity, -1e9],
      ],
    ],
    [
      "chiSquared",
      (one) => chiSquared(times(one, 3)),
      [
        [1, 6],
        [2000, Infinity],
        [-Infinity, 0.1],
      ],
    ],
    [
      "exGaussian",
      (one) => exGaussian(times(one, 0.3), 1.2, 0.7),
      [
        [-1, 2],
        [40, Infinity],
        [-Infinity, -20],
      ],
    ],
    [
      "exponential",
      (one) => exponential(times(one, 2)),
      [
        [0.1, 2],
        [1000, Infinity],
        [-Infinity, 0.1],
      ],
    ],
    [
      "gamma",
      (one) => gamma(times(one, 2.5), 0.4),
      [
        [3, 8],
        [3000, Infinity],
        [-Infinity, 0.1],
      ],
    ],
    [
      "gumbel",
      (one) => gumbel(times(one, 0.3), 1.2),
      [
        [-1, 2],
        [900, Infinity],
        [-Infinity, -7],
      ],
    ],
    [
      "halfCauchy",
      (one) => halfCauchy(times(one, 1.2)),
      [
        [0.4, 2],
        [1e9, Infinity],
        [-Infinity, 0.1],
      ],
    ],
    [
      "halfNormal",
      (one) => halfNormal(times(one, 1.2)),
      [
        [0.4, 2],
        [60, Infinity],
        [-Infinity, 0.1],
      ],
    ],
    [
      "inverseGamma",
      (one) => inverseGamma(times(one, 2.5), 0.4),
      [
        [0.1, 0.5],
        [50, Infinity],
        [-Infinity, 0.01],
      ],
    ],
    [
      "kumaraswamy",
      (one) => kumaraswamy(times(one, 2), 3),
      [
        [0.3, 0.8],
        [0.999, Infinity],
        [-Infinity, 0.01],
      ],
    ],
    [
      "laplace",
      (one) => laplace(times(one, 0.3), 1.2),
      [
        [-1, 2],
        [1000, Infinity],
        [-Infinity, -1000],
      ],
    ],
    [
      "logistic",
      (one) => logistic(times(one, 0.3), 1.2),
      [
        [-1, 2],
        [1000, Infinity],
        [-Infinity, -1000],
      ],
    ],
    [
      "logitNormal",
      (one) => logitNormal(times(one, 0.3), 0.7),
      [
        [0.3, 0.8],
        [0.999, Infinity],
        [-Infinity, 0.001],
      ],
    ],
    [
      "lognormal",
      (one) => lognormal(times(one, 0.3), 0.7),
      [
        [1, 3],
        [1e9, Infinity],
        [-Infinity, 1e-9],
      ],
    ],
    [
      "normal",
      (one) => normal(times(one, 0.3), 1.2),
      [
        [-1, 2],
        [60, Infinity],
        [-Infinity, -60],
      ],
    ],
    [
      "pareto",
      (one) => pareto(times(one, 1.7), 2),
      [
        [3, 8],
        [1e200, Infinity],
        [-Infinity, 2.1],
      ],
    ],
    [
      "triangular",
      (one) => triangular(times(one, -1), 0, 2),
      [
        [-0.5, 1],
        [1.99, Infinity],
        [-Infinity, -0.9],
      ],
    ],
    [
      "uniform",
      (one) => uniform(times(one, -1), 2),
      [
        [-0.5, 1],
        [1.99, Infinity],
        [-Infinity, -0.9],
      ],
    ],
    [
      "wald",
      (one) => wald(times(one, 1.2), 2),
      [
        [0.5, 3],
        [60, Infinity],
        [-Infinity, 0.1],
      ],
    ],
    [
      "weibull",
      (one) => weibull(times(one, 1.7), 2),
      [
        [0.5, 3],
        [300, Infinity],
        [-Infinity, 0.01],
      ],
    ],
  ])("%s", (_, base, spans) => {
    for (const [lower, upper] of spans) {
      const make = (one: Operand) => truncated(base(one), lower, upper);
      const far = distance(draw(make, 8), make(1));
      expect(far, `from ${lower} to ${upper}`).toBeLessThan(furthest);
    }
  });
});

type Base = ReturnType<typeof normal<Operand, number>>;

describe("numbers are drawn from what is left of a distribution", () => {
  test.each<[string, (one: Operand) => AnyDist]>([
    ["between bounds, by bisection", (one) => truncated(searched(times(one, 0.3), 0.7), -1, 2)],
    ["far out in the upper tail, by bisection", (one) => truncated(searched(times(one, 0.3), 0.7), 800, Infinity)],
    ["far out in the lower tail, by bisection", (one) => truncated(searched(times(one, 0.3), 0.7), -Infinity, -800)],
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
    const make = (one: Operand) => censored(searched(times(one, 0.3), 0.7), -1, 2);
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
    const seen = draw((one) => hurdle(truncated(searched(times(one, 0.3), 0.7), 0, Infinity), 0.25));
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
        truncated(searched(0.3, 0.7), 0, Infinity),
      ),
    ).toBeLessThan(furthest);
  });
});

test("counts without zeros of a base that says no way to draw them cannot be simulated, which is said", () => {
  const error = mistake(() => draw((one) => truncated(betaBinomial(times(one, 200), 2, 3), 1, Infinity)));
  expect(error).toMatchObject({ code: "cannot-simulate" });
});

/** Draws of parameters from their priors, whole or cut by constraints, against the laws that they have by hand. */
import { describe, expect, test } from "vitest";
import {
  affine,
  circular,
  exponential,
  flat,
  gamma,
  halfFlat,
  halfNormal,
  interval,
  lower,
  mixture,
  model,
  mvNormal,
  normal,
  observe,
  ordered,
  param,
  positive,
  positiveOrdered,
  samplePrior,
  simplex,
  studentT,
  truncated,
  uniform,
  unitVector,
  upper,
  vector,
  zeroSum,
} from "../../bindings/index.js";
import type { AnyExpr } from "../../bindings/model/types.js";
import { mistake } from "../model/mistake.js";
import { correlated, distance, distanceFrom, furthest, meanOff, numberOf, phi, sigmas, varianceOff } from "./laws.js";
import { draws, type Parameters, prior, priors } from "./priors.js";

// Each distance has a chance of 1e-4 of failing for an arbitrary seed; there are some hundred.
describe("parameters are drawn", () => {
  test("from their priors, one for each member of a dim and each place of a vector, all independent", () => {
    const { x, y, z } = priors(() => ({
      x: param(normal(1, 2), { dims: "row" }) as AnyExpr,
      y: param(gamma(2, 3), { size: 3 }),
      z: param(normal([0, 10, -5], [1, 2, 3])),
    }));
    expect(x!.shape).toEqual([1, draws, 3]);
    for (const [k, [mu, sigma]] of (
      [
        [0, 1],
        [10, 2],
        [-5, 3],
      ] as const
    ).entries()) {
      expect(distance(numberOf(x!, k), normal(1, 2))).toBeLessThan(furthest);
      expect(distance(numberOf(y!, k), gamma(2, 3))).toBeLessThan(furthest);
      expect(distance(numberOf(z!, k), normal(mu, sigma))).toBeLessThan(furthest);
      for (const each of [x!, y!, z!])
        expect(Math.abs(correlated(numberOf(each, k), numberOf(each, (k + 1) % 3)))).toBeLessThan(sigmas);
    }
    expect(Math.abs(correlated(numberOf(x!, 0), numberOf(y!, 0)))).toBeLessThan(sigmas);
  });

  test("each from a component of its own where the prior of a vector is a mixture of numbers", () => {
    const two = () => mixture([0.25, 0.75], { low: normal(-30, 1), high: normal(30, 1) });
    const { x } = priors(() => ({ x: param(two(), { size: 2 }) }));
    const high = [0, 1].map((k) => numberOf(x!, k).map((value) => Number(value > 0))) as [Float64Array, Float64Array];
    for (const each of high) expect(meanOff(each, 0.75)).toBeLessThan(sigmas);
    expect(Math.abs(correlated(...high))).toBeLessThan(sigmas);
    // The log density says the same: two numbers in different components are as probable as their weights are.
    const target = model({}, () => ({ x: param(two(), { size: 2 }) })).bind({});
    const peak = -Math.log(2 * Math.PI) / 2;
    expect(target.logp(Float64Array.of(-30, 30))).toBeCloseTo(Math.log(0.25 * 0.75) + 2 * peak, 12);
  });

  test("through their hyperparameters, in whatever coordinates the sampler has them", () => {
    const { mu, plain, shifted } = priors(() => {
      const mu = param(normal(1, 3));
      return {
        mu,
        plain: param(normal(mu, 2), { dims: "row" }) as AnyExpr,
        shifted: param(normal(mu, 2), { dims: "row", constraint: affine(mu, 2) }) as AnyExpr,
      };
    });
    for (const each of [plain!, shifted!]) {
      expect(distance(numberOf(each, 2), normal(1, Math.sqrt(13)))).toBeLessThan(furthest);
      const around = numberOf(each, 2).map((value, i) => value - (mu!.values[i] as number));
      expect(distance(around, normal(0, 2))).toBeLessThan(furthest);
      expect(Math.abs(correlated(around, mu!.values))).toBeLessThan(sigmas);
    }
  });

  test("as vectors that are one draw", () => {
    const { x } = priors(() => ({
      x: param(
        mvNormal([1, -1], {
          covariance: [
            [4, 1.8],
            [1.8, 1],
          ],
        }),
      ),
    }));
    const [first, second] = [numberOf(x!, 0), numberOf(x!, 1)];
    expect(distance(first, normal(1, 2))).toBeLessThan(furthest);
    const residual = second.map((value, i) => value - 0.45 * first[i]!);
    expect(distance(residual, normal(-1.45, Math.sqrt(0.19)))).toBeLessThan(furthest);
  });
});

describe("a constraint that cuts a known prior leaves the rest of it", () => {
  test.each<[string, () => AnyExpr, Parameters[string] | (() => ReturnType<typeof normal>)]>([
    ["positive", () => param(normal(-1, 2), { constraint: positive() }), () => truncated(normal(-1, 2), 0, Infinity) as never],
    [
      "far in the upper tail",
      () => param(normal(-40, 1), { constraint: positive() }),
      () => truncated(normal(-40, 1), 0, Infinity) as never,
    ],
    [
      "far in the lower tail",
      () => param(normal(0, 1), { constraint: upper(-40) }),
      () => truncated(normal(0, 1), -Infinity, -40) as never,
    ],
    ["lower", () => param(exponential(2), { constraint: lower(30) }), () => truncated(exponential(2), 30, Infinity) as never],
    ["upper", () => param(gamma(3, 1), { constraint: upper(1.5) }), () => truncated(gamma(3, 1), -Infinity, 1.5) as never],
    ["interval", () => param(normal(0, 1), { constraint: interval(1, 2) }), () => truncated(normal(0, 1), 1, 2) as never],
    ["an interval in an interval", () => param(uniform(0, 10), { constraint: interval(2, 3) }), () => uniform(2, 3) as never],
    [
      "circular",
      () => param(normal(2, 2), { constraint: circular() }),
      () => truncated(normal(2, 2), -Math.PI, Math.PI) as never,
    ],
    ["no more than the support", () => param(gamma(2, 1), { constraint: positive() }), () => gamma(2, 1) as never],
    ["less than the support", () => param(gamma(2, 1), { constraint: lower(-3) }), () => gamma(2, 1) as never],
    ["all of a flat one but an interval", () => param(flat(), { constraint: interval(-1, 3) }), () => uniform(-1, 3) as never],
    ["a flat one between 0 and an upper bound", () => param(halfFlat(), { constraint: upper(3) }), () => uniform(0, 3) as never],
  ])("%s", (_, make, law) => {
    expect(distance(prior(make), (law as () => ReturnType<typeof normal>)())).toBeLessThan(furthest);
  });

  test("one without a closed cdf, by drawing again", () => {
    const cdf = (x: number) => x / Math.sqrt(2 + x * x);
    expect(
      distanceFrom(
        prior(() => param(studentT(2, 0, 1), { constraint: positive() })),
        cdf,
      ),
    ).toBeLessThan(furthest);
  });

  test("a mixture, by drawing again", () => {
    const share = phi(-1) + phi(2);
    const cdf = (x: number) => 1 - (phi(-(x + 1)) + phi(-(x - 2))) / share;
    const make = () => param(mixture([0.5, 0.5], [normal(-1, 1), normal(2, 1)]), { constraint: positive() });
    expect(distanceFrom(prior(make), cdf)).toBeLessThan(furthest);
  });

  test("of each row between bounds of its own", () => {
    const made = model({ from: vector("row") }, ({ from }) => ({
      x: param(normal(0, 1), { dims: "row", constraint: lower(from) }),
    }));
    const { x } = samplePrior(made, { from: [-1, 0, 8] }, { draws, seed: 4 }).parameters;
    for (const [k, from] of [-1, 0, 8].entries())
      expect(distance(numberOf(x, k), truncated(normal(0, 1), from, Infinity))).toBeLessThan(furthest);
  });
});

/** The prior is not scaled up to what is left of it, so that what depends on parameters weighs them. */
describe("a constraint that cuts at parameters weighs those as the posterior does", () => {
  test("below by a parameter: the larger of two alike", () => {
    const { a, x } = priors(() => {
      const a = param(normal(0, 1));
      return { a, x: param(normal(0, 1), { constraint: lower(a) }) };
    });
    expect(distanceFrom(x!.values, (t) => phi(t) ** 2)).toBeLessThan(furthest);
    expect(distanceFrom(a!.values, (t) => 1 - phi(-t) ** 2)).toBeLessThan(furthest);
  });

  test("a prior about a parameter: its mean is skew normal", () => {
    const { mu, x } = priors(() => {
      const mu = param(normal(0, 1));
      return { mu, x: param(normal(mu, 1), { constraint: positive() }) };
    });
    expect(distance(x!.values, halfNormal(Math.SQRT2))).toBeLessThan(furthest);
    expect(distanceFrom(mu!.values, (t) => phi(t) ** 2)).toBeLessThan(furthest);
  });

  test("a vector of which all must be above 0", () => {
    const { mu } = priors(() => {
      const mu = param(normal(0, 1));
      return { mu, x: param(normal(mu, 1), { size: 2, constraint: positiveOrdered() }) };
    });
    // The density of the mean is in proportion to phi'(mu) phi(mu)^2.
    expect(distanceFrom(mu!.values, (t) => phi(t) ** 3)).toBeLessThan(furthest);
  });

  test("an interval leaves out parameters that are in the wrong order, and cannot be drawn from under a flat prior", () => {
    const { a, b } = priors(() => {
      const a = param(uniform(0, 1));
      const b = param(uniform(0, 1));
      return { a, b, x: param(uniform(a, b)) };
    });
    // Where a is above b no x has a density.
    expect(a!.values.every((from, i) => from <= b!.values[i]!)).toBe(true);
    expect(distanceFrom(a!.values, (t) => 1 - (1 - t) ** 2)).toBeLessThan(furthest);
    const error = mistake(() =>
      priors(() => {
        const a = param(uniform(1, 2));
        return { a, x: param(flat(), { constraint: interval(0, a) }) };
      }),
    );
    expect(error).toMatchObject({ code: "cannot-simulate", variable: "x" });
  });

  test("standard deviations that are not above 0 have no part", () => {
    const { sd, x } = priors(() => {
      const sd = param(normal(0, 1));
      return { sd, x: param(normal(0, sd)) };
    });
    expect(distance(sd!.values, halfNormal(1))).toBeLessThan(furthest);
    expect(
      distance(
        x!.values.map((value, i) => value / sd!.values[i]!),
        normal(0, 1),
      ),
    ).toBeLessThan(furthest);
    const observed = model({ y: vector("row") }, ({ y }) => {
      const sd = param(normal(0, 1));
      return { sd, y: observe(y, normal(0, sd)) };
    });
    const { parameters } = samplePrior(observed, { y: [0, 0] }, { draws, seed: 3 });
    expect(distance(parameters.sd.values, halfNormal(1))).toBeLessThan(furthest);
  });
});

describe("vectors in order", () => {
  /** The cdf of the k-th smallest of n. */
  const orderStatistic = (n: number, k: number, cdf: (x: number) => number) => (x: number) => {
    const p = cdf(x);
    let [sum, choose] = [0, 1];
    for (let j = 0; j <= n; j++) {
      if (j > k) sum += choose * p ** j * (1 - p) ** (n - j);
      choose = (choose * (n - j)) / (j + 1);
    }
    return sum;
  };

  test("of numbers that are alike are their order statistics", () => {
    const { x, y, tau, z, mixed } = priors(() => {
      const tau = param(exponential(1));
      return {
        x: param(normal(0, 1), { size: 3, constraint: ordered() }),
        y: param(normal(0, 1), { size: 12, constraint: positiveOrdered() }),
        tau,
        z: param(normal(0, tau), { size: 2, constraint: ordered() }),
        mixed: param(mixture([0.5, 0.5], [normal(0, 1), normal(0, 1)]), { size: 2, constraint: ordered() }),
      };
    });
    for (const k of [0, 1, 2]) expect(distanceFrom(numberOf(x!, k), orderStatistic(3, k, phi))).toBeLessThan(furthest);
    const half = (t: number) => 2 * phi(t) - 1;
    for (const k of [0, 5, 11]) expect(distanceFrom(numberOf(y!, k), orderStatistic(12, k, half))).toBeLessThan(furthest);
    // However wide they are, one order of two has half of their probability.
    expect(distance(tau!.values, exponential(1))).toBeLessThan(furthest);
    const least = numberOf(z!, 0).map((value, i) => value / tau!.values[i]!);
    expect(distanceFrom(least, orderStatistic(2, 0, phi))).toBeLessThan(furthest);
    expect(distanceFrom(numberOf(mixed!, 1), orderStatistic(2, 1, phi))).toBeLessThan(furthest);
  });

  test("of numbers that differ are those that happen to increase", () => {
    const { x } = priors(() => ({ x: param(normal([1, 0], 1), { constraint: ordered() }) }));
    const [low, high] = [numberOf(x!, 0), numberOf(x!, 1)];
    expect(
      distance(
        high.map((value, i) => value - low[i]!),
        truncated(normal(-1, Math.SQRT2), 0, Infinity),
      ),
    ).toBeLessThan(furthest);
    expect(
      distance(
        high.map((value, i) => value + low[i]!),
        normal(1, Math.SQRT2),
      ),
    ).toBeLessThan(furthest);
  });
});

describe("vectors in other sets", () => {
  test("directions are uniform: each coordinate in three dimensions", () => {
    const { x } = priors(() => ({ x: param(flat(), { size: 3, constraint: unitVector() }) }));
    for (const k of [0, 1, 2]) expect(distance(numberOf(x!, k), uniform(-1, 1))).toBeLessThan(furthest);
  });

  test("shares without a prior are uniform over the simplex", () => {
    const { x } = priors(() => ({ x: param(flat(), { size: 3, constraint: simplex() }) }));
    for (const k of [0, 1, 2]) expect(distanceFrom(numberOf(x!, k), (t) => 1 - (1 - t) ** 2)).toBeLessThan(furthest);
  });

  test("normal numbers of sum 0 keep the differences of their means", () => {
    const { x } = priors(() => ({ x: param(normal([0, 3, 0], 2), { constraint: zeroSum() }) as AnyExpr }));
    for (const [k, mu] of [-1, 2, -1].entries()) {
      expect(meanOff(numberOf(x!, k), mu)).toBeLessThan(sigmas);
      expect(varianceOff(numberOf(x!, k), 4 * (2 / 3))).toBeLessThan(sigmas);
    }
  });

  test("normal numbers of sum 0 about a scale that is a parameter would weigh it, and are refused", () => {
    const error = mistake(() =>
      priors(() => {
        const tau = param(exponential(1));
        return { tau, effect: param(normal(0, tau), { size: 3, constraint: zeroSum() }) };
      }),
    );
    expect(error).toMatchObject({ code: "cannot-simulate", variable: "effect" });
  });
});

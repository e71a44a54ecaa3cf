/** Where chains start in ordered vectors that have no start of their own, and what that does for mixtures far from 0. */
import { describe, expect, test } from "vitest";
import { startPosition } from "../../bindings/engine/start.js";
import {
  dirichlet,
  type Fit,
  halfNormal,
  hiddenMarkov,
  lognormal,
  type Model,
  mixture,
  model,
  normal,
  observe,
  ordered,
  param,
  poisson,
  positiveOrdered,
  sample,
  simulateLine,
  uniform,
  vector,
} from "../../bindings/index.js";
import type { AnyDist } from "../../bindings/model/dist.js";

/** Velocities in three groups about 20,000. */
const velocities = () => {
  const { y, yErr } = simulateLine({ points: 90, outliers: 90, seed: 5 });
  return y.map((value, i) => 17_000 + 3000 * (i % 3) + (400 * value) / Math.sqrt(yErr[i]! ** 2 + 100));
};

interface Options {
  readonly prior?: () => AnyDist;
  readonly init?: readonly number[];
  readonly scale?: () => AnyDist;
}

function groups({ prior = () => normal(20_000, 5000), init, scale = () => halfNormal(1000) }: Options = {}) {
  return model({ v: vector("galaxy") }, ({ v }) => {
    const mu = param(prior() as ReturnType<typeof normal<number, number>>, {
      size: 3,
      constraint: ordered(),
      ...(init && { init }),
    });
    const sigma = param(scale() as ReturnType<typeof normal<number, number>>, { size: 3 });
    const w = param(dirichlet([2, 2, 2]));
    const parts = [0, 1, 2].map((k) => normal(mu.at(k as 0), sigma.at(k as 0)));
    return { mu, sigma, w, v: observe(v, mixture(w, parts)) };
  });
}

// biome-ignore lint/suspicious/noExplicitAny: any model
function startOf(made: Model<any, any>, data: object): Record<string, readonly number[]> {
  const target = made.bind(data as never);
  const position = startPosition(target.bound);
  expect(Number.isFinite(target.logp(position))).toBe(true);
  return Object.fromEntries(Object.entries(target.constrain(position)).map(([name, values]) => [name, [...values]]));
}

const increases = (values: readonly number[]) => values.every((value, k) => k === 0 || value > values[k - 1]!);

describe("an ordered vector of a mixture's locations", () => {
  const v = velocities();
  const worst = (fit: Pick<Fit, "summary">) => Math.max(...fit.summary().rows.map(({ r_hat }) => r_hat));
  const options = { chains: 4, warmup: 500, draws: 500, seed: 1, workers: false } as const;

  test("starts spread as the data are, and the scales at a share of that", () => {
    const { mu, sigma } = startOf(groups(), { v });
    const center = v.reduce((sum, x) => sum + x, 0) / v.length;
    const spread = Math.sqrt(v.reduce((sum, x) => sum + (x - center) ** 2, 0) / v.length);
    // The normal quantile of 5/6.
    expect(mu!.map((x) => (x - center) / spread)).toEqual([
      expect.closeTo(-0.967422, 6),
      expect.closeTo(0, 6),
      expect.closeTo(0.967422, 6),
    ]);
    for (const each of sigma!) expect(each / spread).toBeCloseTo(1 / 3, 6);
  });

  test("samples well from there, and would not from starts one unit apart", async () => {
    const fit = await sample(groups(), { v }, options);
    expect(worst(fit)).toBeLessThan(1.02);
    expect(fit.sampleStats.diverging.every((flag) => flag === 0)).toBe(true);
    const { rows } = fit.summary();
    [17_000, 20_000, 23_000].forEach((exact, k) => {
      const { mean, sd } = rows.find(({ label }) => label === `mu[${k}]`)!;
      expect(Math.abs(mean - exact)).toBeLessThan(4 * sd);
    });
    expect(worst(await sample(groups({ init: [0, 1, 2] }), { v }, options))).toBeGreaterThan(1.5);
  });

  test("starts where its prior is, where that is elsewhere", () => {
    const { mu } = startOf(groups({ prior: () => uniform(22_000, 30_000) }), { v });
    expect(increases(mu!) && mu![0]! > 22_000 && mu![2]! < 24_000).toBe(true);
    const { sigma } = startOf(groups({ scale: () => lognormal(0, 0.5) }), { v });
    for (const each of sigma!) expect(each).toBeLessThan(3);
  });

  test("keeps the start that it is given, and those of its scales", () => {
    const { mu, sigma } = startOf(groups({ init: [1, 2, 4] }), { v });
    [1, 2, 4].forEach((start, k) => expect(mu![k]).toBeCloseTo(start, 9));
    expect(sigma).toEqual([1, 1, 1]);
  });

  test("starts apart though the data are all one number", () => {
    const { mu } = startOf(groups(), { v: [20_000, 20_000, 20_000] });
    expect(increases(mu!)).toBe(true);
  });

  test("does so in nested mixtures and in hidden Markov models", () => {
    const made = model({ v: vector("galaxy") }, ({ v }) => {
      const mu = param(normal(0, 1e5), { size: 2, constraint: ordered() });
      const w = param(dirichlet([1, 1]));
      const inner = mixture([0.5, 0.5], { a: normal(mu.at(1), 100), b: normal(0, 1) });
      return { mu, w, v: observe(v, mixture(w, { low: normal(mu.at(0), 100), inner })) };
    });
    const chain = model({ v: vector("galaxy") }, ({ v }) => {
      const mu = param(normal(0, 1e5), { size: 2, constraint: ordered() });
      const states = { low: normal(mu.at(0), 100), high: normal(mu.at(1), 100) };
      const transition = [
        [0.9, 0.1],
        [0.1, 0.9],
      ];
      return { mu, v: observe(v, hiddenMarkov({ initial: [0.5, 0.5], transition, states, over: "galaxy" })) };
    });
    for (const each of [made, chain]) {
      const { mu } = startOf(each, { v });
      expect(increases(mu!) && mu![0]! > 16_000 && mu![1]! < 24_000).toBe(true);
    }
  });

  test("does so above 0 for rates of counts", () => {
    const made = model({ n: vector("hour") }, ({ n }) => {
      const rate = param(lognormal(0, 10), { size: 3, constraint: positiveOrdered() });
      const w = param(dirichlet([1, 1, 1]));
      return {
        rate,
        w,
        n: observe(
          n,
          mixture(
            w,
            [0, 1, 2].map((k) => poisson(rate.at(k as 0))),
          ),
        ),
      };
    });
    const { rate } = startOf(made, { n: [4000, 5000, 6000] });
    expect(increases(rate!) && rate![0]! > 1000 && rate![2]! < 20_000).toBe(true);
  });
});

describe("an ordered vector of something else", () => {
  test("starts at quantiles of its prior", () => {
    const made = model({}, () => ({
      cuts: param(normal(100, 10), { size: 2, constraint: ordered() }),
      ends: param(halfNormal(1), { size: 2, constraint: positiveOrdered() }),
    }));
    const { cuts, ends } = startOf(made, {});
    // Normal quantiles of 1/4 and 3/4, and half-normal ones.
    [-0.67449, 0.67449].forEach((z, k) => expect(cuts![k]).toBeCloseTo(100 + 10 * z, 3));
    [0.31864, 1.15035].forEach((z, k) => expect(ends![k]).toBeCloseTo(z, 4));
  });

  test("starts as it would where the prior depends on parameters", () => {
    const made = model({}, () => {
      const mu = param(normal(0, 1));
      return { mu, cuts: param(normal(mu, 1), { size: 2, constraint: ordered() }) };
    });
    expect(startOf(made, {}).cuts).toEqual([0, 1]);
  });
});

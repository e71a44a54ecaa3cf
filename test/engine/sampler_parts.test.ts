/** The sampler's parts by their laws: variates by their distributions, the integrator by its order and its reversibility. */
import { beforeAll, describe, expect, test } from "vitest";
import { Purpose } from "../../assembly/layout.js";
import { kolmogorov, mean, normalDistribution } from "./monte_carlo.js";
import { gaussian, loadSampler, place, type SamplerExports, variate, vectorAt } from "./sampler_module.js";

let sampler: SamplerExports;
beforeAll(async () => {
  sampler = await loadSampler();
});

const COUNT = 50_000;

function variates(kind: number, seed: number, iteration = 0, chain = 0): Float64Array {
  const to = sampler.allocate(8 * COUNT);
  sampler.fillVariates(kind, seed, chain, iteration, Purpose.Simulate, 0, COUNT, to);
  return vectorAt(sampler, to, COUNT).slice();
}

function correlation(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = (x: Float64Array, y: Float64Array, centreX: number, centreY: number): number =>
    x.reduce((sum, value, i) => sum + (value - centreX) * (y[i]! - centreY), 0);
  return product(a, b, meanA, meanB) / Math.sqrt(product(a, a, meanA, meanA) * product(b, b, meanB, meanB));
}

describe("variates", () => {
  const laws = [
    { name: "uniform", kind: variate.uniform, distribution: (x: number) => x },
    { name: "normal", kind: variate.normal, distribution: normalDistribution },
    { name: "exponential", kind: variate.exponential, distribution: (x: number) => -Math.expm1(-x) },
  ];

  test.each(laws)("named $name have that distribution", ({ kind, distribution }) => {
    // Kolmogorov's statistic exceeds 1.95 once in 1,000.
    for (const seed of [1, 2, 3, 4]) expect(kolmogorov(variates(kind, seed), distribution)).toBeLessThan(1.95);
  });

  test("are uniform across iterations, at one index, as well", () => {
    const to = sampler.allocate(8);
    const values = Float64Array.from({ length: 10_000 }, (_, iteration) => {
      sampler.fillVariates(variate.uniform, 9, 0, iteration, Purpose.Momentum, 4, 1, to);
      return vectorAt(sampler, to, 1)[0]!;
    });
    expect(kolmogorov(values, (x) => x)).toBeLessThan(1.95);
  });

  test("do not correlate with the next index, iteration, chain and seed", () => {
    const values = variates(variate.normal, 1);
    const others = [
      Float64Array.from(values.subarray(1).values()),
      variates(variate.normal, 1, 1),
      variates(variate.normal, 1, 0, 1),
      variates(variate.normal, 2),
    ];
    // Four standard errors of a correlation of zero.
    for (const other of others)
      expect(Math.abs(correlation(values.subarray(0, other.length), other))).toBeLessThan(4 / Math.sqrt(COUNT));
  });

  test("named normal have the moments of one", () => {
    const values = variates(variate.normal, 5);
    // Four standard errors: the k-th power's variance is (2k - 1)!! less the square of its mean.
    expect(Math.abs(mean(values))).toBeLessThan(4 / Math.sqrt(COUNT));
    expect(Math.abs(mean(values.map((x) => x ** 2)) - 1)).toBeLessThan(4 * Math.sqrt(2 / COUNT));
    expect(Math.abs(mean(values.map((x) => x ** 3)))).toBeLessThan(4 * Math.sqrt(15 / COUNT));
    expect(Math.abs(mean(values.map((x) => x ** 4)) - 3)).toBeLessThan(4 * Math.sqrt(96 / COUNT));
  });
});

describe.each([false, true])("the integrator (dense metric: %s)", (dense) => {
  const precision = Float64Array.of(2, 0.6, 0.1, 0.6, 1.5, -0.4, 0.1, -0.4, 1);
  const inverse = dense ? [0.6, -0.2, 0, -0.2, 0.9, 0.3, 0, 0.3, 1.1] : [0.6, 0.9, 1.1];
  const position = [0.7, -1.2, 0.4];
  const momentum = [0.3, 0.8, -1.1];

  function setting() {
    const pointer = gaussian(sampler, { mean: new Float64Array(3), precision });
    const metric = sampler.metricCreate(3, dense ? 1 : 0, place(sampler, inverse));
    const q = place(sampler, position);
    const p = place(sampler, momentum);
    return { q, p, run: (step: number, steps: number) => sampler.leapfrogRun(pointer, metric, q, p, step, steps) };
  }

  test("comes back to where it started, to rounding", () => {
    const { q, p, run } = setting();
    run(0.3, 200);
    run(-0.3, 200);
    // 400 steps' roundings of 1e-16, on an orbit that is stable.
    vectorAt(sampler, q, 3).forEach((value, i) => expect(Math.abs(value - position[i]!)).toBeLessThan(1e-12));
    vectorAt(sampler, p, 3).forEach((value, i) => expect(Math.abs(value - momentum[i]!)).toBeLessThan(1e-12));
  });

  test("errs in energy by the square of the step", () => {
    const coarse = setting().run(0.02, 65);
    const fine = setting().run(0.01, 130);
    // What remains of the ratio is of order step^2; halving it once more leaves a quarter of that.
    const finest = setting().run(0.005, 260);
    expect(Math.abs(coarse / fine - 4)).toBeLessThan(0.02);
    expect(Math.abs(fine / finest - 4)).toBeLessThan(0.005);
  });
});

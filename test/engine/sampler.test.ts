/** The sampler recovers what it samples from, whatever the dimension, the scales, the correlations and the metric. */
import { beforeAll, describe, expect, test } from "vitest";
import { MetricKind, Stat } from "../../assembly/layout.js";
import { deviationInErrors, effectiveDraws, mean } from "./monte_carlo.js";
import {
  coordinate,
  type GaussianOptions,
  gaussian,
  loadSampler,
  place,
  type Run,
  runChain,
  type SamplerExports,
  statistic,
  target,
  vectorAt,
} from "./sampler_module.js";

let sampler: SamplerExports;
beforeAll(async () => {
  sampler = await loadSampler();
});

const metrics = [
  { name: "diagonal from draws and gradients", metric: MetricKind.Diag },
  { name: "diagonal from draws", metric: MetricKind.DiagDraws },
  { name: "dense", metric: MetricKind.Dense },
];

const filled = (length: number, value: (i: number) => number): Float64Array => Float64Array.from({ length }, (_, i) => value(i));

/**
 * The largest deviation, in Monte Carlo errors, of any mean and any entry of the covariance. Seeds are fixed, so a passing test
 * passes for ever; 5 errors are what a right sampler exceeds once in 300 runs with the 5,150 numbers of 100 dimensions.
 */
const SIGMA = 5;
function largestDeviation(run: Run, means: Float64Array, covariance: (i: number, j: number) => number): number {
  const columns = Array.from({ length: run.dimension }, (_, i) => coordinate(run, i).map((value) => value - means[i]!));
  let largest = 0;
  for (let i = 0; i < run.dimension; i++) {
    largest = Math.max(largest, Math.abs(deviationInErrors(columns[i]!, 0)));
    for (let j = 0; j <= i; j++) {
      const product = columns[i]!.map((value, draw) => value * columns[j]![draw]!);
      largest = Math.max(largest, Math.abs(deviationInErrors(product, covariance(i, j))));
    }
  }
  return largest;
}

/** Equal correlations: precision (I - c 11') / (1 - rho), scaled. */
function equallyCorrelated(deviations: Float64Array, rho: number): GaussianOptions {
  const dimension = deviations.length;
  const shared = rho / (1 - rho + dimension * rho);
  const precision = filled(dimension * dimension, (at) => {
    const [i, j] = [Math.floor(at / dimension), at % dimension];
    return ((i === j ? 1 : 0) - shared) / ((1 - rho) * deviations[i]! * deviations[j]!);
  });
  return { mean: filled(dimension, (i) => i - 1), precision };
}

/** An autoregression's stationary law: covariance rho^|i - j|. */
function autoregressive(dimension: number, rho: number): GaussianOptions {
  const precision = filled(dimension * dimension, (at) => {
    const [i, j] = [Math.floor(at / dimension), at % dimension];
    const inner = i > 0 && i < dimension - 1 ? 1 + rho * rho : 1;
    return (i === j ? inner : Math.abs(i - j) === 1 ? -rho : 0) / (1 - rho * rho);
  });
  return { mean: new Float64Array(dimension), precision };
}

describe.each(metrics)("with a metric $name, the sampler recovers", ({ metric }) => {
  test.each([1, 2, 3, 10, 30, 100])("independent normals in %i dimensions", (dimension) => {
    const means = filled(dimension, (i) => 3 - i);
    const run = runChain(sampler, gaussian(sampler, { mean: means }), { dimension, metric, draws: 2000, seed: dimension });
    expect(largestDeviation(run, means, (i, j) => (i === j ? 1 : 0))).toBeLessThan(SIGMA);
    expect(mean(statistic(run, Stat.Diverging))).toBe(0);
  });

  test("scales from 1e-3 to 1e3", () => {
    const deviations = filled(13, (i) => 10 ** (i / 2 - 3));
    const means = filled(13, (i) => 2 * deviations[i]!);
    const run = runChain(sampler, gaussian(sampler, { mean: means, deviations }), { dimension: 13, metric, draws: 2000 });
    expect(largestDeviation(run, means, (i, j) => (i === j ? deviations[i]! ** 2 : 0))).toBeLessThan(SIGMA);
    // A metric that has found the scales makes steps of the order of the deviations: few to a draw.
    expect(mean(statistic(run, Stat.NSteps))).toBeLessThan(12);
  });

  test("correlations of 0.9", () => {
    const deviations = filled(5, (i) => i + 1);
    const options = equallyCorrelated(deviations, 0.9);
    const run = runChain(sampler, gaussian(sampler, options), { dimension: 5, metric, draws: 4000 });
    const covariance = (i: number, j: number): number => (i === j ? 1 : 0.9) * deviations[i]! * deviations[j]!;
    expect(largestDeviation(run, options.mean, covariance)).toBeLessThan(SIGMA);
  });

  test("an autoregression in 100 dimensions", () => {
    const options = autoregressive(100, 0.7);
    const run = runChain(sampler, gaussian(sampler, options), { dimension: 100, metric, draws: 2000 });
    expect(largestDeviation(run, options.mean, (i, j) => 0.7 ** Math.abs(i - j))).toBeLessThan(SIGMA);
  });

  test.each([0, 1, 2, 10, 50, 150])("two normals after a warm-up of %i", (warmup) => {
    const deviations = Float64Array.of(1, 2);
    const run = runChain(sampler, gaussian(sampler, { mean: new Float64Array(2), deviations }), {
      dimension: 2,
      metric,
      warmup,
      draws: 4000,
      jitter: 0.5,
    });
    expect(largestDeviation(run, new Float64Array(2), (i, j) => (i === j ? deviations[i]! ** 2 : 0))).toBeLessThan(SIGMA);
  });

  test("normals from a start at the mode, where every gradient is zero", () => {
    const run = runChain(sampler, gaussian(sampler, { mean: new Float64Array(4) }), {
      dimension: 4,
      metric,
      draws: 2000,
      jitter: 0,
    });
    expect(largestDeviation(run, new Float64Array(4), (i, j) => (i === j ? 1 : 0))).toBeLessThan(SIGMA);
  });

  test("its own metric, positive and near the variances", () => {
    const deviations = filled(6, (i) => 10 ** (i - 3));
    const run = runChain(sampler, gaussian(sampler, { mean: new Float64Array(6), deviations }), {
      dimension: 6,
      metric,
      draws: 1,
    });
    const inverse = vectorAt(sampler, sampler.chainMetric(run.chain), metric === MetricKind.Dense ? 36 : 6);
    for (let i = 0; i < 6; i++) {
      const variance = inverse[metric === MetricKind.Dense ? 7 * i : i]!;
      // 400 to 550 draws; with 200 that count, a variance has a standard error of 10 %.
      expect(Math.abs(variance / deviations[i]! ** 2 - 1)).toBeLessThan(0.4);
    }
  });
});

describe("the sampler", () => {
  test("draws as well as independently, or better, from ten standard normals", () => {
    const run = runChain(sampler, gaussian(sampler, { mean: new Float64Array(10) }), { dimension: 10, draws: 2000 });
    for (let i = 0; i < 10; i++) expect(effectiveDraws(coordinate(run, i))).toBeGreaterThan(2000);
  });

  test.each([0.6, 0.8, 0.95])("accepts about as often as it is told to: %f", (targetAccept) => {
    const run = runChain(sampler, gaussian(sampler, { mean: new Float64Array(20) }), {
      dimension: 20,
      draws: 2000,
      targetAccept,
    });
    // The mean over 2,000 draws is sharp, but the step size was found in 150 iterations, by an average that starts from a guess.
    expect(Math.abs(mean(statistic(run, Stat.AcceptanceRate)) - targetAccept)).toBeLessThan(0.05);
  });

  test("stops at a wall of -inf and still draws from what is on this side of it", () => {
    const wall = sampler.targetCreate(target.half, 1, place(sampler, [0]), place(sampler, [1]));
    const run = runChain(sampler, wall, { dimension: 1, draws: 4000, jitter: 0, init: [1] });
    expect(Math.abs(deviationInErrors(coordinate(run, 0), Math.sqrt(2 / Math.PI)))).toBeLessThan(SIGMA);
    expect(coordinate(run, 0).every((x) => x >= 0)).toBe(true);
    const diverged = statistic(run, Stat.Diverging);
    expect(mean(diverged)).toBeGreaterThan(0);
    expect(
      statistic(run, Stat.MaxEnergyError).every((error, i) => (error === Number.POSITIVE_INFINITY) === (diverged[i] === 1)),
    ).toBe(true);
  });

  test("takes a NaN in the gradient for a divergence", () => {
    const broken = sampler.targetCreate(target.brokenGradient, 1, place(sampler, [0]), place(sampler, [1]));
    const run = runChain(sampler, broken, { dimension: 1, draws: 4000, jitter: 0 });
    // A standard normal cut off above 1 has mean -phi(1) / Phi(1).
    expect(Math.abs(deviationInErrors(coordinate(run, 0), -0.2875999709391784))).toBeLessThan(SIGMA);
    expect(run.draws.every((x) => x <= 1)).toBe(true);
    expect(run.stats.every((value) => !Number.isNaN(value))).toBe(true);
  });

  test("walks on a flat target to the deepest tree without a NaN", () => {
    const flat = sampler.targetCreate(target.flat, 2, place(sampler, [0, 0]), place(sampler, [1, 1]));
    const run = runChain(sampler, flat, { dimension: 2, warmup: 20, draws: 20, maxTreeDepth: 5 });
    expect(statistic(run, Stat.ReachedMaxTreeDepth).every((reached) => reached === 1)).toBe(true);
    expect([...run.draws, ...run.stats].every(Number.isFinite)).toBe(true);
  });
});

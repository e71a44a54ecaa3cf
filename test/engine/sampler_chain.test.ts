/** A chain's promises: starts, statistics, draws that depend on nothing but seed, chain and iteration, and fixed memory. */
import { beforeAll, describe, expect, test } from "vitest";
import { MetricKind, Purpose, Stat, Status } from "../../assembly/layout.js";
import { effectiveDraws } from "./monte_carlo.js";
import { recursiveTransition, type Setting } from "./recursive_nuts.js";
import {
  continueChain,
  coordinate,
  createChain,
  gaussian,
  loadSampler,
  place,
  runChain,
  type SamplerExports,
  statistic,
  target,
  variate,
  vectorAt,
} from "./sampler_module.js";

let sampler: SamplerExports;
beforeAll(async () => {
  sampler = await loadSampler();
});

const kinds = [MetricKind.Diag, MetricKind.DiagDraws, MetricKind.Dense];
const standard = (dimension: number): number => gaussian(sampler, { mean: new Float64Array(dimension) });

function started(dimension: number, options: { metric?: MetricKind; chain?: number; seed?: number } = {}): number {
  const chain = createChain(sampler, standard(dimension), { dimension, warmup: 300, ...options });
  expect(sampler.chainStart(chain)).toBe(Status.Ok);
  return chain;
}

describe("a chain", () => {
  test.each(kinds)("draws the same bits in batches of 1, 7 and 1000 (metric %i)", (metric) => {
    const runs = [1, 7, 1000].map((batch) => continueChain(sampler, started(3, { metric }), 3, 1000, batch));
    for (const run of runs.slice(1)) {
      expect(run.draws).toEqual(runs[0]!.draws);
      expect(run.stats).toEqual(runs[0]!.stats);
    }
  });

  test("draws differently for another chain and for another seed", () => {
    const one = continueChain(sampler, started(3), 3, 50).draws;
    const otherChain = continueChain(sampler, started(3, { chain: 1 }), 3, 50).draws;
    const otherSeed = continueChain(sampler, started(3, { seed: 2 }), 3, 50).draws;
    expect(one.some((value, i) => value === otherChain[i] || value === otherSeed[i])).toBe(false);
  });

  test.each(kinds)("allocates nothing over 10,000 draws (metric %i)", (metric) => {
    const chain = started(5, { metric });
    const draws = sampler.allocate(8 * 5 * 1000);
    const stats = sampler.allocate(8 * Stat.Count * 1000);
    const bytes = sampler.memory.buffer.byteLength;
    const before = sampler.heapOffset();
    for (let i = 0; i < 10; i++) sampler.chainRun(chain, 1000, draws, stats);
    // The first probe's own 16 bytes, and nothing else.
    expect(sampler.heapOffset() - before).toBe(16);
    expect(sampler.memory.buffer.byteLength).toBe(bytes);
  });

  test("records statistics that agree with each other", () => {
    const run = runChain(sampler, standard(4), { dimension: 4, draws: 1000 });
    const stat = (kind: Stat): Float64Array => statistic(run, kind);
    const [lp, energy, depth, steps] = [stat(Stat.Lp), stat(Stat.Energy), stat(Stat.TreeDepth), stat(Stat.NSteps)];
    const [acceptance, error, largest] = [stat(Stat.AcceptanceRate), stat(Stat.EnergyError), stat(Stat.MaxEnergyError)];
    for (let i = 0; i < 1000; i++) {
      const draw = run.draws.subarray(4 * i, 4 * i + 4);
      expect(lp[i]).toBeCloseTo(-0.5 * draw.reduce((sum, x) => sum + x * x, 0), 12);
      expect(energy[i]! + lp[i]!).toBeGreaterThan(0);
      expect(acceptance[i]!).toBeGreaterThan(0);
      expect(acceptance[i]!).toBeLessThanOrEqual(1);
      expect(Math.abs(error[i]!)).toBeLessThanOrEqual(Math.abs(largest[i]!));
      // All of the doublings kept, and at most one more that was given up.
      expect(steps[i]!).toBeGreaterThanOrEqual(2 ** depth[i]! - 1);
      expect(steps[i]!).toBeLessThan(2 ** (depth[i]! + 1));
    }
    expect(new Set(stat(Stat.StepSize)).size).toBe(1);
    expect(steps.filter((count, i) => count === 2 ** depth[i]! - 1).length).toBeGreaterThan(300);
  });

  test("tries 100 starts, or one without jitter, before it gives up", () => {
    for (const [jitter, tries] of [
      [1, 100],
      [0, 1],
    ] as const) {
      const nowhere = sampler.targetCreate(target.nowhere, 2, place(sampler, [0, 0]), place(sampler, [1, 1]));
      const chain = createChain(sampler, nowhere, { dimension: 2, jitter, init: [5, -5] });
      expect(sampler.chainStart(chain)).toBe(Status.NonFiniteStart);
      const last = vectorAt(sampler, sampler.chainStartPosition(chain), 2);
      expect(Math.abs(last[0]! - 5)).toBeLessThanOrEqual(jitter);
      expect(Math.abs(last[1]! + 5)).toBeLessThanOrEqual(jitter);
      expect(sampler.evaluations(nowhere)).toBe(tries);
    }
  });

  test("starts where jitter first finds a finite log density", () => {
    const wall = sampler.targetCreate(target.half, 1, place(sampler, [0]), place(sampler, [1]));
    const chain = createChain(sampler, wall, { dimension: 1, jitter: 1, init: [-0.9] });
    expect(sampler.chainStart(chain)).toBe(Status.Ok);
    const start = vectorAt(sampler, sampler.chainStartPosition(chain), 1)[0]!;
    expect(start >= 0 && start <= 0.1).toBe(true);
  });
});

describe("a chain without enough memory", () => {
  test("is not made, and takes nothing", () => {
    const dimension = 20_000;
    const large = standard(dimension);
    const bytes = sampler.memory.buffer.byteLength;
    expect(createChain(sampler, large, { dimension, metric: MetricKind.Dense, init: new Float64Array(dimension) })).toBe(0);
    // The start of 20,000 numbers is the test's own.
    expect(sampler.memory.buffer.byteLength - bytes).toBeLessThan(1_000_000);
  });
});

describe("a transition", () => {
  // A correlated pair and a wide third coordinate, so that trees of many depths and turns inside doublings occur.
  const precision = [4, -3.5, 0, -3.5, 4, 0, 0, 0, 0.01];
  const logpAndGradient: Setting["logpAndGradient"] = (position) => {
    const gradient = [0, 1, 2].map((i) => -position.reduce((sum, value, j) => sum + precision[3 * i + j]! * value, 0));
    return { gradient, logp: 0.5 * position.reduce((sum, value, i) => sum + value * gradient[i]!, 0) };
  };

  test.each([0.5, 0.8, 0.99])(
    "is the one that recursion makes with the same random numbers (targetAccept %f)",
    (targetAccept) => {
      const options = { mean: new Float64Array(3), precision: Float64Array.from(precision) };
      const [warmup, count, seed] = [200, 500, 11];
      const chain = createChain(sampler, gaussian(sampler, options), {
        dimension: 3,
        warmup,
        seed,
        maxTreeDepth: 7,
        targetAccept,
      });
      sampler.chainStart(chain);
      const run = continueChain(sampler, chain, 3, warmup + count);
      const stepSize = statistic(run, Stat.StepSize)[warmup]!;
      const variances = [...vectorAt(sampler, sampler.chainMetric(chain), 3)];
      const setting = { logpAndGradient, variances, stepSize, maxTreeDepth: 7 };
      const numbers = sampler.allocate(8 * 256);
      const depths = new Set<number>();
      for (let iteration = warmup; iteration < warmup + count; iteration++) {
        const start = [...run.draws.subarray(3 * (iteration - 1), 3 * iteration)];
        sampler.fillVariates(variate.normal, seed, 0, iteration, Purpose.Momentum, 0, 3, numbers);
        const momentum = [...vectorAt(sampler, numbers, 3)].map((z, i) => z / Math.sqrt(variances[i]!));
        sampler.fillVariates(variate.uniform, seed, 0, iteration, Purpose.Tree, 2, 256, numbers);
        const uniforms = vectorAt(sampler, numbers, 256).slice().values();
        const directions = sampler.randomWord(seed, 0, iteration, Purpose.Tree, 0);
        const expected = recursiveTransition(setting, start, momentum, directions, () => uniforms.next().value!);
        const stat = (kind: Stat): number => run.stats[Stat.Count * iteration + kind]!;
        expect([stat(Stat.NSteps), stat(Stat.TreeDepth)]).toEqual([expected.steps, expected.treeDepth]);
        expect(stat(Stat.Diverging) === 1).toBe(expected.diverging);
        // Both round at every one of up to 127 steps, in another order.
        expect(stat(Stat.AcceptanceRate)).toBeCloseTo(expected.acceptanceRate, 10);
        expect(stat(Stat.EnergyError)).toBeCloseTo(expected.energyError, 10);
        expect(stat(Stat.MaxEnergyError)).toBeCloseTo(expected.maxEnergyError, 10);
        for (let i = 0; i < 3; i++) expect(run.draws[3 * iteration + i]).toBeCloseTo(expected.position[i]!, 9);
        depths.add(expected.treeDepth);
      }
      expect(depths.size).toBeGreaterThan(2);
      expect(effectiveDraws(coordinate(run, 0).subarray(warmup))).toBeGreaterThan(50);
    },
  );
});

/** The sampler on its own, compiled from assembly/__tests__/sampler_entry.ts, with what tests need to drive it. */
import { ChainOptions, MetricKind, Stat, Status } from "../../assembly/layout.js";
import { compileEntry } from "./compile.js";

/** Mirrors TargetKind of sampler_entry.ts. */
export const target = { diagonal: 0, correlated: 1, half: 2, brokenGradient: 3, flat: 4, nowhere: 5 } as const;
/** Mirrors Variate of sampler_entry.ts. */
export const variate = { uniform: 0, normal: 1, exponential: 2 } as const;

export interface SamplerExports {
  memory: WebAssembly.Memory;
  allocate(byteLength: number): number;
  heapOffset(): number;
  targetCreate(kind: number, dimension: number, mean: number, shape: number): number;
  evaluations(target: number): number;
  gaussianChain(target: number, options: number): number;
  chainStart(chain: number): number;
  chainStartPosition(chain: number): number;
  chainRun(chain: number, iterations: number, draws: number, stats: number): void;
  chainMetric(chain: number): number;
  metricCreate(dimension: number, dense: number, covariance: number): number;
  leapfrogRun(target: number, metric: number, position: number, momentum: number, step: number, steps: number): number;
  fillVariates(
    kind: number,
    seed: number,
    chain: number,
    iteration: number,
    purpose: number,
    first: number,
    count: number,
    to: number,
  ): void;
  randomWord(seed: number, chain: number, iteration: number, purpose: number, index: number): bigint;
}

/** A fresh instance. Its memory only ever grows, so a test file shares one. */
export async function loadSampler(): Promise<SamplerExports> {
  return (await compileEntry("assembly/__tests__/sampler_entry.ts")) as unknown as SamplerExports;
}

export function vectorAt(sampler: SamplerExports, pointer: number, length: number): Float64Array {
  return new Float64Array(sampler.memory.buffer, pointer, length);
}

/** Copies numbers into the module. */
export function place(sampler: SamplerExports, values: ArrayLike<number>): number {
  const pointer = sampler.allocate(8 * values.length);
  vectorAt(sampler, pointer, values.length).set(values);
  return pointer;
}

export interface GaussianOptions {
  mean: Float64Array;
  /** Standard deviations, for independent coordinates; or rows of the precision matrix. */
  deviations?: Float64Array;
  precision?: Float64Array;
}

export function gaussian(sampler: SamplerExports, { mean, deviations, precision }: GaussianOptions): number {
  const shape = precision ?? (deviations ?? new Float64Array(mean.length).fill(1)).map((deviation) => 1 / deviation);
  const kind = precision ? target.correlated : target.diagonal;
  return sampler.targetCreate(kind, mean.length, place(sampler, mean), place(sampler, shape));
}

export interface RunOptions {
  dimension: number;
  seed?: number;
  chain?: number;
  maxTreeDepth?: number;
  targetAccept?: number;
  jitter?: number;
  warmup?: number;
  metric?: MetricKind;
  init?: ArrayLike<number>;
}

/** A chain that has not started. */
export function createChain(sampler: SamplerExports, targetPointer: number, options: RunOptions): number {
  const record = sampler.allocate(ChainOptions.Bytes);
  const initial = place(sampler, options.init ?? new Float64Array(options.dimension));
  const view = new DataView(sampler.memory.buffer, record, ChainOptions.Bytes);
  view.setUint32(ChainOptions.SeedLow, options.seed ?? 1, true);
  view.setUint32(ChainOptions.SeedHigh, 0, true);
  view.setUint32(ChainOptions.Chain, options.chain ?? 0, true);
  view.setUint32(ChainOptions.MaxTreeDepth, options.maxTreeDepth ?? 10, true);
  view.setFloat64(ChainOptions.TargetAccept, options.targetAccept ?? 0.8, true);
  view.setFloat64(ChainOptions.Jitter, options.jitter ?? 1, true);
  view.setUint32(ChainOptions.Warmup, options.warmup ?? 1000, true);
  view.setUint32(ChainOptions.Metric, options.metric ?? MetricKind.Diag, true);
  view.setUint32(ChainOptions.InitialPosition, initial, true);
  return sampler.gaussianChain(targetPointer, record);
}

/** Draws kept after warm-up, by iteration, with their statistics. */
export interface Run {
  chain: number;
  dimension: number;
  draws: Float64Array;
  stats: Float64Array;
}

export function runChain(sampler: SamplerExports, targetPointer: number, options: RunOptions & { draws: number }): Run {
  const chain = createChain(sampler, targetPointer, options);
  const status = sampler.chainStart(chain);
  if (status !== Status.Ok) throw new Error(`no finite start: ${status}`);
  const warmup = options.warmup ?? 1000;
  const all = continueChain(sampler, chain, options.dimension, warmup + options.draws);
  return {
    ...all,
    draws: all.draws.slice(warmup * options.dimension),
    stats: all.stats.slice(warmup * Stat.Count),
  };
}

/** The next iterations of a started chain, warm-up included; in calls of at most `batch`. */
export function continueChain(
  sampler: SamplerExports,
  chain: number,
  dimension: number,
  iterations: number,
  batch = iterations,
): Run {
  const draws = sampler.allocate(8 * dimension * iterations);
  const stats = sampler.allocate(8 * Stat.Count * iterations);
  for (let done = 0; done < iterations; done += batch) {
    const count = Math.min(batch, iterations - done);
    sampler.chainRun(chain, count, draws + 8 * dimension * done, stats + 8 * Stat.Count * done);
  }
  return {
    chain,
    dimension,
    draws: vectorAt(sampler, draws, dimension * iterations).slice(),
    stats: vectorAt(sampler, stats, Stat.Count * iterations).slice(),
  };
}

export function coordinate(run: Run, index: number): Float64Array {
  return Float64Array.from({ length: run.draws.length / run.dimension }, (_, draw) => run.draws[draw * run.dimension + index]!);
}

export function statistic(run: Run, stat: Stat): Float64Array {
  return Float64Array.from({ length: run.stats.length / Stat.Count }, (_, draw) => run.stats[draw * Stat.Count + stat]!);
}

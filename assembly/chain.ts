/**
 * A chain: a start that is finite, then one path for warm-up and sampling: a transition, its draw and statistics written out, and
 * adaptation, which does nothing once warm-up is over. This is where NUTS and adaptation meet; neither imports the other's caller.
 *
 * All memory is allocated in `chainCreate`. Random numbers are addressed by iteration, so draws do not depend on how iterations
 * are divided among calls of `chainRun`.
 */
import { ChainOptions, MetricKind, Purpose, Stat, Status } from "./layout";
import { Warmup, adapt, createWarmup, startWarmup } from "./adapt/warmup";
import { createMetric } from "./hmc/metric";
import { Nuts, createNuts, transition } from "./hmc/nuts";
import { Target, logpAndGradient } from "./hmc/target";
import { Trace } from "./hmc/trace";
import { Stream, createStream, selectDraws } from "./rng/stream";
import { uniform } from "./rng/uniform";
import { makeRoom } from "./memory";
import { allFinite, allocateBytes, allocateVector, copyVector } from "./vector";

const START_TRIES: u32 = 100;

@unmanaged
export class Chain {
  nuts: Nuts;
  warmup: Warmup;
  stream: Stream;
  /** Index of a function (context: usize, position: usize, parameters: usize): void. */
  constrain: i32;
  parameterLength: i32;
  iteration: u32;
  jitter: f64;
  initialPosition: usize;
}

/**
 * `options` is a ChainOptions record; it and the position it points to are copied. `parameterLength` f64 make a draw.
 * Null if there is not enough memory.
 */
export function chainCreate(target: Target, constrain: i32, parameterLength: i32, options: usize): Chain | null {
  const dimension = target.dimension;
  const kind = load<u32>(options, ChainOptions.Metric);
  if (!roomFor(dimension, load<u32>(options, ChainOptions.MaxTreeDepth), kind == MetricKind.Dense)) return null;
  const chain = changetype<Chain>(allocateBytes(offsetof<Chain>()));
  chain.nuts = createNuts(target, createMetric(dimension, kind == MetricKind.Dense), load<u32>(options, ChainOptions.MaxTreeDepth));
  chain.warmup = createWarmup(dimension, kind, load<u32>(options, ChainOptions.Warmup), load<f64>(options, ChainOptions.TargetAccept));
  chain.stream = createStream(
    load<u32>(options, ChainOptions.SeedLow), load<u32>(options, ChainOptions.SeedHigh), load<u32>(options, ChainOptions.Chain),
  );
  chain.constrain = constrain;
  chain.parameterLength = parameterLength;
  chain.jitter = load<f64>(options, ChainOptions.Jitter);
  chain.initialPosition = allocateVector(dimension);
  copyVector(dimension, load<u32>(options, ChainOptions.InitialPosition), chain.initialPosition);
  return chain;
}

/** An upper bound of what a chain allocates: its points' and stretches' vectors, its metric and estimates, and records. */
function roomFor(dimension: u64, maxTreeDepth: u64, dense: bool): bool {
  const vectors = (3 * maxTreeDepth + 4) * (dense ? 5 : 4) + maxTreeDepth + 16;
  const matrices: u64 = dense ? 5 * dimension : 0;
  const bytes = (vectors + matrices) * (dimension * 8 + 96) + (maxTreeDepth + 8) * 512;
  return bytes < <u64>u32.MAX_VALUE && makeRoom(<usize>bytes);
}

/** Finds a start with finite log density and gradient, jittered anew at each of up to 100 tries, and the first metric and step size. */
export function chainStart(chain: Chain): Status {
  const start = chain.nuts.current;
  const target = chain.nuts.target;
  const tries: u32 = chain.jitter == 0 ? 1 : START_TRIES;
  selectDraws(chain.stream, 0, Purpose.Init);
  for (let attempt: u32 = 0; attempt < tries; ++attempt) {
    placeStart(chain, attempt, start.position);
    start.logp = logpAndGradient(target, start.position, start.gradient);
    if (abs(start.logp) < Infinity && allFinite(target.dimension, start.gradient)) {
      startWarmup(chain.warmup, chain.nuts, chain.stream);
      return Status.Ok;
    }
  }
  return Status.NonFiniteStart;
}

/** The initial position plus uniform(-jitter, jitter) in each coordinate. */
function placeStart(chain: Chain, attempt: u32, position: usize): void {
  const dimension = chain.nuts.target.dimension;
  for (let i = 0; i < dimension; ++i) {
    const shift = chain.jitter * (2 * uniform(chain.stream, ((<u64>attempt) << 32) + <u64>i) - 1);
    store<f64>(position + (<usize>i << 3), load<f64>(chain.initialPosition + (<usize>i << 3)) + shift);
  }
}

/** The position tried last by chainStart (dimension f64): where a failed start failed. */
export function chainStartPosition(chain: Chain): usize {
  return chain.nuts.current.position;
}

/** Goes on by `iterations`; each writes one draw (parameterLength f64) at `draws` and one record (Stat.Count f64) at `stats`. */
export function chainRun(chain: Chain, iterations: u32, draws: usize, stats: usize): void {
  const nuts = chain.nuts;
  const drawBytes = <usize>chain.parameterLength << 3;
  for (let i: u32 = 0; i < iterations; ++i) {
    transition(nuts, chain.stream, chain.iteration);
    call_indirect<void>(chain.constrain, nuts.target.context, nuts.current.position, draws);
    writeStats(nuts, stats);
    adapt(chain.warmup, nuts, chain.stream, chain.iteration);
    chain.iteration += 1;
    draws += drawBytes;
    stats += <usize>Stat.Count << 3;
  }
}

function writeStats(nuts: Nuts, to: usize): void {
  const current = nuts.current;
  store<f64>(to, current.logp, Stat.Lp << 3);
  store<f64>(to, nuts.acceptanceSum / <f64>nuts.steps, Stat.AcceptanceRate << 3);
  store<f64>(to, nuts.stepSize, Stat.StepSize << 3);
  store<f64>(to, nuts.treeDepth, Stat.TreeDepth << 3);
  store<f64>(to, nuts.steps, Stat.NSteps << 3);
  store<f64>(to, nuts.diverging ? 1 : 0, Stat.Diverging << 3);
  store<f64>(to, current.energy, Stat.Energy << 3);
  store<f64>(to, current.energy - nuts.startEnergy, Stat.EnergyError << 3);
  store<f64>(to, nuts.maxEnergyError, Stat.MaxEnergyError << 3);
  store<f64>(to, nuts.reachedMaxTreeDepth ? 1 : 0, Stat.ReachedMaxTreeDepth << 3);
}

/**
 * The inverse mass matrix: `dimension` variances, or for a dense metric `dimension` rows, each as long as the dimension rounded
 * up to an even number.
 */
export function chainMetric(chain: Chain): usize {
  return chain.nuts.metric.inverse;
}

/** Traces the transitions from now on: the last of a run stays in `records`, room for `capacity` records of assembly/hmc/trace.ts. */
export function chainTrace(chain: Chain, records: usize, capacity: u32): void {
  const trace = changetype<Trace>(allocateBytes(offsetof<Trace>()));
  trace.records = records;
  trace.capacity = capacity;
  chain.nuts.trace = trace;
}

/** Points of the last transition's trace, more than its capacity where that did not suffice. */
export function chainTraced(chain: Chain): u32 {
  const trace = chain.nuts.trace;
  return trace == null ? 0 : trace.count;
}

/**
 * A chain's state as bytes, laid out as ChainState in layout.ts says, and back. One walk over the state counts its bytes, writes them or
 * reads them, so that the three agree.
 */
import { Chain } from "./chain";
import { MetricAdapter } from "./adapt/metric_adapter";
import { Schedule } from "./adapt/schedule";
import { DualAveraging } from "./adapt/step_size";
import { RunningVariance } from "./adapt/variance";
import { RunningCovariance } from "./adapt/covariance";
import { Metric, setCovariance, setVariance, varianceAt } from "./hmc/metric";
import { Nuts } from "./hmc/nuts";
import { Point } from "./hmc/point";
import { ChainState, MetricKind, StateVersion, Status } from "./layout";

const enum Walk {
  Count,
  Save,
  Restore,
}

let walk: Walk = Walk.Count;
/** The state's next byte. */
let at: usize = 0;

function carry(address: usize, byteLength: usize): void {
  if (walk == Walk.Save) memory.copy(at, address, byteLength);
  else if (walk == Walk.Restore) memory.copy(address, at, byteLength);
  at += byteLength;
}

/** Bytes that `chainSave` writes; `to` may be 0, then they are counted alone. */
export function chainSave(chain: Chain, to: usize): usize {
  walk = to == 0 ? Walk.Count : Walk.Save;
  at = to;
  if (to != 0) writeHeader(chain, to);
  carryState(chain);
  return at - to;
}

/** Takes the state over; BadState where it is of another layout, of a chain with other options, or has a metric that is none. */
export function chainRestore(chain: Chain, from: usize): Status {
  const warmup = chain.warmup;
  if (
    load<u32>(from, ChainState.Version) != StateVersion.Current ||
    load<u32>(from, ChainState.Metric) != warmup.adapter.kind ||
    load<i32>(from, ChainState.Dimension) != chain.nuts.target.dimension ||
    load<i32>(from, ChainState.Warmup) != warmup.schedule.warmup
  ) return Status.BadState;
  chain.iteration = load<u32>(from, ChainState.Iteration);
  warmup.informed = load<u32>(from, ChainState.Informed) != 0;
  walk = Walk.Restore;
  at = from;
  return carryState(chain) ? Status.Ok : Status.BadState;
}

function writeHeader(chain: Chain, to: usize): void {
  const warmup = chain.warmup;
  memory.fill(to, 0, ChainState.Vectors);
  store<u32>(to, StateVersion.Current, ChainState.Version);
  store<u32>(to, warmup.adapter.kind, ChainState.Metric);
  store<u32>(to, chain.nuts.target.dimension, ChainState.Dimension);
  store<u32>(to, warmup.schedule.warmup, ChainState.Warmup);
  store<u32>(to, chain.iteration, ChainState.Iteration);
  store<u32>(to, <u32>warmup.informed, ChainState.Informed);
}

/** False where what was read is no metric. */
function carryState(chain: Chain): bool {
  const nuts = chain.nuts;
  const adapter = chain.warmup.adapter;
  const schedule = changetype<usize>(chain.warmup.schedule);
  const vector = <usize>nuts.target.dimension << 3;
  const state = at;
  at = state + ChainState.MainWindow;
  carry(schedule + offsetof<Schedule>("mainWindow"), 4);
  carry(schedule + offsetof<Schedule>("windowEnd"), 4);
  carry(changetype<usize>(nuts.current) + offsetof<Point>("logp"), 8);
  carry(changetype<usize>(nuts) + offsetof<Nuts>("stepSize"), 8);
  carry(changetype<usize>(chain.warmup.averaging), offsetof<DualAveraging>());
  carryCount(adapter.draws);
  carryCount(adapter.gradients);
  carryCount(adapter.nextDraws);
  carryCount(adapter.nextGradients);
  const dense = adapter.kind == MetricKind.Dense;
  if (dense) carry(changetype<usize>(adapter.covariance) + offsetof<RunningCovariance>("count"), 4);
  at = state + ChainState.Vectors;
  carry(nuts.current.position, vector);
  carry(nuts.current.gradient, vector);
  const valid = dense ? carryCovariance(nuts.metric, adapter) : carryVariances(nuts.metric);
  if (chain.iteration < <u32>chain.warmup.schedule.finalStart) carryEstimates(adapter, vector);
  return valid;
}

function carryCount(running: RunningVariance): void {
  carry(changetype<usize>(running) + offsetof<RunningVariance>("count"), 4);
}

/** What only adaptation reads. */
function carryEstimates(adapter: MetricAdapter, vector: usize): void {
  carryMoments(adapter.draws, vector);
  carryMoments(adapter.gradients, vector);
  carryMoments(adapter.nextDraws, vector);
  carryMoments(adapter.nextGradients, vector);
  if (adapter.kind != MetricKind.Dense) return;
  const covariance = adapter.covariance;
  const stride = <usize>covariance.paddedDimension << 3;
  carry(covariance.mean, vector);
  for (let i = 0; i < covariance.dimension; ++i) carry(covariance.products + <usize>i * stride, vector);
}

function carryMoments(running: RunningVariance, vector: usize): void {
  carry(running.mean, vector);
  carry(running.squares, vector);
}

/** The factor is made anew, which gives the same bits. */
function carryVariances(metric: Metric): bool {
  carry(metric.inverse, <usize>metric.dimension << 3);
  if (walk != Walk.Restore) return true;
  for (let i = 0; i < metric.dimension; ++i) {
    const variance = varianceAt(metric, i);
    if (!(variance > 0 && variance < Infinity)) return false;
    setVariance(metric, i, variance);
  }
  return true;
}

/** As variances; the upper triangle mirrors the lower. */
function carryCovariance(metric: Metric, adapter: MetricAdapter): bool {
  const restores = walk == Walk.Restore;
  const matrix = restores ? adapter.estimate : metric.inverse;
  const stride = <usize>metric.paddedDimension << 3;
  for (let i = 0; i < metric.dimension; ++i) {
    const row = matrix + <usize>i * stride;
    carry(row, <usize>(i + 1) << 3);
    if (!restores) continue;
    for (let j = 0; j < i; ++j) store<f64>(matrix + <usize>j * stride + (<usize>i << 3), load<f64>(row + (<usize>j << 3)));
  }
  return !restores || setCovariance(metric, matrix, adapter.scratch);
}

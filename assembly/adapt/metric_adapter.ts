/**
 * The metric, renewed from what the chain sees, by kind.
 *
 * - Diag: from draws and gradients, at every draw, later at every tenth. A background estimate, begun a window later than the one in use, takes its
 *   place when the window ends, so that what is used covers one to two windows.
 * - DiagDraws: from the draws of a window, when it ends. - Dense: as Diag in the early phase, then as DiagDraws with covariances.
 */
import { MetricKind } from "../layout";
import { Metric, setCovariance } from "../hmc/metric";
import { Point } from "../hmc/point";
import { allocateBytes, allocateVector, paddedLength } from "../vector";
import { RunningCovariance, addToCovariance, createRunningCovariance, resetCovariance, shrunkCovariance } from "./covariance";
import { fromDraws, fromDrawsAndGradients } from "./diagonal";
import { RunningVariance, addToVariance, createRunningVariance, resetVariance, swapVariances } from "./variance";

/** Fewer draws than this say nothing of a variance. */
const FEWEST_DRAWS: i32 = 3;
/** Nor fewer than this of a covariance. */
const FEWEST_FOR_COVARIANCE: i32 = 10;
/** Below this many draws each of them moves the estimate enough to renew the metric. */
const RENEWED_ALWAYS: i32 = 30;

export const enum MetricChange {
  None = 0,
  /** A little: the step size can follow. */
  Renewed = 1,
  /** By a new estimate: the step size no longer fits. */
  Replaced = 2,
}

@unmanaged
export class MetricAdapter {
  kind: MetricKind;
  draws: RunningVariance;
  gradients: RunningVariance;
  nextDraws: RunningVariance;
  nextGradients: RunningVariance;
  /** Dense only, with its estimate and a scratch matrix for the factor. */
  covariance: RunningCovariance;
  estimate: usize;
  scratch: usize;
}

export function createMetricAdapter(dimension: i32, kind: MetricKind): MetricAdapter {
  const adapter = changetype<MetricAdapter>(allocateBytes(offsetof<MetricAdapter>()));
  adapter.kind = kind;
  adapter.draws = createRunningVariance(dimension);
  adapter.gradients = createRunningVariance(dimension);
  adapter.nextDraws = createRunningVariance(dimension);
  adapter.nextGradients = createRunningVariance(dimension);
  if (kind == MetricKind.Dense) {
    const size = paddedLength(dimension) * dimension;
    adapter.covariance = createRunningCovariance(dimension);
    adapter.estimate = allocateVector(size);
    adapter.scratch = allocateVector(size);
  }
  return adapter;
}

/** Takes in a draw; `moved` is false where it repeats the last one. */
export function adaptMetric(adapter: MetricAdapter, metric: Metric, draw: Point, moved: bool, early: bool, windowEnds: bool): MetricChange {
  if (adapter.kind == MetricKind.DiagDraws) return adaptFromDraws(adapter, metric, draw, windowEnds);
  if (adapter.kind == MetricKind.Dense && !early) return adaptDense(adapter, metric, draw, windowEnds);
  return adaptFromGradients(adapter, metric, draw, moved, windowEnds);
}

function adaptFromGradients(adapter: MetricAdapter, metric: Metric, draw: Point, moved: bool, windowEnds: bool): MetricChange {
  // A repeated draw would only pull both variances towards zero.
  if (moved) {
    addToVariance(adapter.draws, draw.position);
    addToVariance(adapter.gradients, draw.gradient);
    addToVariance(adapter.nextDraws, draw.position);
    addToVariance(adapter.nextGradients, draw.gradient);
  }
  if (windowEnds && adapter.nextDraws.count >= FEWEST_DRAWS) {
    swapVariances(adapter.draws, adapter.nextDraws);
    swapVariances(adapter.gradients, adapter.nextGradients);
    resetVariance(adapter.nextDraws);
    resetVariance(adapter.nextGradients);
  }
  const count = adapter.draws.count;
  if (count < FEWEST_DRAWS || !(windowEnds || count < RENEWED_ALWAYS || count % 10 == 0)) return MetricChange.None;
  fromDrawsAndGradients(metric, adapter.draws, adapter.gradients);
  return MetricChange.Renewed;
}

function adaptFromDraws(adapter: MetricAdapter, metric: Metric, draw: Point, windowEnds: bool): MetricChange {
  addToVariance(adapter.draws, draw.position);
  if (!windowEnds || adapter.draws.count < FEWEST_DRAWS) return MetricChange.None;
  fromDraws(metric, adapter.draws);
  resetVariance(adapter.draws);
  return MetricChange.Replaced;
}

function adaptDense(adapter: MetricAdapter, metric: Metric, draw: Point, windowEnds: bool): MetricChange {
  const covariance = adapter.covariance;
  addToCovariance(covariance, draw.position);
  if (!windowEnds || covariance.count < FEWEST_FOR_COVARIANCE) return MetricChange.None;
  shrunkCovariance(covariance, metric, adapter.estimate);
  resetCovariance(covariance);
  return setCovariance(metric, adapter.estimate, adapter.scratch) ? MetricChange.Replaced : MetricChange.None;
}

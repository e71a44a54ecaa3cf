/** Checks of a saved chain (ChainState of assembly/layout.ts) before the engine gets it. */
import { ChainState, MetricKind, StateVersion } from "../../assembly/layout.js";
import { metrics } from "./chain_runner.js";
import type { Settings } from "./options.js";

/** First iteration in which the metric is left alone, as assembly/adapt/schedule.ts has it. */
function finalStart(warmup: number): number {
  return warmup - Math.trunc(0.15 * warmup);
}

/** Bytes of a state. */
function stateLength(metric: MetricKind, dimension: number, warmup: number, iteration: number): number {
  const dense = metric === MetricKind.Dense;
  const inverse = dense ? (dimension * (dimension + 1)) / 2 : dimension;
  const estimates = 8 * dimension + (dense ? dimension + dimension * dimension : 0);
  return ChainState.Vectors + 8 * (2 * dimension + inverse + (iteration < finalStart(warmup) ? estimates : 0));
}

export function iterationOf(state: Uint8Array): number {
  return new DataView(state.buffer, state.byteOffset).getUint32(ChainState.Iteration, true);
}

export function stepSizeOf(state: Uint8Array): number {
  return new DataView(state.buffer, state.byteOffset).getFloat64(ChainState.StepSize, true);
}

/** What is wrong with a state of a chain with these settings; undefined where nothing is. */
export function flawOf(state: Uint8Array, settings: Settings, dimension: number): string | undefined {
  if (state.length < ChainState.Vectors) return "it is shorter than its header";
  const view = new DataView(state.buffer, state.byteOffset, state.length);
  const word = (offset: number) => view.getUint32(offset, true);
  const metric = metrics[settings.metric];
  if (word(ChainState.Version) !== StateVersion.Current) return `its version is ${word(ChainState.Version)}`;
  const header = [word(ChainState.Metric), word(ChainState.Dimension), word(ChainState.Warmup)];
  if (String(header) !== String([metric, dimension, settings.warmup])) return "it is of a chain with other settings";
  const iteration = word(ChainState.Iteration);
  if (state.length !== stateLength(metric, dimension, settings.warmup, iteration))
    return `it has ${state.length} bytes where it should have ${stateLength(metric, dimension, settings.warmup, iteration)}`;
  const counts = [0, 1, 2, 3, 4].map((k) => word(ChainState.Counts + 4 * k));
  if (counts.some((count) => count > iteration)) return "it has seen more draws than it made";
  const windows = [view.getInt32(ChainState.MainWindow, true), view.getInt32(ChainState.WindowEnd, true)];
  if (word(ChainState.Informed) > 1 || Math.min(...windows) < 0) return "its schedule is none";
  for (let at: number = ChainState.Logp; at < state.length; at += 8) {
    if (at >= ChainState.Counts && at < ChainState.Vectors) continue;
    if (!Number.isFinite(view.getFloat64(at, true))) return `the number at byte ${at} is not finite`;
  }
  return stepSizeOf(state) > 0 ? undefined : "its step size is not positive";
}

/** A chain saved at any iteration and restored elsewhere goes on with the same bits, for each metric. */
import { Chain, chainCreate, chainRun, chainStart } from "../chain";
import { chainRestore, chainSave } from "../chain_state";
import { Target } from "../hmc/target";
import { ChainOptions, ChainState, MetricKind, Stat, StateVersion, Status } from "../layout";
import { allocateBytes, copyVector } from "../vector";

const DIMENSION: i32 = 3;
const WARMUP: u32 = 120;
const ITERATIONS: u32 = 160;
const ROW: usize = <usize>DIMENSION << 3;

/** Independent normal coordinates of deviations 1, 2, 3. */
function normals(context: usize, position: usize, gradient: usize): f64 {
  let logp: f64 = 0;
  for (let i = 0; i < DIMENSION; ++i) {
    const place = <usize>i << 3;
    const precision = 1 / <f64>((i + 1) * (i + 1));
    const x = load<f64>(position + place);
    logp -= 0.5 * x * x * precision;
    store<f64>(gradient + place, -x * precision);
  }
  return logp;
}

function unchanged(context: usize, position: usize, parameters: usize): void {
  copyVector(DIMENSION, position, parameters);
}

function chainOf(metric: MetricKind, warmup: u32 = WARMUP): Chain {
  const target = changetype<Target>(allocateBytes(offsetof<Target>()));
  target.dimension = DIMENSION;
  target.evaluate = normals.index;
  const options = allocateBytes(ChainOptions.Bytes);
  store<u32>(options, 7, ChainOptions.SeedLow);
  store<u32>(options, 8, ChainOptions.MaxTreeDepth);
  store<f64>(options, 0.8, ChainOptions.TargetAccept);
  store<f64>(options, 1, ChainOptions.Jitter);
  store<u32>(options, warmup, ChainOptions.Warmup);
  store<u32>(options, metric, ChainOptions.Metric);
  store<usize>(options, allocateBytes(ROW), ChainOptions.InitialPosition);
  return changetype<Chain>(changetype<usize>(chainCreate(target, unchanged.index, DIMENSION, options)));
}

/** The chain's state, each byte of which was written over a pattern. */
function stateOf(chain: Chain, pattern: u8): usize {
  const length = chainSave(chain, 0);
  const state = allocateBytes(length);
  memory.fill(state, pattern, length);
  expect<usize>(chainSave(chain, state)).toBe(length);
  return state;
}

/** Saves after `at` iterations, restores into a chain that never started, and compares the rest of both with a chain that never stopped. */
function goesOn(metric: MetricKind, at: u32): void {
  const drawBytes = ROW * ITERATIONS;
  const statBytes = <usize>(Stat.Count * ITERATIONS) << 3;
  const whole = allocateBytes(drawBytes);
  const wholeStats = allocateBytes(statBytes);
  const chain = chainOf(metric);
  chainStart(chain);
  chainRun(chain, at, whole, wholeStats);
  const state = stateOf(chain, 0);
  const length = chainSave(chain, 0);
  expect<i32>(memory.compare(state, stateOf(chain, 0xff), length)).toBe(0, "a byte is left undefined");

  const other = chainOf(metric);
  expect<Status>(chainRestore(other, state)).toBe(Status.Ok);
  expect<i32>(memory.compare(state, stateOf(other, 0), length)).toBe(0, "the restored chain has another state");
  const rest = ITERATIONS - at;
  const draws = allocateBytes(ROW * rest);
  const stats = allocateBytes(<usize>(Stat.Count * rest) << 3);
  chainRun(chain, rest, whole + ROW * at, wholeStats + ((<usize>Stat.Count * at) << 3));
  chainRun(other, rest, draws, stats);
  expect<i32>(memory.compare(whole + ROW * at, draws, ROW * rest)).toBe(0, "draws differ");
  expect<i32>(memory.compare(wholeStats + ((<usize>Stat.Count * at) << 3), stats, <usize>(Stat.Count * rest) << 3)).toBe(0, "statistics differ");
}

function goesOnEverywhere(metric: MetricKind): void {
  // At the start, in the early phase, in and at the end of windows, in the final phase, at the last of warm-up, and later.
  goesOn(metric, 0);
  goesOn(metric, 1);
  goesOn(metric, 9);
  goesOn(metric, 10);
  goesOn(metric, 60);
  goesOn(metric, 101);
  goesOn(metric, 102);
  goesOn(metric, 119);
  goesOn(metric, 120);
  goesOn(metric, 150);
}

describe("a saved chain", () => {
  it("goes on with the same bits (from draws and gradients)", () => {
    goesOnEverywhere(MetricKind.Diag);
  });

  it("goes on with the same bits (from draws)", () => {
    goesOnEverywhere(MetricKind.DiagDraws);
  });

  it("goes on with the same bits (dense)", () => {
    goesOnEverywhere(MetricKind.Dense);
  });

  it("says what it is", () => {
    const chain = chainOf(MetricKind.Dense);
    chainStart(chain);
    chainRun(chain, 5, allocateBytes(ROW * 5), allocateBytes((<usize>Stat.Count * 5) << 3));
    const state = stateOf(chain, 0);
    expect<u32>(load<u32>(state, ChainState.Version)).toBe(StateVersion.Current);
    expect<u32>(load<u32>(state, ChainState.Metric)).toBe(MetricKind.Dense);
    expect<u32>(load<u32>(state, ChainState.Dimension)).toBe(DIMENSION);
    expect<u32>(load<u32>(state, ChainState.Warmup)).toBe(WARMUP);
    expect<u32>(load<u32>(state, ChainState.Iteration)).toBe(5);
    expect<f64>(load<f64>(state, ChainState.Vectors)).toBe(load<f64>(chain.nuts.current.position));
    // Position and gradient, the metric's triangle of 6, four pairs of moments, a mean and a matrix of products.
    expect<usize>(chainSave(chain, 0)).toBe(<usize>ChainState.Vectors + 8 * (6 + 6 + 24 + 3 + 9));
  });

  it("loses what only adaptation reads, once the metric is left alone", () => {
    const chain = chainOf(MetricKind.Diag);
    chainStart(chain);
    const before = chainSave(chain, 0);
    chainRun(chain, 102, allocateBytes(ROW * 102), allocateBytes((<usize>Stat.Count * 102) << 3));
    expect<usize>(chainSave(chain, 0)).toBe(before - 8 * 24);
  });

  it("is refused by a chain with other options, and where its metric is none", () => {
    const chain = chainOf(MetricKind.Diag);
    chainStart(chain);
    const state = stateOf(chain, 0);
    expect<Status>(chainRestore(chainOf(MetricKind.DiagDraws), state)).toBe(Status.BadState);
    expect<Status>(chainRestore(chainOf(MetricKind.Diag, 50), state)).toBe(Status.BadState);
    store<f64>(state + 2 * ROW, -1, ChainState.Vectors);
    expect<Status>(chainRestore(chainOf(MetricKind.Diag), state)).toBe(Status.BadState);

    const dense = chainOf(MetricKind.Dense);
    chainStart(dense);
    const other = stateOf(dense, 0);
    // Correlations of 1 and above have no Cholesky factor.
    store<f64>(other + 2 * ROW + 8, 1000, ChainState.Vectors);
    expect<Status>(chainRestore(chainOf(MetricKind.Dense), other)).toBe(Status.BadState);
  });
});

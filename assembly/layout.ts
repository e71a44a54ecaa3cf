/**
 * Records at which TypeScript and WASM meet: byte offsets, const enums only, read by both compilers.
 *
 *     ChainOptions (written by TypeScript)
 *     +0  seedLow u32 | +4 seedHigh u32 (21 bits) | +8 chain u32 | +12 maxTreeDepth u32
 *     +16 targetAccept f64 | +24 jitter f64 | +32 warmup u32 | +36 metric u32
 *     +40 initialPosition pointer u32 (f64 x dimension, unconstrained) | +44 padding
 *
 *     ChainState: see `ChainState`
 *     ChainStats: one record a draw, f64 each, in the order of `Stat`
 */

export const enum ChainOptions {
  SeedLow = 0,
  SeedHigh = 4,
  Chain = 8,
  MaxTreeDepth = 12,
  TargetAccept = 16,
  Jitter = 24,
  Warmup = 32,
  Metric = 36,
  InitialPosition = 40,
  Bytes = 48,
}

/**
 * A chain between two iterations, as it is saved and restored, little-endian, without gaps. Everything else that a chain has follows
 * from its options, its program and its data, or is scratch.
 *
 *     +0  version u32 | +4 metric u32 | +8 dimension u32 (d) | +12 warmup u32 | +16 iteration u32 (done so far)
 *     +20 informed u32 (0 or 1: the metric has moved from its guess) | +24 mainWindow i32 | +28 windowEnd i32 (of the schedule)
 *     +32 logp f64 | +40 stepSize f64
 *     +48 mu f64 | +56 count f64 | +64 meanError f64 | +72 x f64 | +80 meanX f64 (dual averaging)
 *     +88 counts u32 x 4: draws, gradients, next draws, next gradients | +104 count of the covariance u32 | +108 zero u32
 *     +112 position f64 x d | gradient f64 x d
 *     inverse metric f64: d variances, or for a dense metric its lower triangle, row by row, d (d + 1) / 2
 *     while the metric still adapts (iteration < first of the final phase):
 *         mean f64 x d | squares f64 x d, for each of the four counts
 *         dense: mean f64 x d | sums of products f64 x d x d
 */
export const enum ChainState {
  Version = 0,
  Metric = 4,
  Dimension = 8,
  Warmup = 12,
  Iteration = 16,
  Informed = 20,
  MainWindow = 24,
  WindowEnd = 28,
  Logp = 32,
  StepSize = 40,
  Averaging = 48,
  Counts = 88,
  Vectors = 112,
}

/** Of the layout above. */
export const enum StateVersion {
  Current = 1,
}

export const enum MetricKind {
  /** Diagonal, from draws and gradients. */
  Diag = 0,
  /** Diagonal, from draws alone. */
  DiagDraws = 1,
  /** Dense, from draws. */
  Dense = 2,
}

/** Places in a draw's record of sample statistics (float64 each), with ArviZ's names in that order. */
export const enum Stat {
  Lp = 0,
  AcceptanceRate = 1,
  StepSize = 2,
  TreeDepth = 3,
  NSteps = 4,
  Diverging = 5,
  Energy = 6,
  EnergyError = 7,
  MaxEnergyError = 8,
  ReachedMaxTreeDepth = 9,
  Count = 10,
}

/** Byte offsets in a record of a trace (assembly/hmc/trace.ts); position and momentum follow. */
export const enum TraceRecord {
  Depth = 0,
  Step = 8,
  Logp = 16,
  Energy = 24,
  Vectors = 32,
}

/** Status words that exports return. */
export const enum Status {
  Ok = 0,
  NonFiniteStart = 1,
  OutOfMemory = 2,
  BadProgram = 3,
  BadState = 4,
}

/** Random streams of one (seed, chain): the purpose word of the counter. */
export const enum Purpose {
  Init = 0,
  Momentum = 1,
  Tree = 2,
  /** The last: chains from 2048 on are chains of the purposes after it. */
  Simulate = 3,
}

/**
 * Records at which TypeScript and WASM meet: byte offsets, const enums only, read by both compilers.
 *
 *     ChainOptions (written by TypeScript)
 *     +0  seedLow u32 | +4 seedHigh u32 (21 bits) | +8 chain u32 | +12 maxTreeDepth u32
 *     +16 targetAccept f64 | +24 jitter f64 | +32 warmup u32 | +36 metric u32
 *     +40 initialPosition pointer u32 (f64 x dimension, unconstrained) | +44 padding
 *
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

/** Status words that exports return. */
export const enum Status {
  Ok = 0,
  NonFiniteStart = 1,
  OutOfMemory = 2,
  BadProgram = 3,
}

/** Random streams of one (seed, chain): the purpose word of the counter. */
export const enum Purpose {
  Init = 0,
  Momentum = 1,
  Tree = 2,
  /** The last: chains from 2048 on are chains of the purposes after it. */
  Simulate = 3,
}

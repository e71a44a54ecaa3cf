/** What the engine must know of an op before it touches its operands: their number, and the columns it works with. */
import { Format, Op } from "../opcodes";

export function isMixture(op: i32): bool {
  return op >= Op.MixtureDensity && op <= Op.MixtureLogShares;
}

/** Its immediate is the number of an index column. */
export function takesIndex(op: i32): bool {
  return op == Op.Gather || op == Op.SegmentSum;
}

/** Works on complete columns, each over a space of its own. */
export function isWhole(op: i32): bool {
  return op >= Op.Product && op <= Op.HmmPath;
}

/** A hidden Markov model; its immediate is the number of states. */
export function isHmm(op: i32): bool {
  return op >= Op.HmmForward && op <= Op.HmmPath;
}

/** Between columns and the numbers of a row, in a stage of mode Scan; the immediate of the last two is a state's number. */
export function isScan(op: i32): bool {
  return op >= Op.RowIn && op <= Op.StateOut;
}

/** Its immediate is the ordinal of a random variate. */
export function isRandom(op: i32): bool {
  return op >= Op.RandomUniform && op <= Op.RandomHypergeometric;
}

/** Operands of each component: weight, exponent and, of a density, root. */
export function operandsPerComponent(op: i32): u32 {
  return op == Op.MixtureDensity || op == Op.MixtureDensityShares ? 3 : 2;
}

/** Adds to the log density, and has no output. */
export function isTerm(op: i32, outputCount: u32): bool {
  return op == Op.Accumulate || op == Op.AccumulateLog || op == Op.AccumulateLog1p || op == Op.AccumulateQuadratic ||
    (isMixture(op) && outputCount == 0);
}

function mixtureFits(op: i32, components: u32, argumentCount: u32, outputCount: u32): bool {
  if (components == 0 || components > <u32>Format.MaxComponents) return false;
  if (argumentCount != components * operandsPerComponent(op)) return false;
  return op >= Op.MixtureDensityShares ? outputCount == components : outputCount <= 1;
}

function hmmFits(op: i32, states: u32, argumentCount: u32, outputCount: u32): bool {
  if (states == 0 || states > <u32>Format.MaxComponents) return false;
  if (argumentCount != states * (states + 1) + (op == Op.HmmPath ? 1 : states)) return false;
  return outputCount == (op == Op.HmmPosterior ? states : 1);
}

export function shapeFits(op: i32, immediate: u32, argumentCount: u32, outputCount: u32): bool {
  if (op <= Op.LogBesselI0) return argumentCount == 1 && outputCount == 1;
  if (op >= Op.Add && op <= Op.LogGammaSurvival) return argumentCount == 2 && outputCount == 1;
  if (op >= Op.Where && op <= Op.Quadratic) return argumentCount == 3 && outputCount == 1;
  if (op >= Op.Gather && op <= Op.LogSumExpRows) return argumentCount == 1 && outputCount == 1;
  if (isMixture(op)) return mixtureFits(op, immediate, argumentCount, outputCount);
  if (isHmm(op)) return hmmFits(op, immediate, argumentCount, outputCount);
  switch (op) {
    case Op.LogSumExpTerms: return argumentCount >= 1 && outputCount == 1;
    case Op.Gaussian2: return argumentCount == 5 && outputCount == 2;
    case Op.Gaussian3: return argumentCount == 9 && outputCount == 2;
    case Op.Sort: return argumentCount >= 1 && outputCount == argumentCount;
    case Op.RowNumber: return argumentCount == 0 && outputCount == 1;
    case Op.Accumulate:
    case Op.AccumulateLog1p:
    case Op.AccumulateLog: return (argumentCount == 1 || argumentCount == 2) && outputCount == 0;
    case Op.AccumulateQuadratic: return (argumentCount == 3 || argumentCount == 4) && outputCount == 0;
    case Op.GuardPositive: return argumentCount == 1 && outputCount == 0;
    case Op.Interval: return argumentCount == 3 && outputCount == 2;
    case Op.Simplex: return argumentCount >= 1 && outputCount == argumentCount + 2;
    case Op.SimplexInverse: return argumentCount >= 2 && outputCount == argumentCount - 1;
    case Op.Product:
    case Op.SolveLower:
    case Op.SolveLowerTransposed: return argumentCount == 2 && outputCount == 1;
    case Op.Cholesky: return argumentCount == 1 && outputCount == 1;
    case Op.LinearRecurrence: return argumentCount == 3 && outputCount == 1;
    case Op.RowIn:
    case Op.StateIn:
    case Op.StateOut: return argumentCount == 1 && outputCount == 1;
    case Op.RandomUniform:
    case Op.RandomNormal: return argumentCount == 0 && outputCount == 1;
    case Op.RandomLogGamma:
    case Op.RandomPoisson:
    case Op.RandomVonMises: return argumentCount == 1 && outputCount == 1;
    case Op.RandomBinomial: return argumentCount == 2 && outputCount == 1;
    case Op.RandomHypergeometric: return argumentCount == 3 && outputCount == 1;
    default: return false;
  }
}

/** Columns an instruction keeps for itself: between its forward and its reverse side, or within one of them. */
export function workspaceColumns(op: i32, components: u32): u32 {
  if (isMixture(op)) return components + 3;
  return op == Op.LogSumExpTerms || op == Op.LogSumExpRows || op == Op.Interval ? 2 : 0;
}

/** Its workspace is filled anew on the reverse side, so a block's length is enough in every mode. */
export function refillsWorkspace(op: i32): bool {
  return isMixture(op);
}

/** The op has a reverse side. */
export function isDifferentiable(op: i32): bool {
  if (op >= Op.Lt && op <= Op.Eq) return false;
  if (isHmm(op)) return op == Op.HmmForward;
  if (isRandom(op) || op == Op.Floor || op == Op.GuardPositive || op == Op.SimplexInverse) return false;
  if (op == Op.Sort || op == Op.RowNumber) return false;
  return op != Op.MixtureDensityShares && op != Op.MixtureLogShares;
}

/**
 * The forward recursion of a hidden Markov model in density space, row by row:
 *
 *     alpha_t(j) = e_t(j) sum_i alpha_{t-1}(i) A_ij,   e_t(j) = exp(logp_j(t) - max_k logp_k(t))
 *
 * multiplied by a power of two where the row's sum has become small, so that a sequence takes one logarithm.
 *
 * What is small must not be lost where it matters later. A density e > 0 counts as 1e-150 at least; a row is in order if its sum
 * is 1e-30 or more and each predicted probability either 0 or 1e-100 or more. Then no e > 0 makes a 0 of what was none, and what
 * was raised to 1e-150 is less than 1e-19 of any prediction that follows. A sequence with any other row (and with a row that is
 * impossible, infinite or NaN) is marked, and done with numbers of extended range instead (hmm_extended.ts).
 */
import { LN2_HIGH, LN2_LOW, expNonPositive } from "../../math/exp";
import { logScalar } from "../../math/log";
import { choose, pair } from "../../math/pair";
import { padColumn } from "../columns";
import { Instruction, output } from "../records";
import { sumLanes } from "./adjoint";
import { extendedForward } from "./hmm_extended";
import { Hmm, PartMask, fillInitial, fillTransitions, hmmOf, logpOf } from "./hmm_parts";

const LeastDensity: f64 = 1e-150;
const LeastPredicted: f64 = 1e-100;
const LeastSum: f64 = 1e-30;
/** Rows whose sum is below are scaled. */
export const Small: f64 = 1e-10;

export function hmmForward(instruction: Instruction, rows: usize): void {
  const to = output(instruction, 0).values;
  const hmm = hmmOf(instruction);
  settleSequences(instruction, to);
  padColumn(to, hmm.sequences);
}

/** Alpha, emissions and marks of all sequences; their log likelihoods go to `to` if it is not 0. */
export function settleSequences(instruction: Instruction, to: usize): void {
  const hmm = hmmOf(instruction);
  if (!hmm.byRow) fillTransitions(instruction, 0);
  for (let sequence: usize = 0; sequence < hmm.sequences; ++sequence) {
    let value: f64 = 0;
    if (hmm.length > 0) {
      value = settle(instruction, hmm, sequence);
      const careful = value != value;
      store<u8>(hmm.careful + sequence, u8(careful));
      if (careful) value = extendedForward(instruction, sequence);
    }
    if (to) store<f64>(to + (sequence << 3), value);
  }
}

/** The log likelihood, NaN if some row is not in order. */
function settle(instruction: Instruction, hmm: Hmm, sequence: usize): f64 {
  fillInitial(instruction, sequence, hmm.vectors);
  const first = sequence * hmm.length;
  if (hmm.states <= 2) return sweepFew(instruction, hmm, first, false);
  if (hmm.states <= 4) return sweepFew(instruction, hmm, first, true);
  return sweepMany(instruction, hmm, first);
}

// @ts-ignore: decorator
@inline
function density(logp: v128, largest: v128): v128 {
  const e = f64x2.pmax(expNonPositive(f64x2.sub(logp, largest)), pair(LeastDensity));
  return v128.and(e, f64x2.ne(logp, pair(-Infinity)));
}

// @ts-ignore: decorator
@inline
function outOfOrder(predicted: v128): v128 {
  return v128.andnot(f64x2.ne(predicted, pair(0)), f64x2.ge(predicted, pair(LeastPredicted)));
}

/** 2^-n of a positive normal number in [2^n, 2^(n+1)). */
// @ts-ignore: decorator
@inline
export function inversePower(x: f64): f64 {
  return reinterpret<f64>(0x7fe0000000000000 - (reinterpret<i64>(x) & 0x7ff0000000000000));
}

// @ts-ignore: decorator
@inline
function powerOf(x: f64): i64 {
  return <i64>(reinterpret<u64>(x) >> 52) - 1023;
}

/** Both lanes the larger one. */
// @ts-ignore: decorator
@inline
function largestLane(x: v128): v128 {
  return f64x2.pmax(x, v128.shuffle<f64>(x, x, 1, 0));
}

// @ts-ignore: decorator
@inline
function loadRow(low: usize, high: usize): v128 {
  return v128.load_lane<f64>(high, v128.load64_zero(low), 1);
}

/** Two columns of x M for up to two states, or four; rows of the matrix are 16 bytes apart, or 32. */
// @ts-ignore: decorator
@inline
export function timesMatrix(x: v128, y: v128, matrix: usize, wide: bool): v128 {
  const step: usize = wide ? 32 : 16;
  const first = f64x2.mul(v128.shuffle<f64>(x, x, 0, 0), v128.load(matrix));
  const second = f64x2.mul(v128.shuffle<f64>(x, x, 1, 1), v128.load(matrix + step));
  const sum = f64x2.add(first, second);
  if (!wide) return sum;
  const third = f64x2.mul(v128.shuffle<f64>(y, y, 0, 0), v128.load(matrix, 64));
  const fourth = f64x2.mul(v128.shuffle<f64>(y, y, 1, 1), v128.load(matrix, 96));
  return f64x2.add(sum, f64x2.add(third, fourth));
}

/** Up to four states, held in two pairs of which the second is left out for up to two. */
// @ts-ignore: decorator
@inline
function sweepFew(instruction: Instruction, hmm: Hmm, first: usize, wide: bool): f64 {
  const last = hmm.states - 1;
  const logp0 = logpOf(instruction, 0).values;
  const logp1 = logpOf(instruction, min(1, last)).values;
  const logp2 = logpOf(instruction, min(2, last)).values;
  const logp3 = logpOf(instruction, last).values;
  const width: usize = wide ? 32 : 16;
  const byRow = hmm.byRow;
  let alpha = hmm.alpha + first * width;
  let emissions = hmm.emissions + first * width;
  let x = v128.load(hmm.vectors);
  let y = wide ? v128.load(hmm.vectors, 16) : pair(0);
  let bad = i64x2.splat(0);
  let values: f64 = 0;
  let part: f64 = 0;
  let power: i64 = 0;
  let sum: f64 = 0;
  for (let at = first << 3, end = at + (hmm.length << 3); ;) {
    const low = loadRow(logp0 + at, logp1 + at);
    let largest = low;
    let high = low;
    if (wide) {
      high = loadRow(logp2 + at, logp3 + at);
      largest = f64x2.pmax(low, high);
    }
    largest = largestLane(largest);
    const e = density(low, largest);
    v128.store(emissions, e);
    bad = v128.or(bad, outOfOrder(x));
    x = f64x2.mul(x, e);
    let total = x;
    if (wide) {
      const f = density(high, largest);
      v128.store(emissions, f, 16);
      bad = v128.or(bad, outOfOrder(y));
      y = f64x2.mul(y, f);
      total = f64x2.add(x, y);
    }
    part += f64x2.extract_lane(largest, 0);
    sum = sumLanes(total);
    if (!(sum >= Small)) {
      if (!(sum >= LeastSum)) return NaN;
      const scale = pair(inversePower(sum));
      power += powerOf(sum);
      sum *= inversePower(sum);
      x = f64x2.mul(x, scale);
      if (wide) y = f64x2.mul(y, scale);
    }
    v128.store(alpha, x);
    if (wide) v128.store(alpha, y, 16);
    at += 8;
    if (at == end) break;
    if (!((at >> 3) & PartMask)) {
      values += part;
      part = 0;
    }
    alpha += width;
    emissions += width;
    if (byRow) fillTransitions(instruction, at >> 3);
    const next = timesMatrix(x, y, hmm.matrix, wide);
    if (wide) y = timesMatrix(x, y, hmm.matrix + 16, wide);
    x = next;
  }
  return v128.any_true(bad) ? NaN : logOf(values + part, sum, power);
}

function logOf(values: f64, sum: f64, power: i64): f64 {
  const n = <f64>power;
  return values + (n * LN2_HIGH + (logScalar(sum) + n * LN2_LOW));
}

/** Any number of states, held in memory. */
function sweepMany(instruction: Instruction, hmm: Hmm, first: usize): f64 {
  const width = hmm.width;
  let alpha = hmm.alpha + first * width;
  let emissions = hmm.emissions + first * width;
  let bad = i64x2.splat(0);
  let values: f64 = 0;
  let part: f64 = 0;
  let power: i64 = 0;
  let sum: f64 = 0;
  memory.copy(alpha, hmm.vectors, width);
  for (let row = first, end = first + hmm.length; ;) {
    part += placeDensities(instruction, row, emissions);
    let total = pair(0);
    for (let k: usize = 0; k < width; k += 16) {
      const predicted = v128.load(alpha + k);
      bad = v128.or(bad, outOfOrder(predicted));
      const x = f64x2.mul(predicted, v128.load(emissions + k));
      total = f64x2.add(total, x);
      v128.store(alpha + k, x);
    }
    sum = sumLanes(total);
    if (!(sum >= Small)) {
      if (!(sum >= LeastSum)) return NaN;
      power += powerOf(sum);
      scaleRow(alpha, width, inversePower(sum));
      sum *= inversePower(sum);
    }
    if (++row == end) break;
    if (!(row & PartMask)) {
      values += part;
      part = 0;
    }
    if (hmm.byRow) fillTransitions(instruction, row);
    multiplyRow(alpha, hmm.matrix, width, hmm.states, alpha + width);
    alpha += width;
    emissions += width;
  }
  return v128.any_true(bad) ? NaN : logOf(values + part, sum, power);
}

/** Densities of a row relative to the largest, whose logarithm is the result. */
function placeDensities(instruction: Instruction, row: usize, to: usize): f64 {
  const at = row << 3;
  const last = <usize>instruction.components - 1;
  let largest = v128.load64_splat(logpOf(instruction, 0).values + at);
  for (let k: usize = 1; k <= last; ++k) largest = f64x2.pmax(largest, v128.load64_splat(logpOf(instruction, k).values + at));
  for (let k: usize = 0; k <= last; k += 2) {
    const logps = loadRow(logpOf(instruction, k).values + at, logpOf(instruction, min(k + 1, last)).values + at);
    v128.store(to + (k << 3), density(logps, largest));
  }
  return f64x2.extract_lane(largest, 0);
}

export function scaleRow(row: usize, width: usize, factor: f64): void {
  for (const end = row + width; row < end; row += 16) v128.store(row, f64x2.mul(v128.load(row), pair(factor)));
}

/** to = x M, of rows of states. */
export function multiplyRow(x: usize, matrix: usize, width: usize, states: usize, to: usize): void {
  for (let k: usize = 0; k < width; k += 16) {
    let sum = pair(0);
    for (let i: usize = 0, at = matrix + k; i < states; ++i, at += width) {
      sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(x + (i << 3)), v128.load(at)));
    }
    v128.store(to + k, sum);
  }
}

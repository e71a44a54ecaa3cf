/**
 * Interval(u, lower, upper): x = lower + (upper - lower) logistic(u), and log |dx/du| = log(upper - lower) - |u| - 2 log(1 + e)
 * with e = exp(-|u|), which the workspace keeps for the reverse side, after 1 / (1 + e).
 */
import { exp } from "../../math/exp";
import { log } from "../../math/log";
import { choose, pair } from "../../math/pair";
import { Adjoint, Instruction, Operand, argument, pairBytes } from "../records";
import { addRows, addScalar, sumLanes, times } from "./adjoint";

/** logistic(u), from e and 1 / (1 + e). */
// @ts-ignore: decorator
@inline
function logisticOf(u: v128, e: v128, inverse: v128): v128 {
  return f64x2.mul(choose(f64x2.lt(u, pair(0)), e, pair(1)), inverse);
}

// @ts-ignore: decorator
@inline
function inverseColumn(instruction: Instruction, offset: usize): usize {
  return instruction.workspace + (offset & instruction.workspaceAdvance);
}

export function intervalForward(instruction: Instruction, offset: usize, rows: usize): void {
  const position = argument(instruction, 0);
  const low = argument(instruction, 1);
  const high = argument(instruction, 2);
  const value = argument(instruction, 3).at(offset);
  const jacobian = argument(instruction, 4).at(offset);
  const inverses = inverseColumn(instruction, offset);
  const powers = inverses + instruction.workspaceColumn;
  let u = position.at(offset);
  let lower = low.at(offset);
  let upper = high.at(offset);
  for (let i: usize = 0, bytes = pairBytes(rows); i < bytes; i += 16) {
    const size = f64x2.abs(v128.load(u));
    const from = v128.load(lower);
    const to = v128.load(upper);
    const width = f64x2.sub(to, from);
    const e = exp(f64x2.neg(size));
    const inverse = f64x2.div(pair(1), f64x2.add(pair(1), e));
    const inside = f64x2.add(from, f64x2.mul(width, logisticOf(v128.load(u), e, inverse)));
    v128.store(inverses + i, inverse);
    v128.store(powers + i, e);
    v128.store(value + i, f64x2.pmin(f64x2.pmax(inside, from), to));
    v128.store(jacobian + i, f64x2.sub(log(f64x2.mul(width, f64x2.mul(inverse, inverse))), size));
    u += position.step;
    lower += low.step;
    upper += high.step;
  }
}

/** Adds a pair of contributions to an operand's rows, or to the sum that a scalar operand gets at the end of the block. */
// @ts-ignore: decorator
@inline
function collect(operand: Operand, offset: usize, place: usize, contribution: v128, sum: v128): v128 {
  if (operand.mode == Adjoint.Scalar) return f64x2.add(sum, contribution);
  if (operand.mode == Adjoint.Rows) addRows(operand.adjointAt(offset) + place, i32x4.splat(operand.keep), contribution);
  return sum;
}

export function intervalReverse(instruction: Instruction, offset: usize, rows: usize): void {
  const position = argument(instruction, 0);
  const low = argument(instruction, 1);
  const high = argument(instruction, 2);
  const inverses = inverseColumn(instruction, offset);
  const powers = inverses + instruction.workspaceColumn;
  let valueAdjoint = argument(instruction, 3).adjointAt(offset);
  let jacobianAdjoint = argument(instruction, 4).adjointAt(offset);
  let u = position.at(offset);
  let lower = low.at(offset);
  let upper = high.at(offset);
  let sum = pair(0);
  let lowSum = pair(0);
  let highSum = pair(0);
  for (let i: usize = 0, bytes = pairBytes(rows); i < bytes; i += 16) {
    const gx = v128.load(valueAdjoint);
    const gj = v128.load(jacobianAdjoint);
    const e = v128.load(powers + i);
    const inverse = v128.load(inverses + i);
    const width = f64x2.sub(v128.load(upper), v128.load(lower));
    if (position.mode) {
      const slope = f64x2.mul(f64x2.mul(width, e), f64x2.mul(inverse, inverse));
      const descent = f64x2.mul(f64x2.sub(e, pair(1)), inverse);
      const jacobianSlope = choose(f64x2.lt(v128.load(u), pair(0)), f64x2.neg(descent), descent);
      sum = collect(position, offset, i, f64x2.add(times(gx, slope), times(gj, jacobianSlope)), sum);
    }
    if (low.mode || high.mode) {
      const share = logisticOf(v128.load(u), e, inverse);
      const otherShare = logisticOf(f64x2.neg(v128.load(u)), e, inverse);
      const perWidth = times(gj, f64x2.div(pair(1), width));
      lowSum = collect(low, offset, i, f64x2.sub(times(gx, otherShare), perWidth), lowSum);
      highSum = collect(high, offset, i, f64x2.add(times(gx, share), perWidth), highSum);
    }
    u += position.step;
    lower += low.step;
    upper += high.step;
    valueAdjoint += argument(instruction, 3).adjointStep;
    jacobianAdjoint += argument(instruction, 4).adjointStep;
  }
  if (position.mode == Adjoint.Scalar) addScalar(position, sumLanes(sum));
  if (low.mode == Adjoint.Scalar) addScalar(low, sumLanes(lowSum));
  if (high.mode == Adjoint.Scalar) addScalar(high, sumLanes(highSum));
}

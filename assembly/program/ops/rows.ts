/** Sums over the rows of a block, and one number spread over them: the padding row takes no part. */
import { pair } from "../../math/pair";
import { Adjoint, Instruction, Operand, argument } from "../records";
import { addRows, addScalar, sumLanes } from "./adjoint";

/** Bytes of the pairs that hold two rows. */
// @ts-ignore: decorator
@inline
export function fullPairBytes(rows: usize): usize {
  return (rows >> 1) << 4;
}

/** The scalar coefficient of a term, the operand at `place` after those it must have; 1 where it has none. */
// @ts-ignore: decorator
@inline
export function coefficientOf(instruction: Instruction, place: u32): f64 {
  return instruction.argumentCount > place ? load<f64>(argument(instruction, place).values) : 1;
}

/** Sum of a block's rows of an operand. */
export function sumRows(operand: Operand, offset: usize, rows: usize): f64 {
  const step = operand.step;
  let x = operand.at(offset);
  let sum = pair(0);
  let other = pair(0);
  for (let left = rows >> 1; left > 0; --left, x += step) {
    const next = f64x2.add(sum, v128.load(x));
    sum = other;
    other = next;
  }
  const pairs = sumLanes(f64x2.add(sum, other));
  return rows & 1 ? pairs + load<f64>(x) : pairs;
}

/** Adds one number to the adjoint of each of a block's rows. */
export function spread(operand: Operand, offset: usize, rows: usize, adjoint: f64): void {
  if (operand.mode == Adjoint.Scalar) return addScalar(operand, adjoint * <f64>rows);
  let to = operand.adjointAt(offset);
  const keep = i32x4.splat(operand.keep);
  for (const end = to + fullPairBytes(rows); to < end; to += 16) addRows(to, keep, pair(adjoint));
  if (rows & 1) addRows(to, keep, f64x2(adjoint, 0));
}

/** Adds a pair of contributions at a place of a block. */
export function addPair(operand: Operand, offset: usize, place: usize, contribution: v128): void {
  if (operand.mode == Adjoint.Rows) addRows(operand.adjointAt(offset) + place, i32x4.splat(operand.keep), contribution);
  else if (operand.mode == Adjoint.Scalar) addScalar(operand, sumLanes(contribution));
}

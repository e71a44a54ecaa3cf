/** log of a sum of exponentials of several operands, row by row; exact where all are -inf and where one is +inf. */
import { log } from "../../math/log";
import { pair } from "../../math/pair";
import { Adjoint, Instruction, Operand, argument, output, pairBytes } from "../records";
import { addRows, addScalar, sumLanes, times } from "./adjoint";
import { relativeExp } from "./reduce";

/** The largest operand of each row, and the sum relative to it, in two columns of the workspace. */
// @ts-ignore: decorator
@inline
function largestOf(instruction: Instruction, offset: usize): usize {
  return instruction.workspace + (offset & instruction.workspaceAdvance);
}

// @ts-ignore: decorator
@inline
function sumOf(instruction: Instruction, offset: usize): usize {
  return largestOf(instruction, offset) + instruction.workspaceColumn;
}

export function logSumExpTermsForward(instruction: Instruction, offset: usize, rows: usize): void {
  const bytes = pairBytes(rows);
  const largest = largestOf(instruction, offset);
  const sum = sumOf(instruction, offset);
  const count = <usize>instruction.argumentCount;
  for (let k: usize = 0; k < count; ++k) addLargest(argument(instruction, k), offset, bytes, largest, k == 0);
  for (let k: usize = 0; k < count; ++k) addPowers(argument(instruction, k), offset, bytes, largest, sum, k == 0);
  const to = output(instruction, 0).at(offset);
  for (let i: usize = 0; i < bytes; i += 16) v128.store(to + i, f64x2.add(v128.load(largest + i), log(v128.load(sum + i))));
}

function addLargest(operand: Operand, offset: usize, bytes: usize, largest: usize, isFirst: bool): void {
  const step = operand.step;
  let x = operand.at(offset);
  for (const end = largest + bytes; largest < end; largest += 16, x += step) {
    v128.store(largest, isFirst ? v128.load(x) : f64x2.pmax(v128.load(largest), v128.load(x)));
  }
}

function addPowers(operand: Operand, offset: usize, bytes: usize, largest: usize, sum: usize, isFirst: bool): void {
  const step = operand.step;
  let x = operand.at(offset);
  for (const end = largest + bytes; largest < end; largest += 16, sum += 16, x += step) {
    const power = relativeExp(v128.load(x), v128.load(largest));
    v128.store(sum, isFirst ? power : f64x2.add(v128.load(sum), power));
  }
}

export function logSumExpTermsReverse(instruction: Instruction, offset: usize, rows: usize): void {
  for (let k: usize = 0; k < instruction.argumentCount; ++k) {
    const operand = argument(instruction, k);
    if (operand.mode) addShares(instruction, operand, offset, rows);
  }
}

/** Adds g exp(x - result); 0 where every operand is -inf. */
function addShares(instruction: Instruction, operand: Operand, offset: usize, rows: usize): void {
  const step = operand.step;
  let x = operand.at(offset);
  let largest = largestOf(instruction, offset);
  let sum = sumOf(instruction, offset);
  let g = output(instruction, 0).adjointAt(offset);
  let to = operand.mode == Adjoint.Rows ? operand.adjointAt(offset) : 0;
  const keep = i32x4.splat(operand.keep);
  let total = pair(0);
  for (const end = g + pairBytes(rows); g < end; g += 16, x += step, largest += 16, sum += 16) {
    const most = v128.load(largest);
    const share = f64x2.div(relativeExp(v128.load(x), most), v128.load(sum));
    const contribution = times(v128.load(g), v128.and(share, f64x2.ne(most, pair(-Infinity))));
    if (to) {
      addRows(to, keep, contribution);
      to += 16;
    } else {
      total = f64x2.add(total, contribution);
    }
  }
  if (operand.mode == Adjoint.Scalar) addScalar(operand, sumLanes(total));
}

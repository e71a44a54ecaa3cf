/** The kernels of ops of two operands, given a class from binary_ops.ts that defines the op. */
import { pair } from "../../math/pair";
import { Adjoint, Instruction, argument, pairBytes } from "../records";
import { addRows, addScalar, define, sumLanes } from "./adjoint";

export function binaryForward<T>(instruction: Instruction, offset: usize, rows: usize): void {
  const left = argument(instruction, 0);
  const right = argument(instruction, 1);
  const leftStep = left.step;
  const rightStep = right.step;
  let a = left.at(offset);
  let b = right.at(offset);
  let y = argument(instruction, 2).at(offset);
  for (const end = y + pairBytes(rows); y < end; y += 16, a += leftStep, b += rightStep) {
    v128.store(y, define<T>().value(v128.load(a), v128.load(b)));
  }
}

export function binaryReverse<T>(instruction: Instruction, offset: usize, rows: usize): void {
  if (argument(instruction, 0).mode) pass<T>(instruction, offset, rows, false);
  if (argument(instruction, 1).mode) pass<T>(instruction, offset, rows, true);
}

// @ts-ignore: decorator
@inline
function pull<T>(second: bool, a: usize, b: usize, y: usize, g: v128): v128 {
  return second ? define<T>().second(a, b, y, g) : define<T>().first(a, b, y, g);
}

/** One operand's adjoint; `second` is a compile-time constant. */
// @ts-ignore: decorator
@inline
function pass<T>(instruction: Instruction, offset: usize, rows: usize, second: bool): void {
  const left = argument(instruction, 0);
  const right = argument(instruction, 1);
  const result = argument(instruction, 2);
  const operand = second ? right : left;
  const leftStep = left.step;
  const rightStep = right.step;
  let a = left.at(offset);
  let b = right.at(offset);
  let y = result.at(offset);
  let g = result.adjointAt(offset);
  const end = g + pairBytes(rows);
  if (operand.mode == Adjoint.Rows) {
    const keep = i32x4.splat(operand.keep);
    for (let to = operand.adjointAt(offset); g < end; g += 16, a += leftStep, b += rightStep, y += 16, to += 16) {
      addRows(to, keep, pull<T>(second, a, b, y, v128.load(g)));
    }
  } else {
    let sum = pair(0);
    let other = pair(0);
    for (; g < end; g += 16, a += leftStep, b += rightStep, y += 16) {
      const next = f64x2.add(sum, pull<T>(second, a, b, y, v128.load(g)));
      sum = other;
      other = next;
    }
    addScalar(operand, sumLanes(f64x2.add(sum, other)));
  }
}

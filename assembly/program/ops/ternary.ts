/** The kernels of ops of three operands, given a class from ternary_ops.ts that defines the op. */
import { pair } from "../../math/pair";
import { Adjoint, Instruction, argument, pairBytes } from "../records";
import { addRows, addScalar, define, sumLanes } from "./adjoint";

export function ternaryForward<T>(instruction: Instruction, offset: usize, rows: usize): void {
  const one = argument(instruction, 0);
  const two = argument(instruction, 1);
  const three = argument(instruction, 2);
  const aStep = one.step;
  const bStep = two.step;
  const cStep = three.step;
  let a = one.at(offset);
  let b = two.at(offset);
  let c = three.at(offset);
  let y = argument(instruction, 3).at(offset);
  for (const end = y + pairBytes(rows); y < end; y += 16, a += aStep, b += bStep, c += cStep) {
    v128.store(y, define<T>().value(v128.load(a), v128.load(b), v128.load(c)));
  }
}

export function ternaryReverse<T>(instruction: Instruction, offset: usize, rows: usize): void {
  if (argument(instruction, 0).mode) pass<T>(instruction, offset, rows, 0);
  if (argument(instruction, 1).mode) pass<T>(instruction, offset, rows, 1);
  if (argument(instruction, 2).mode) pass<T>(instruction, offset, rows, 2);
}

// @ts-ignore: decorator
@inline
function pull<T>(which: i32, a: usize, b: usize, c: usize, g: v128): v128 {
  if (which == 0) return define<T>().first(a, b, c, g);
  if (which == 1) return define<T>().second(a, b, c, g);
  return define<T>().third(a, b, c, g);
}

/** One operand's adjoint; `which` is a compile-time constant. */
// @ts-ignore: decorator
@inline
function pass<T>(instruction: Instruction, offset: usize, rows: usize, which: i32): void {
  const one = argument(instruction, 0);
  const two = argument(instruction, 1);
  const three = argument(instruction, 2);
  const operand = argument(instruction, which);
  const aStep = one.step;
  const bStep = two.step;
  const cStep = three.step;
  let a = one.at(offset);
  let b = two.at(offset);
  let c = three.at(offset);
  let g = argument(instruction, 3).adjointAt(offset);
  const end = g + pairBytes(rows);
  if (operand.mode == Adjoint.Rows) {
    const keep = i32x4.splat(operand.keep);
    for (let to = operand.adjointAt(offset); g < end; g += 16, a += aStep, b += bStep, c += cStep, to += 16) {
      addRows(to, keep, pull<T>(which, a, b, c, v128.load(g)));
    }
  } else {
    let sum = pair(0);
    let other = pair(0);
    for (; g < end; g += 16, a += aStep, b += bStep, c += cStep) {
      const next = f64x2.add(sum, pull<T>(which, a, b, c, v128.load(g)));
      sum = other;
      other = next;
    }
    addScalar(operand, sumLanes(f64x2.add(sum, other)));
  }
}

/** The kernels of ops of three operands, given a class from ternary_ops.ts that defines the op. */
import { Instruction, argument, pairBytes } from "../records";
import { addCollected, addRows, collectKeep, collectStep, collectTo, define } from "./adjoint";

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

/** One operand's adjoint; `which` is a compile-time constant. The usual cases of these ops have kernels of their own. */
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
  let to = collectTo(operand, offset);
  const toStep = collectStep(operand);
  const keep = collectKeep(operand);
  for (const end = g + pairBytes(rows); g < end; g += 16, a += aStep, b += bStep, c += cStep, to += toStep) {
    addRows(to, keep, pull<T>(which, a, b, c, v128.load(g)));
  }
  addCollected(operand);
}

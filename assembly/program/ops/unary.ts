/** The kernels of ops of one operand, given a class from unary_ops.ts that defines the op. */
import { pair } from "../../math/pair";
import { Adjoint, Instruction, argument, pairBytes } from "../records";
import { addRows, addScalar, define, sumLanes } from "./adjoint";

export function unaryForward<T>(instruction: Instruction, offset: usize, rows: usize): void {
  const operand = argument(instruction, 0);
  const step = operand.step;
  let x = operand.at(offset);
  let y = argument(instruction, 1).at(offset);
  for (const end = y + pairBytes(rows); y < end; y += 16, x += step) v128.store(y, define<T>().value(v128.load(x)));
}

export function unaryReverse<T>(instruction: Instruction, offset: usize, rows: usize): void {
  const operand = argument(instruction, 0);
  const result = argument(instruction, 1);
  const step = operand.step;
  let x = operand.at(offset);
  let y = result.at(offset);
  let g = result.adjointAt(offset);
  const end = g + pairBytes(rows);
  if (operand.mode == Adjoint.Rows) {
    const keep = i32x4.splat(operand.keep);
    for (let to = operand.adjointAt(offset); g < end; g += 16, x += step, y += 16, to += 16) {
      addRows(to, keep, define<T>().pull(x, y, v128.load(g)));
    }
  } else {
    let sum = pair(0);
    for (; g < end; g += 16, x += step, y += 16) sum = f64x2.add(sum, define<T>().pull(x, y, v128.load(g)));
    addScalar(operand, sumLanes(sum));
  }
}

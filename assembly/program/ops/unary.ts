/** The kernels of ops of one operand, given a class from unary_ops.ts that defines the op. */
import { Instruction, argument, pairBytes } from "../records";
import { addCollected, addRows, collectKeep, collectStep, collectTo, define } from "./adjoint";

export function unaryForward<T>(instruction: Instruction, offset: usize, rows: usize): void {
  const operand = argument(instruction, 0);
  const step = operand.step;
  let x = operand.at(offset);
  let y = argument(instruction, 1).at(offset);
  for (const end = y + pairBytes(rows); y < end; y += 16, x += step) v128.store(y, define<T>().value(v128.load(x)));
}

/** A scalar operand of a row stage is rare (it is hoisted), so one loop serves both. */
export function unaryReverse<T>(instruction: Instruction, offset: usize, rows: usize): void {
  const operand = argument(instruction, 0);
  const result = argument(instruction, 1);
  const step = operand.step;
  let x = operand.at(offset);
  let y = result.at(offset);
  let g = result.adjointAt(offset);
  let to = collectTo(operand, offset);
  const toStep = collectStep(operand);
  const keep = collectKeep(operand);
  for (const end = g + pairBytes(rows); g < end; g += 16, x += step, y += 16, to += toStep) {
    addRows(to, keep, define<T>().pull(x, y, v128.load(g)));
  }
  addCollected(operand);
}

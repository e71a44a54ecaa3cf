/** Where a mixture's operands stand, and the columns of its workspace (see mixture_block.ts). */
import { Instruction, Operand, argument } from "../records";

// @ts-ignore: decorator
@inline
export function weightOf(instruction: Instruction, k: usize): Operand {
  return argument(instruction, k);
}

// @ts-ignore: decorator
@inline
export function exponentOf(instruction: Instruction, k: usize): Operand {
  return argument(instruction, <usize>instruction.components + k);
}

// @ts-ignore: decorator
@inline
export function rootOf(instruction: Instruction, k: usize): Operand {
  return argument(instruction, 2 * <usize>instruction.components + k);
}

/** The column of f_k; of M, S and the spare one for k = K, K + 1, K + 2. */
// @ts-ignore: decorator
@inline
export function columnOf(instruction: Instruction, k: usize): usize {
  return instruction.workspace + k * instruction.workspaceColumn;
}

// @ts-ignore: decorator
@inline
export function sumColumn(instruction: Instruction): usize {
  return columnOf(instruction, <usize>instruction.components + 1);
}

// @ts-ignore: decorator
@inline
export function spareColumn(instruction: Instruction): usize {
  return columnOf(instruction, <usize>instruction.components + 2);
}

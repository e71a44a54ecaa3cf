/**
 * Rows of operands of ops that walk along the last dim of their stage's space, sequence after sequence: row after row, not pair
 * after pair. Adjoints are complete columns here, to which contributions are added.
 */
import { Operand } from "../records";

/** Bytes from one row to the next: 8, or 0 for a scalar. */
// @ts-ignore: decorator
@inline
export function rowStep(operand: Operand): usize {
  return operand.step >> 1;
}

/** Where a row is. */
// @ts-ignore: decorator
@inline
export function rowOf(operand: Operand, row: usize): usize {
  return operand.values + row * rowStep(operand);
}

/** Adds to the adjoint of a row; of a scalar, to its first lane. */
// @ts-ignore: decorator
@inline
export function addAt(operand: Operand, row: usize, contribution: f64): void {
  const to = operand.adjoint + row * rowStep(operand);
  store<f64>(to, load<f64>(to) + contribution);
}

/** Rows of each sequence; 0 where there are none. */
// @ts-ignore: decorator
@inline
export function lengthOf(rows: usize, sequences: usize): usize {
  return sequences == 0 ? 0 : rows / sequences;
}

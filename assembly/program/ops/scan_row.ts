/**
 * What a scan's forward side does in one row: RowIn reads a column's number of the row, StateIn a state's of the row before (at the
 * start of a sequence its init), and StateOut writes one. The numbers of a row stand in the first pairs of the Locals.
 */
import { Instruction, argument } from "../records";

/** Bytes before the row; and of the sequence's init, if the row is the first of one, else `Inside`. */
let rowBytes: usize = 0;
let initBytes: usize = 0;

const Inside: usize = usize.MAX_VALUE;

// @ts-ignore: decorator
@inline
export function startRow(row: usize): void {
  rowBytes = row << 3;
  initBytes = Inside;
}

// @ts-ignore: decorator
@inline
export function startSequence(row: usize, sequence: usize): void {
  rowBytes = row << 3;
  initBytes = sequence << 3;
}

// @ts-ignore: decorator
@inline
export function rowIn(i: Instruction): void {
  v128.store(argument(i, 1).values, v128.load64_splat(argument(i, 0).values + rowBytes));
}

/** The workspace is the column that the state's StateOut writes. */
// @ts-ignore: decorator
@inline
export function stateIn(i: Instruction): void {
  const from = initBytes == Inside ? i.workspace + rowBytes - 8 : argument(i, 0).values + initBytes;
  v128.store(argument(i, 1).values, v128.load64_splat(from));
}

// @ts-ignore: decorator
@inline
export function stateOut(i: Instruction): void {
  store<f64>(argument(i, 1).values + rowBytes, load<f64>(argument(i, 0).values));
}

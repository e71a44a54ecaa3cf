/**
 * What a scan's reverse side does with a block of rows, once the states of all rows are known: then a state before is a column
 * like any other, shifted by a row. StateOut adds to the adjoint of what it wrote a column that its workspace points to.
 */
import { Instruction, argument, pairBytes } from "../records";
import { addRows } from "./adjoint";
import { addAt, rowOf } from "./sequence";

export function rowInForward(instruction: Instruction, offset: usize, rows: usize): void {
  memory.copy(argument(instruction, 1).values, argument(instruction, 0).values + offset, pairBytes(rows));
}

export function rowInReverse(instruction: Instruction, offset: usize, rows: usize): void {
  const x = argument(instruction, 0);
  addColumn(x.adjoint + offset, i32x4.splat(x.keep), argument(instruction, 1).adjoint, rows);
}

function addColumn(to: usize, keep: v128, from: usize, rows: usize): void {
  for (const end = from + pairBytes(rows); from < end; from += 16, to += 16) addRows(to, keep, v128.load(from));
}

/** The first row from `row` on that begins a sequence. */
function nextStart(row: usize, length: usize): usize {
  return (row + length - 1) / length * length;
}

/** `components` is the rows of each sequence. */
export function stateInForward(instruction: Instruction, offset: usize, rows: usize): void {
  const init = argument(instruction, 0);
  const to = argument(instruction, 1).values;
  const first = offset >> 3;
  const length = <usize>instruction.components;
  if (first > 0) store<f64>(to, load<f64>(instruction.workspace + offset - 8));
  memory.copy(to + 8, instruction.workspace + offset, (rows - 1) << 3);
  for (let row = nextStart(first, length); row < first + rows; row += length) {
    store<f64>(to + ((row - first) << 3), load<f64>(rowOf(init, row / length)));
  }
}

export function stateInReverse(instruction: Instruction, offset: usize, rows: usize): void {
  const first = offset >> 3;
  const length = <usize>instruction.components;
  const from = argument(instruction, 1).adjoint;
  if (argument(instruction, 0).mode == 0) return;
  for (let row = nextStart(first, length); row < first + rows; row += length) {
    addAt(argument(instruction, 0), row / length, load<f64>(from + ((row - first) << 3)));
  }
}

export function stateOutReverse(instruction: Instruction, rows: usize): void {
  const local = argument(instruction, 0);
  addColumn(local.adjoint, i32x4.splat(local.keep), instruction.workspace, rows);
}

/**
 * Operands of an op that reads many, and adds to the adjoints of many, in one sweep over a block: their addresses in a table,
 * so that the sweep need not tell rows from scalars. What is added goes to a column each, which is the adjoint's own where it is
 * the first to be written there; the others are added when the sweep is done.
 *
 *     +------+------+--------------+
 *     | from | mask | contribution |    4 bytes each; the mask on the place in the block is all ones for rows, 0 for a scalar
 *     +------+------+--------------+
 */
import { pair } from "../../math/pair";
import { Format } from "../../opcodes";
import { Adjoint, Instruction, Operand, argument, pairBytes } from "../records";
import { addScalar, sumLanes } from "./adjoint";

const EntryBytes: usize = 12;
/** A cache line more than a block of rows. */
const ColumnBytes: usize = (<usize>Format.BlockRows << 3) + 64;
const entries: usize = memory.data(132, 16);
const columns: usize = memory.data(19008, 16);

// @ts-ignore: decorator
@inline
function isFirst(operand: Operand): bool {
  return operand.mode == Adjoint.Rows && operand.keep == 0;
}

/** Fills the table with an instruction's operands, then the adjoints of its two outputs. */
export function placeMany(instruction: Instruction, offset: usize): void {
  const count = <usize>instruction.argumentCount;
  for (let k: usize = 0; k < count + 2; ++k) {
    const at = entries + k * EntryBytes;
    const operand = argument(instruction, k);
    const isOutput = k >= count;
    store<usize>(at, isOutput ? operand.adjointAt(offset) : operand.at(offset));
    store<usize>(at, (isOutput ? operand.adjointStep : operand.step) ? usize.MAX_VALUE : 0, 4);
    store<usize>(at, isFirst(operand) ? operand.adjointAt(offset) : columns + k * ColumnBytes, 8);
  }
}

/** Operand k's pair at a place of the block; after the operands, the outputs' adjoints. */
// @ts-ignore: decorator
@inline
export function pairOf(k: usize, place: usize): v128 {
  const at = entries + k * EntryBytes;
  return v128.load(load<usize>(at) + (place & load<usize>(at, 4)));
}

/** What goes to operand k's adjoint, if it has one. */
// @ts-ignore: decorator
@inline
export function contribute(k: usize, place: usize, contribution: v128): void {
  v128.store(load<usize>(entries + k * EntryBytes, 8) + place, contribution);
}

/** Adds what is not yet in its place. Operands come in their order, which counts where the same value stands twice. */
export function addMany(instruction: Instruction, offset: usize, rows: usize): void {
  for (let k: usize = 0; k < instruction.argumentCount; ++k) {
    const operand = argument(instruction, k);
    if (isFirst(operand) || !operand.mode) continue;
    let from = columns + k * ColumnBytes;
    const end = from + pairBytes(rows);
    if (operand.mode == Adjoint.Rows) {
      for (let to = operand.adjointAt(offset); from < end; from += 16, to += 16) {
        v128.store(to, f64x2.add(v128.load(to), v128.load(from)));
      }
      continue;
    }
    let sum = pair(0);
    for (; from < end; from += 16) sum = f64x2.add(sum, v128.load(from));
    addScalar(operand, sumLanes(sum));
  }
}

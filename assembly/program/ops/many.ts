/**
 * Operands of an op that reads many, and adds to the adjoints of many, in one sweep over a block: their addresses in a table,
 * so that the sweep need not tell rows from scalars.
 *
 *     +------+-------+------------+--------------+--------------+-----------------+
 *     | from | mask  | adjoint to | adjoint mask | adjoint keep | a scalar's sum  |
 *     | 4    | 4     | 4          | 4            | 16           | 16              |
 *     +------+-------+------------+--------------+--------------+-----------------+
 *
 * A mask on the place in the block is all ones for rows, 0 for a scalar. An operand without adjoint has no address to add to.
 */
import { pair } from "../../math/pair";
import { Adjoint, Instruction, argument } from "../records";
import { addRows, addScalar, sumLanes } from "./adjoint";

const EntryBytes: usize = 48;
const entries: usize = memory.data(12 * 48, 16);

/** Fills the table with an instruction's operands, then the adjoints of its two outputs. */
export function placeMany(instruction: Instruction, offset: usize): void {
  const count = <usize>instruction.argumentCount;
  for (let k: usize = 0; k < count + 2; ++k) {
    const at = entries + k * EntryBytes;
    const operand = argument(instruction, k);
    const isOutput = k >= count;
    store<usize>(at, isOutput ? operand.adjointAt(offset) : operand.at(offset));
    store<usize>(at, (isOutput ? operand.adjointStep : operand.step) ? usize.MAX_VALUE : 0, 4);
    const byRows = operand.mode == Adjoint.Rows;
    store<usize>(at, byRows ? operand.adjointAt(offset) : operand.mode ? at + 32 : 0, 8);
    store<usize>(at, byRows ? usize.MAX_VALUE : 0, 12);
    v128.store(at, i32x4.splat(byRows ? operand.keep : -1), 16);
    v128.store(at, pair(0), 32);
  }
}

/** Operand k's pair at a place of the block; after the operands, the outputs' adjoints. */
// @ts-ignore: decorator
@inline
export function pairOf(k: usize, place: usize): v128 {
  const at = entries + k * EntryBytes;
  return v128.load(load<usize>(at) + (place & load<usize>(at, 4)));
}

/** Operand k has an adjoint. */
// @ts-ignore: decorator
@inline
export function isWanted(k: usize): bool {
  return load<usize>(entries + k * EntryBytes, 8) != 0;
}

/** Adds to operand k's adjoint, if it has one. Operands come in their order, which counts where the same value stands twice. */
// @ts-ignore: decorator
@inline
export function addTo(k: usize, place: usize, contribution: v128): void {
  const at = entries + k * EntryBytes;
  const to = load<usize>(at, 8);
  if (to) addRows(to + (place & load<usize>(at, 12)), v128.load(at, 16), contribution);
}

/** What was collected for scalars. */
export function addManyCollected(instruction: Instruction): void {
  for (let k: usize = 0; k < instruction.argumentCount; ++k) {
    const operand = argument(instruction, k);
    if (operand.mode == Adjoint.Scalar) addScalar(operand, sumLanes(v128.load(entries + k * EntryBytes, 32)));
  }
}

/**
 * Runs stages of mode Scan. Forward: row after row, every instruction on numbers of that row. Reverse: block after block from the
 * last, now that the states of all rows are known,
 *
 *     1. the block's rows again, by the kernels over columns, with the states before as columns;
 *     2. for each state m a reverse sweep seeded with 1 at m gives J_mk = d s_t(m) / d s_{t-1}(k) for all rows of the block;
 *     3. row after row from the last, the states' adjoints G_t(m) = g_t(m) + sum_k J_{t+1,km} G_{t+1}(k), where a sequence goes on;
 *     4. a reverse sweep seeded with G gives everything else.
 *
 * So only a multiplication and an addition for each pair of states are done row by row.
 */
import { Op } from "../opcodes";
import { allocate } from "../memory";
import { padColumn } from "./columns";
import { forward, reverse } from "./dispatch";
import { startRow, startSequence } from "./ops/scan_row";
import { lengthOf } from "./ops/sequence";
import { Instruction, Recursion, Stage, argument, output } from "./records";
import { forwardScalar } from "./scalar";

// @ts-ignore: decorator
@inline
function listed(list: usize, k: usize): Instruction {
  return load<Instruction>(list + (k << 2));
}

/** Links a stage's states and takes the columns of its reverse side; false if they make no sense. */
export function placeRecursion(stage: Stage, column: usize): bool {
  let states: usize = 0;
  for (let k: usize = 0; k < stage.instructionCount; ++k) if (listed(stage.instructions, k).op == Op.StateOut) ++states;
  const recursion = changetype<Recursion>(allocate(offsetof<Recursion>()));
  const lists = allocate(states << 4);
  const columns = allocate((states * states + states + 2) * column);
  const carried = allocate(states << 3);
  if (changetype<usize>(recursion) == 0 || lists == 0 || columns == 0 || carried == 0) return false;
  recursion.states = states;
  recursion.ins = lists;
  recursion.outs = lists + (states << 2);
  recursion.slopeOuts = lists + (states << 3);
  recursion.sources = lists + 12 * states;
  recursion.column = column;
  recursion.matrix = columns;
  recursion.seeds = columns + states * states * column;
  recursion.zeros = recursion.seeds + states * column;
  recursion.ones = recursion.zeros + column;
  recursion.carried = carried;
  for (let at: usize = 0; at < column; at += 8) store<f64>(recursion.ones + at, 1);
  stage.recursion = recursion;
  return linkStates(stage, recursion);
}

/** Each state is read once and written once. */
function linkStates(stage: Stage, recursion: Recursion): bool {
  for (let k: usize = 0; k < stage.instructionCount; ++k) {
    const instruction = listed(stage.instructions, k);
    if (instruction.op != Op.StateIn && instruction.op != Op.StateOut) continue;
    const list = instruction.op == Op.StateIn ? recursion.ins : recursion.outs;
    if (instruction.components >= <u32>recursion.states) return false;
    store<Instruction>(list + (<usize>instruction.components << 2), instruction);
  }
  for (let k: usize = 0; k < recursion.states; ++k) {
    const before = listed(recursion.ins, k);
    const after = listed(recursion.outs, k);
    if (changetype<usize>(before) == 0 || changetype<usize>(after) == 0) return false;
    recursion.length = lengthOf(stage.rows, argument(before, 0).value.rows);
    before.workspace = output(after, 0).values;
    before.components = <u32>recursion.length;
  }
  return recursion.states > 0;
}

// @ts-ignore: decorator
@inline
function runRow(at: usize, end: usize): void {
  for (; at < end; at += 4) forwardScalar(load<Instruction>(at));
}

export function forwardRecursion(stage: Stage): void {
  const recursion = changetype<Recursion>(stage.recursion);
  const at = stage.instructions;
  const end = at + (<usize>stage.instructionCount << 2);
  if (recursion.length == 0) return;
  for (let row: usize = 0, sequence: usize = 0; row < stage.rows; ++sequence) {
    const next = row + recursion.length;
    startSequence(row, sequence);
    runRow(at, end);
    for (++row; row < next; ++row) {
      startRow(row);
      runRow(at, end);
    }
  }
  for (let k: usize = 0; k < recursion.states; ++k) padColumn(output(listed(recursion.outs, k), 0).values, stage.rows);
}

export function reverseRecursion(stage: Stage): void {
  const recursion = changetype<Recursion>(stage.recursion);
  if (stage.reverse == stage.reverseEnd || recursion.length == 0) return;
  memory.fill(recursion.carried, 0, recursion.states << 3);
  let end = stage.rows;
  while (end > 0) {
    const start = (end - 1) / stage.blockRows * stage.blockRows;
    reverseRows(stage, recursion, start, end - start);
    end = start;
  }
}

function reverseRows(stage: Stage, recursion: Recursion, start: usize, rows: usize): void {
  const offset = start << 3;
  const end = stage.instructions + (<usize>stage.instructionCount << 2);
  for (let at = stage.instructions; at < end; at += 4) forward(load<Instruction>(at), offset, rows);
  for (let m: usize = 0; m < recursion.states; ++m) placeSlopes(recursion, m, offset, rows);
  placeSeeds(recursion, start, rows);
  for (let k: usize = 0; k < recursion.states; ++k) listed(recursion.outs, k).workspace = recursion.seeds + k * recursion.column;
  for (let at = stage.reverse; at < stage.reverseEnd; at += 4) reverse(load<Instruction>(at), offset, rows);
}

/** J_m1 .. J_mK, from the state m after to the states k before. */
function placeSlopes(recursion: Recursion, m: usize, offset: usize, rows: usize): void {
  for (let k: usize = 0; k < recursion.states; ++k) {
    listed(recursion.slopeOuts, k).workspace = k == m ? recursion.ones : recursion.zeros;
  }
  for (let at = recursion.slopes; at < recursion.slopesEnd; at += 4) reverse(load<Instruction>(at), offset, rows);
  for (let k: usize = 0; k < recursion.states; ++k) {
    const from = load<usize>(recursion.sources + (k << 2));
    memory.copy(recursion.matrix + (m * recursion.states + k) * recursion.column, from ? from : recursion.zeros, rows << 3);
  }
}

/** G of a block's rows, 0 in the padding row, and what the row before the block gets from it. */
function placeSeeds(recursion: Recursion, start: usize, rows: usize): void {
  const states = recursion.states;
  const column = recursion.column;
  let inside = (start + rows - 1) % recursion.length;
  for (let at = rows << 3; at > 0;) {
    at -= 8;
    for (let k: usize = 0; k < states; ++k) {
      const g = output(listed(recursion.outs, k), 0).value.adjoint;
      const own = g ? load<f64>(g + (start << 3) + at) : 0;
      store<f64>(recursion.seeds + k * column + at, own + load<f64>(recursion.carried + (k << 3)));
    }
    for (let k: usize = 0; k < states; ++k) {
      let sum: f64 = 0;
      if (inside > 0) for (let m: usize = 0; m < states; ++m) {
        const G = load<f64>(recursion.seeds + m * column + at);
        if (G != 0) sum += G * load<f64>(recursion.matrix + (m * states + k) * column + at);
      }
      store<f64>(recursion.carried + (k << 3), sum);
    }
    inside = inside == 0 ? recursion.length - 1 : inside - 1;
  }
  if (rows & 1) for (let k: usize = 0; k < states; ++k) store<f64>(recursion.seeds + k * column + (rows << 3), 0);
}

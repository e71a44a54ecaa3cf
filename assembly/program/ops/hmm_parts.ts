/**
 * What the kernels of hidden Markov models share: where their operands stand, and the workspace of those that sum or maximise
 * over paths. With K states the operands are initial_1..K (a row a sequence), transition_11..KK from state to state, row by row
 * of the matrix (row t of one holds the transition from row t - 1 into row t; or a scalar), then logp_1..K.
 *
 * The workspace holds rows of states, K numbers padded with zeros to whole pairs:
 *
 *     Hmm | entries: three words a transition | matrix, sums, totals: a row a state each | vectors: four rows |
 *     alpha, emissions: a row a row of the stage each | careful: a byte a sequence
 */
import { allocate } from "../../memory";
import { Op } from "../../opcodes";
import { Instruction, Operand, argument, output } from "../records";
import { lengthOf, rowOf, rowStep } from "./sequence";

/** Sums over rows are added up in parts of as many rows (a power of two, less one), so that long ones lose little. */
export const PartMask: usize = 63;

@unmanaged
export class Hmm {
  states: usize;
  /** Bytes of a row of states. */
  width: usize;
  sequences: usize;
  /** Rows of each sequence. */
  length: usize;
  /** Some transition has rows. */
  byRow: bool;
  /** Of each transition where its numbers are, the bytes from row to row, and where its adjoints by rows are, or 0. */
  entries: usize;
  /** Transition probabilities, or their transpose, of the row that is worked on. */
  matrix: usize;
  /** Sums of the adjoints of transitions over the last few rows, and of all others. */
  sums: usize;
  totals: usize;
  vectors: usize;
  /** Forward probabilities, scaled. */
  alpha: usize;
  /** Densities relative to the row's largest. */
  emissions: usize;
  /** A byte a sequence: 1 where it needs numbers of extended range (see hmm_extended.ts). */
  careful: usize;
}

// @ts-ignore: decorator
@inline
export function hmmOf(instruction: Instruction): Hmm {
  return changetype<Hmm>(instruction.workspace);
}

// @ts-ignore: decorator
@inline
export function transitionOf(instruction: Instruction, from: usize, to: usize): Operand {
  const count = <usize>instruction.components;
  return argument(instruction, count + from * count + to);
}

// @ts-ignore: decorator
@inline
export function logpOf(instruction: Instruction, state: usize): Operand {
  const count = <usize>instruction.components;
  return argument(instruction, count + count * count + state);
}

/** Makes the workspace, at load. */
export function prepareHmm(instruction: Instruction, rows: usize): bool {
  const states = <usize>instruction.components;
  const width = ((states + 1) & ~1) << 3;
  const square = width * (width >> 3);
  const sequences = <usize>argument(instruction, 0).value.rows;
  const head = (offsetof<Hmm>() + 12 * states * states + 15) & ~15;
  const bytes = <u64>(head + 3 * square + 4 * width + sequences) + 2 * <u64>rows * <u64>width;
  instruction.workspace = bytes < <u64>0x3fff_0000 ? allocate(<usize>bytes) : 0;
  if (instruction.workspace == 0) return false;
  const hmm = hmmOf(instruction);
  hmm.states = states;
  hmm.width = width;
  hmm.sequences = sequences;
  hmm.length = lengthOf(rows, sequences);
  hmm.matrix = instruction.workspace + head;
  hmm.sums = hmm.matrix + square;
  hmm.totals = hmm.sums + square;
  hmm.vectors = hmm.totals + square;
  hmm.alpha = hmm.vectors + 4 * width;
  hmm.emissions = hmm.alpha + rows * width;
  hmm.careful = hmm.emissions + rows * width;
  hmm.entries = instruction.workspace + offsetof<Hmm>();
  for (let k: usize = 0; k < states * states; ++k) {
    const transition = argument(instruction, states + k);
    store<usize>(hmm.entries + 12 * k, transition.values);
    store<usize>(hmm.entries + 12 * k, rowStep(transition), 4);
    if (transition.step) hmm.byRow = true;
  }
  return true;
}

/** The matrix of a row; `fromStep` and `toStep` are the bytes between entries of neighbouring states. */
function fillMatrix(hmm: Hmm, row: usize, fromStep: usize, toStep: usize): void {
  let entry = hmm.entries;
  for (let line = hmm.matrix, left = hmm.states; left > 0; --left, line += fromStep) {
    for (let at = line, end = line + hmm.states * toStep; at < end; at += toStep, entry += 12) {
      store<f64>(at, load<f64>(load<usize>(entry) + row * load<usize>(entry, 4)));
    }
  }
}

/** Notes where adjoints of transitions by rows are. */
export function placeTargets(instruction: Instruction): void {
  const hmm = hmmOf(instruction);
  for (let k: usize = 0; k < hmm.states * hmm.states; ++k) {
    const transition = argument(instruction, hmm.states + k);
    store<usize>(hmm.entries + 12 * k, transition.mode && transition.step ? transition.adjoint : 0, 8);
  }
}

export function fillTransitions(instruction: Instruction, row: usize): void {
  fillMatrix(hmmOf(instruction), row, hmmOf(instruction).width, 8);
}

export function fillTransposed(instruction: Instruction, row: usize): void {
  fillMatrix(hmmOf(instruction), row, 8, hmmOf(instruction).width);
}

/** The initial probabilities of a sequence, as a row of states. */
export function fillInitial(instruction: Instruction, sequence: usize, to: usize): void {
  v128.store(to + hmmOf(instruction).width - 16, f64x2.splat(0));
  for (let k: usize = 0; k < instruction.components; ++k) {
    store<f64>(to + (k << 3), load<f64>(rowOf(argument(instruction, k), sequence)));
  }
}

/** Where the posteriors of a state are added to; 0 if nowhere. */
export function targetOf(instruction: Instruction, state: usize): usize {
  if (instruction.op == Op.HmmPosterior) return output(instruction, state).values;
  const operand = logpOf(instruction, state);
  return operand.mode ? operand.adjoint : 0;
}

// @ts-ignore: decorator
@inline
export function addTo(target: usize, at: usize, x: f64): void {
  if (target) store<f64>(target + at, load<f64>(target + at) + x);
}

/** Paths of a hidden Markov model: the most probable one (Viterbi 1967), and one drawn by inversion. */
import { logScalar } from "../../math/log";
import { padColumn } from "../columns";
import { Instruction, argument, output } from "../records";
import { Hmm, fillInitial, fillTransitions, hmmOf, logpOf, transitionOf } from "./hmm_parts";
import { lengthOf, rowOf } from "./sequence";

/** States from 0 on; of equally probable ones the lower. */
export function hmmViterbi(instruction: Instruction, rows: usize): void {
  const hmm = hmmOf(instruction);
  if (hmm.length == 0) return;
  if (!hmm.byRow) fillLogs(instruction, hmm, 0);
  for (let first: usize = 0; first < rows; first += hmm.length) decode(instruction, hmm, first);
  padColumn(output(instruction, 0).values, rows);
}

function fillLogs(instruction: Instruction, hmm: Hmm, row: usize): void {
  fillTransitions(instruction, row);
  for (let at = hmm.matrix, end = at + hmm.states * hmm.width; at < end; at += 8) store<f64>(at, logScalar(load<f64>(at)));
}

/** The first vector holds the log probability of the best path to each state; where it came from stands in the emissions. */
function decode(instruction: Instruction, hmm: Hmm, first: usize): void {
  const best = hmm.vectors;
  const next = best + hmm.width;
  fillInitial(instruction, first / hmm.length, best);
  for (let j: usize = 0; j < hmm.states; ++j) {
    const logp = load<f64>(logpOf(instruction, j).values + (first << 3));
    store<f64>(best + (j << 3), logScalar(load<f64>(best + (j << 3))) + logp);
  }
  let from = hmm.emissions + first * hmm.width;
  for (let row = first + 1; row < first + hmm.length; ++row) {
    from += hmm.width;
    if (hmm.byRow) fillLogs(instruction, hmm, row);
    for (let j: usize = 0; j < hmm.states; ++j) {
      const logp = load<f64>(logpOf(instruction, j).values + (row << 3));
      const source = largest(best, hmm.matrix + (j << 3), hmm);
      store<u8>(from + j, <u8>source);
      store<f64>(next + (j << 3), load<f64>(best + (source << 3)) + load<f64>(hmm.matrix + source * hmm.width + (j << 3)) + logp);
    }
    memory.copy(best, next, hmm.width);
  }
  let to = output(instruction, 0).values + ((first + hmm.length) << 3);
  let state = largest(best, 0, hmm);
  for (let left = hmm.length; left > 0; --left, from -= hmm.width) {
    to -= 8;
    store<f64>(to, <f64>state);
    state = load<u8>(from + state);
  }
}

/** The first state at which a vector, plus a column of the matrix if there is one, is largest. */
function largest(vector: usize, column: usize, hmm: Hmm): usize {
  let most: f64 = -Infinity;
  let state: usize = 0;
  for (let k: usize = 0; k < hmm.states; ++k) {
    const x = load<f64>(vector + (k << 3)) + (column ? load<f64>(column + k * hmm.width) : 0);
    if (x > most) {
      most = x;
      state = k;
    }
  }
  return state;
}

/** Each row's state from its uniform number, by inversion; NaN from where no state is possible. */
export function hmmPath(instruction: Instruction, rows: usize): void {
  const count = <usize>instruction.components;
  const to = output(instruction, 0).values;
  const uniforms = argument(instruction, count + count * count).values;
  const length = lengthOf(rows, argument(instruction, 0).value.rows);
  let state: usize = 0;
  for (let row: usize = 0; row < rows; ++row) {
    const first = row % length == 0;
    if (first) state = 0;
    if (state < count) state = drawn(instruction, first, first ? row / length : row, state, load<f64>(uniforms + (row << 3)));
    store<f64>(to + (row << 3), state < count ? <f64>state : NaN);
  }
  padColumn(to, rows);
}

function probabilityAt(instruction: Instruction, first: bool, row: usize, from: usize, to: usize): f64 {
  return load<f64>(rowOf(first ? argument(instruction, to) : transitionOf(instruction, from, to), row));
}

/** The first state at which the probabilities up to it reach `u` of their sum; the number of states if there is none. */
function drawn(instruction: Instruction, first: bool, row: usize, from: usize, u: f64): usize {
  const count = <usize>instruction.components;
  let sum: f64 = 0;
  for (let k: usize = 0; k < count; ++k) sum += probabilityAt(instruction, first, row, from, k);
  if (!(sum > 0)) return count;
  let left = u * sum;
  let state = count;
  for (let k: usize = 0; k < count && left > 0; ++k) {
    const probability = probabilityAt(instruction, first, row, from, k);
    left -= probability;
    if (probability > 0) state = k;
  }
  return state;
}

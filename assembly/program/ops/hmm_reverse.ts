/**
 * The backward recursion of a hidden Markov model, beta_{t-1}(i) = sum_j A_ij u_j with u_j = e_t(j) beta_t(j), and what it gives:
 *
 *     posterior of state j at t    alpha_t(j) beta_t(j) / D_t,       D_t = sum_j alpha_t(j) beta_t(j)
 *     derivative by A_ij at t      alpha_{t-1}(i) u_j / D_{t-1}
 *     derivative by initial_j      u_j / D,                          D = sum_j initial_j u_j
 *
 * Every D is taken from the factors that it divides, so alpha and beta may be scaled at any row. The derivative by logp_j is the
 * posterior; HmmPosterior is this recursion with other columns to add to. The zero rule costs a mark a sequence: of one without
 * adjoint, or impossible, nothing is added.
 */
import { pair } from "../../math/pair";
import { padColumn } from "../columns";
import { Instruction, argument, output } from "../records";
import { sumLanes } from "./adjoint";
import { extendedReverse } from "./hmm_extended";
import { Small, inversePower, multiplyRow, scaleRow, settleSequences, timesMatrix } from "./hmm_forward";
import { Hmm, PartMask, addTo, fillInitial, fillTransposed, hmmOf, placeTargets, targetOf, transitionOf } from "./hmm_parts";
import { addAt } from "./sequence";

/** Of a state that is possible, u is below; of others it is kept from becoming infinite. */
const Most: f64 = 1e200;

export function hmmReverse(instruction: Instruction, rows: usize): void {
  const result = output(instruction, 0);
  if (result.adjointStep == 0) return;
  const hmm = hmmOf(instruction);
  startReverse(instruction);
  for (let sequence: usize = 0; sequence < hmm.sequences; ++sequence) {
    const at = sequence << 3;
    const g = load<f64>(result.adjoint + at);
    if (g != 0 && hmm.length > 0 && load<f64>(result.values + at) > -Infinity) reverseSequence(instruction, sequence, g);
  }
  addSums(instruction);
}

/** Smoothed probabilities; NaN for a sequence that is impossible. */
export function hmmPosterior(instruction: Instruction, rows: usize): void {
  const hmm = hmmOf(instruction);
  settleSequences(instruction, 0);
  for (let k: usize = 0; k < hmm.states; ++k) memory.fill(output(instruction, k).values, 0, rows << 3);
  if (hmm.length == 0) return;
  startReverse(instruction);
  for (let sequence: usize = 0; sequence < hmm.sequences; ++sequence) reverseSequence(instruction, sequence, 1);
  for (let k: usize = 0; k < hmm.states; ++k) padColumn(output(instruction, k).values, rows);
}

function startReverse(instruction: Instruction): void {
  const hmm = hmmOf(instruction);
  if (hmm.byRow) placeTargets(instruction);
  else fillTransposed(instruction, 0);
  memory.fill(hmm.sums, 0, 2 * (hmm.totals - hmm.sums));
}

function reverseSequence(instruction: Instruction, sequence: usize, g: f64): void {
  const hmm = hmmOf(instruction);
  if (load<u8>(hmm.careful + sequence)) return extendedReverse(instruction, sequence, g);
  const first = sequence * hmm.length;
  if (hmm.states <= 2) reverseFew(instruction, hmm, first, g, false);
  else if (hmm.states <= 4) reverseFew(instruction, hmm, first, g, true);
  else reverseMany(instruction, hmm, first, g);
  reverseInitial(instruction, hmm, sequence, g);
}

function keepSums(hmm: Hmm): void {
  for (let from = hmm.sums, to = hmm.totals, end = to; from < end; from += 16, to += 16) {
    v128.store(to, f64x2.add(v128.load(to), v128.load(from)));
    v128.store(from, pair(0));
  }
}

/** Adjoints of transitions that are scalars. */
function addSums(instruction: Instruction): void {
  const hmm = hmmOf(instruction);
  keepSums(hmm);
  for (let i: usize = 0; i < hmm.states; ++i) {
    for (let j: usize = 0; j < hmm.states; ++j) {
      const operand = transitionOf(instruction, i, j);
      if (operand.mode && operand.step == 0) addAt(operand, 0, load<f64>(hmm.totals + i * hmm.width + (j << 3)));
    }
  }
}

/** sums += x (u, v), a matrix of rows `step` bytes apart. */
// @ts-ignore: decorator
@inline
function addProduct(sums: usize, x: v128, u: v128, step: usize): void {
  v128.store(sums, f64x2.add(v128.load(sums), f64x2.mul(v128.shuffle<f64>(x, x, 0, 0), u)));
  v128.store(sums + step, f64x2.add(v128.load(sums + step), f64x2.mul(v128.shuffle<f64>(x, x, 1, 1), u)));
}

/** Up to two states, or four; leaves u of the first row in the vectors. */
// @ts-ignore: decorator
@inline
function reverseFew(instruction: Instruction, hmm: Hmm, first: usize, g: f64, wide: bool): void {
  const count = hmm.states;
  const target0 = targetOf(instruction, 0);
  const target1 = count > 1 ? targetOf(instruction, 1) : 0;
  const target2 = count > 2 ? targetOf(instruction, 2) : 0;
  const target3 = count > 3 ? targetOf(instruction, 3) : 0;
  const width: usize = wide ? 32 : 16;
  const last = first + hmm.length - 1;
  const byRow = hmm.byRow;
  let alpha = hmm.alpha + last * width;
  let emissions = hmm.emissions + last * width;
  let x = v128.load(alpha);
  let y = wide ? v128.load(alpha, 16) : pair(0);
  let b = pair(1);
  let c = pair(1);
  let u = pair(0);
  let v = pair(0);
  let total = sumLanes(wide ? f64x2.add(x, y) : x);
  for (let at = last << 3, start = first << 3; ;) {
    const share = pair(g / total);
    const p = f64x2.mul(f64x2.mul(x, b), share);
    addTo(target0, at, f64x2.extract_lane(p, 0));
    addTo(target1, at, f64x2.extract_lane(p, 1));
    if (wide) {
      const q = f64x2.mul(f64x2.mul(y, c), share);
      addTo(target2, at, f64x2.extract_lane(q, 0));
      addTo(target3, at, f64x2.extract_lane(q, 1));
    }
    if (!(total >= Small)) {
      const scale = pair(inversePower(total));
      b = f64x2.mul(b, scale);
      if (wide) c = f64x2.mul(c, scale);
    }
    u = f64x2.pmin(f64x2.mul(v128.load(emissions), b), pair(Most));
    if (wide) v = f64x2.pmin(f64x2.mul(v128.load(emissions, 16), c), pair(Most));
    if (at == start) break;
    if (byRow) fillTransposed(instruction, at >> 3);
    b = timesMatrix(u, v, hmm.matrix, wide);
    if (wide) c = timesMatrix(u, v, hmm.matrix + 16, wide);
    alpha -= width;
    emissions -= width;
    x = v128.load(alpha);
    if (wide) y = v128.load(alpha, 16);
    total = sumLanes(wide ? f64x2.add(f64x2.mul(x, b), f64x2.mul(y, c)) : f64x2.mul(x, b));
    const scale = pair(g / total);
    const w = f64x2.mul(u, scale);
    addProduct(hmm.sums, x, w, width);
    if (wide) {
      const z = f64x2.mul(v, scale);
      addProduct(hmm.sums + 16, x, z, width);
      addProduct(hmm.sums + 64, y, w, width);
      addProduct(hmm.sums + 80, y, z, width);
      v128.store(hmm.vectors, z, 16);
    }
    if (byRow) {
      v128.store(hmm.vectors, w);
      addByRow(hmm, at >> 3, alpha);
    }
    at -= 8;
    if (!((at >> 3) & PartMask)) keepSums(hmm);
  }
  v128.store(hmm.vectors, u);
  if (wide) v128.store(hmm.vectors, v, 16);
}

/** Adjoints of a row's transitions: products of alpha of the row before and the vector w. */
function addByRow(hmm: Hmm, row: usize, alpha: usize): void {
  let entry = hmm.entries;
  for (const end = alpha + (hmm.states << 3); alpha < end; alpha += 8) {
    for (let k: usize = 0; k < hmm.states; ++k, entry += 12) {
      addTo(load<usize>(entry, 8), row << 3, load<f64>(alpha) * load<f64>(hmm.vectors + (k << 3)));
    }
  }
}

/** Any number of states; vectors are u, and beta behind it. */
function reverseMany(instruction: Instruction, hmm: Hmm, first: usize, g: f64): void {
  const width = hmm.width;
  const u = hmm.vectors;
  const beta = u + width;
  let alpha = hmm.alpha + (first + hmm.length - 1) * width;
  let emissions = hmm.emissions + (first + hmm.length - 1) * width;
  for (let k: usize = 0; k < width; k += 16) v128.store(beta + k, pair(1));
  let total = dot(alpha, beta, width);
  for (let row = first + hmm.length - 1; ; --row) {
    for (let k: usize = 0; k < hmm.states; ++k) {
      addTo(targetOf(instruction, k), row << 3, load<f64>(alpha + (k << 3)) * load<f64>(beta + (k << 3)) * (g / total));
    }
    if (!(total >= Small)) scaleRow(beta, width, inversePower(total));
    for (let k: usize = 0; k < width; k += 16) {
      v128.store(u + k, f64x2.pmin(f64x2.mul(v128.load(emissions + k), v128.load(beta + k)), pair(Most)));
    }
    if (row == first) break;
    if (hmm.byRow) fillTransposed(instruction, row);
    multiplyRow(u, hmm.matrix, width, hmm.states, beta);
    alpha -= width;
    emissions -= width;
    total = dot(alpha, beta, width);
    scaleRow(u, width, g / total);
    addOuter(hmm, alpha);
    if (!(row & PartMask)) keepSums(hmm);
    if (hmm.byRow) addByRow(hmm, row, alpha);
  }
}

function dot(x: usize, y: usize, width: usize): f64 {
  let sum = pair(0);
  for (let k: usize = 0; k < width; k += 16) sum = f64x2.add(sum, f64x2.mul(v128.load(x + k), v128.load(y + k)));
  return sumLanes(sum);
}

/** sums += alpha times the first vector. */
function addOuter(hmm: Hmm, alpha: usize): void {
  let to = hmm.sums;
  for (const end = alpha + (hmm.states << 3); alpha < end; alpha += 8) {
    const x = v128.load64_splat(alpha);
    for (let k: usize = 0; k < hmm.width; k += 16, to += 16) {
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(x, v128.load(hmm.vectors + k))));
    }
  }
}

/** From u of the first row. */
function reverseInitial(instruction: Instruction, hmm: Hmm, sequence: usize, g: f64): void {
  const initial = hmm.vectors + 2 * hmm.width;
  fillInitial(instruction, sequence, initial);
  const scale = g / dot(initial, hmm.vectors, hmm.width);
  for (let k: usize = 0; k < hmm.states; ++k) {
    const operand = argument(instruction, k);
    if (operand.mode) addAt(operand, sequence, load<f64>(hmm.vectors + (k << 3)) * scale);
  }
}

/**
 * Both recursions of a hidden Markov model for a sequence that density space cannot hold, with numbers m B^n of extended range:
 * B = 2^256, m = 0 or 2^-128 <= m < 2^128 or a little more, n an integer held as f64. Of alpha, m stands in its own place and n
 * in that of the emissions. The likelihood L is not scaled, so that it divides whatever either recursion gives.
 */
import { LN2_HIGH, LN2_LOW, expScalar } from "../../math/exp";
import { logScalar } from "../../math/log";
import { Instruction, argument } from "../records";
import { addTo, hmmOf, logpOf, targetOf, transitionOf } from "./hmm_parts";
import { addAt, rowOf } from "./sequence";

const B: f64 = 1.157920892373162e77;
const InverseB: f64 = 8.636168555094445e-78;
const Low: f64 = 2.9387358770557188e-39;
const High: f64 = 3.402823669209385e38;

/** The sum m B^n that is being made, and NaN once something in it was not finite. */
let m: f64 = 0;
let n: f64 = 0;
let spoilt: f64 = 0;

// @ts-ignore: decorator
@inline
function startSum(): void {
  m = n = spoilt = 0;
}

/** Adds x B^k; four steps bring any x into range. */
function add(x: f64, k: f64): void {
  spoilt += x * 0;
  if (x == 0) return;
  for (let i = 0; i < 4 && abs(x) < Low; ++i, k -= 1) x *= B;
  for (let i = 0; i < 4 && abs(x) >= High; ++i, k += 1) x *= InverseB;
  if (m == 0 || k > n + 1) {
    m = x;
    n = k;
  } else if (k > n) {
    m = m * InverseB + x;
    n = k;
  } else if (k == n) m += x;
  else if (k == n - 1) m += x * InverseB;
}

function storeSum(to: usize, exponents: usize): void {
  store<f64>(to, m + spoilt);
  store<f64>(exponents, n);
}

/** Multiplies the sum by the density exp(logp). */
function timesDensity(logp: f64): void {
  const k = nearest(logp * (1 / (256 * LN2_HIGH)));
  const isFinite = abs(logp) < Infinity;
  const density = isFinite ? expScalar(logp - k * (256 * LN2_HIGH) - k * (256 * LN2_LOW)) : logp == -Infinity ? 0 : NaN;
  const x = (m + spoilt) * density;
  const exponent = n + (isFinite ? k : 0);
  startSum();
  add(x, exponent);
}

/** x B^k as a number; x is a product of a few numbers in range. */
function numberOf(x: f64, k: f64): f64 {
  if (k < -8) return x * 0;
  for (; k > 0 && x > 0 && x < Infinity; k -= 1) x *= B;
  for (; k < 0 && x > 0; k += 1) x *= InverseB;
  return x;
}

/** Makes the sum of a row of alpha. */
function sumRow(alpha: usize, exponents: usize, count: usize): void {
  startSum();
  for (let k: usize = 0; k < count; ++k) add(load<f64>(alpha + (k << 3)), load<f64>(exponents + (k << 3)));
}

/** The log likelihood of a sequence. */
export function extendedForward(instruction: Instruction, sequence: usize): f64 {
  const hmm = hmmOf(instruction);
  const first = sequence * hmm.length;
  let alpha = hmm.alpha + first * hmm.width;
  const distance = hmm.emissions - hmm.alpha;
  for (let row = first; row < first + hmm.length; ++row, alpha += hmm.width) {
    for (let j: usize = 0; j < hmm.states; ++j) {
      startSum();
      if (row == first) add(load<f64>(rowOf(argument(instruction, j), sequence)), 0);
      else addPredicted(instruction, row, j, alpha - hmm.width, distance);
      timesDensity(load<f64>(logpOf(instruction, j).values + (row << 3)));
      storeSum(alpha + (j << 3), alpha + distance + (j << 3));
    }
  }
  sumRow(alpha - hmm.width, alpha - hmm.width + distance, hmm.states);
  return logScalar(m + spoilt) + n * (256 * LN2_LOW) + n * (256 * LN2_HIGH);
}

/** sum_i alpha(i) A_ij. */
function addPredicted(instruction: Instruction, row: usize, j: usize, alpha: usize, distance: usize): void {
  for (let i: usize = 0; i < instruction.components; ++i, alpha += 8) {
    add(load<f64>(alpha) * load<f64>(rowOf(transitionOf(instruction, i, j), row)), load<f64>(alpha + distance));
  }
}

/** Nothing is added where the sequence is impossible, NaN to the columns of posteriors where they are results. */
export function extendedReverse(instruction: Instruction, sequence: usize, g: f64): void {
  const hmm = hmmOf(instruction);
  const first = sequence * hmm.length;
  const distance = hmm.emissions - hmm.alpha;
  const betas = hmm.vectors;
  let alpha = hmm.alpha + (first + hmm.length - 1) * hmm.width;
  sumRow(alpha, alpha + distance, hmm.states);
  const inverse = g / (m + spoilt);
  const power = n;
  for (let k: usize = 0; k < hmm.states; ++k) {
    store<f64>(betas + (k << 3), 1);
    store<f64>(betas + hmm.width + (k << 3), 0);
  }
  for (let row = first + hmm.length - 1; ; --row, alpha -= hmm.width) {
    for (let j: usize = 0; j < hmm.states; ++j) {
      const at = j << 3;
      const x = load<f64>(alpha + at) * load<f64>(betas + at) * inverse;
      const exponent = load<f64>(alpha + distance + at) + load<f64>(betas + hmm.width + at);
      addTo(targetOf(instruction, j), row << 3, numberOf(x, exponent - power));
      placeU(instruction, row, j);
    }
    if (row == first) break;
    stepBack(instruction, row, alpha - hmm.width, inverse, power);
  }
  const us = betas + 2 * hmm.width;
  for (let j: usize = 0; j < hmm.states; ++j) {
    const x = load<f64>(us + (j << 3)) * inverse;
    const exponent = load<f64>(us + hmm.width + (j << 3));
    if (argument(instruction, j).mode) addAt(argument(instruction, j), sequence, numberOf(x, exponent - power));
  }
}

/** u_j = e_j beta_j into the third vector and the fourth. */
function placeU(instruction: Instruction, row: usize, j: usize): void {
  const hmm = hmmOf(instruction);
  const beta = hmm.vectors + (j << 3);
  m = load<f64>(beta);
  n = load<f64>(beta + hmm.width);
  spoilt = 0;
  timesDensity(load<f64>(logpOf(instruction, j).values + (row << 3)));
  storeSum(beta + 2 * hmm.width, beta + 3 * hmm.width);
}

/** Adjoints of the transitions into a row, and beta of the row before, whose alpha is given. */
function stepBack(instruction: Instruction, row: usize, alpha: usize, inverse: f64, power: f64): void {
  const hmm = hmmOf(instruction);
  const distance = hmm.emissions - hmm.alpha;
  const us = hmm.vectors + 2 * hmm.width;
  for (let i: usize = 0; i < hmm.states; ++i, alpha += 8) {
    startSum();
    for (let j: usize = 0; j < hmm.states; ++j) {
      const operand = transitionOf(instruction, i, j);
      const u = load<f64>(us + (j << 3));
      const exponent = load<f64>(us + hmm.width + (j << 3));
      add(u * load<f64>(rowOf(operand, row)), exponent);
      const x = load<f64>(alpha) * u * inverse;
      if (operand.mode) addAt(operand, row, numberOf(x, load<f64>(alpha + distance) + exponent - power));
    }
    storeSum(hmm.vectors + (i << 3), hmm.vectors + hmm.width + (i << 3));
  }
}

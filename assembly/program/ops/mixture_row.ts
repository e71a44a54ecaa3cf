/**
 * One row of a mixture in log space, for what density space cannot hold: a zero weight on the component that fits best, roots
 * and weights of any magnitude, components or rows that are impossible. Everything is held relative to the leader, the largest
 * term, factor by factor, so that nothing over- or underflows that the result does not.
 */
import { expScalar } from "../../math/exp";
import { logScalar } from "../../math/log";
import { Adjoint, Instruction, Operand, output } from "../records";
import { addScalar } from "./adjoint";
import { exponentOf, rootOf, weightOf } from "./mixture_parts";

/** What is known of the row examined last. */
let value: f64 = 0;
/** The row has a leader; else it is impossible, infinite or not a number. */
let isOrdinary: bool = false;
let leadWeight: f64 = 1;
let leadExponent: f64 = 0;
let leadRoot: f64 = 1;
/** Sum of the terms over the leader's. Of an infinite row the number of infinite terms, which share it evenly. */
let total: f64 = 1;

// @ts-ignore: decorator
@inline
function rowOf(operand: Operand, offset: usize, row: usize): f64 {
  return load<f64>(operand.at(offset) + (operand.step ? row << 3 : 0));
}

/** exp(exponent) * factor, also where only the product is in range. */
function expTimes(exponent: f64, factor: f64): f64 {
  if (factor == 0) return 0;
  return abs(exponent) < 600 ? expScalar(exponent) * factor : expScalar(exponent + logScalar(factor));
}

/** The row's value. */
export function examineRow(instruction: Instruction, offset: usize, row: usize): f64 {
  isOrdinary = false;
  value = verdictOf(instruction, offset, row);
  if (value != 0) return value;
  findLeader(instruction, offset, row);
  if (!isOrdinary) return value;
  total = 0;
  for (let k: usize = 0; k < instruction.components; ++k) {
    const share = rowOf(weightOf(instruction, k), offset, row) / leadWeight;
    const root = rowOf(rootOf(instruction, k), offset, row) / leadRoot;
    total += expTimes(rowOf(exponentOf(instruction, k), offset, row) - leadExponent, share * root);
  }
  value = leadExponent + (logScalar(leadWeight) + logScalar(leadRoot) + logScalar(total));
  return value;
}

/** -inf where a root is not finite and positive, NaN where a weight is negative or anything is not a number, else 0. */
function verdictOf(instruction: Instruction, offset: usize, row: usize): f64 {
  let verdict: f64 = 0;
  for (let k: usize = 0; k < instruction.components; ++k) {
    const root = rowOf(rootOf(instruction, k), offset, row);
    if (!(root > 0 && root < Infinity)) return -Infinity;
    const exponent = rowOf(exponentOf(instruction, k), offset, row);
    if (!(rowOf(weightOf(instruction, k), offset, row) >= 0) || exponent != exponent) verdict = NaN;
  }
  return verdict;
}

function findLeader(instruction: Instruction, offset: usize, row: usize): void {
  value = -Infinity;
  total = 0;
  for (let k: usize = 0; k < instruction.components; ++k) {
    const weight = rowOf(weightOf(instruction, k), offset, row);
    const exponent = rowOf(exponentOf(instruction, k), offset, row);
    const root = rowOf(rootOf(instruction, k), offset, row);
    if (weight == 0) continue;
    const term = logScalar(weight) + logScalar(root) + exponent;
    if (term == Infinity) total += 1;
    if (!(term > value)) continue;
    value = term;
    leadWeight = weight;
    leadExponent = exponent;
    leadRoot = root;
  }
  isOrdinary = abs(value) < Infinity;
}

/** Derivatives by weights end here: one that is infinite, times the zero of a mask that the weight was made with, would be no number. */
const MostByWeight: f64 = 1e300;

const enum By {
  Weight,
  Exponent,
  Root,
}

/** Derivative of the value of the row examined last by one of component k's operands; by the exponent it is its responsibility. */
function derivative(by: By, instruction: Instruction, k: usize, offset: usize, row: usize): f64 {
  const weight = rowOf(weightOf(instruction, k), offset, row);
  const exponent = rowOf(exponentOf(instruction, k), offset, row);
  if (value == Infinity) return weight > 0 && exponent == Infinity ? 1 / total : 0;
  if (!isOrdinary) return value == -Infinity ? 0 : NaN;
  const share = weight / leadWeight;
  const root = rowOf(rootOf(instruction, k), offset, row) / leadRoot;
  const difference = exponent - leadExponent;
  if (by == By.Exponent) return expTimes(difference, share * root) / total;
  if (by == By.Weight) return min(expTimes(difference, root) / total / leadWeight, MostByWeight);
  return expTimes(difference, share) / total / leadRoot;
}

/** Adds to the adjoints of a row whose value has adjoint g. */
export function addRowGradients(instruction: Instruction, offset: usize, row: usize, g: f64): void {
  if (g == 0) return;
  examineRow(instruction, offset, row);
  for (let by = By.Weight; by <= By.Root; ++by) {
    for (let k: usize = 0; k < instruction.components; ++k) {
      const operand = by == By.Weight ? weightOf(instruction, k) : by == By.Exponent ? exponentOf(instruction, k) : rootOf(instruction, k);
      if (operand.mode) addRow(operand, offset, row, g * derivative(by, instruction, k, offset, row));
    }
  }
}

/** The block's other rows have been added: this row of the adjoint holds its former content, or the zero assigned to it. */
function addRow(operand: Operand, offset: usize, row: usize, contribution: f64): void {
  if (operand.mode == Adjoint.Scalar) return addScalar(operand, contribution);
  const to = operand.adjointAt(offset) + (row << 3);
  store<f64>(to, load<f64>(to) + contribution);
}

/** Responsibilities of a row; NaN where every component is impossible. */
export function placeRowShares(instruction: Instruction, offset: usize, row: usize): void {
  const isImpossible = examineRow(instruction, offset, row) == -Infinity;
  for (let k: usize = 0; k < instruction.components; ++k) {
    const share = isImpossible ? NaN : derivative(By.Exponent, instruction, k, offset, row);
    store<f64>(output(instruction, k).at(offset) + (row << 3), share);
  }
}

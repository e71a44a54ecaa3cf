/**
 * One row of a mixture in log space, for what density space cannot hold: a zero weight on the component that fits best, roots
 * of any magnitude, components or rows that are impossible. Everything is held relative to the largest term, factor by factor.
 */
import { expScalar } from "../../math/exp";
import { logScalar } from "../../math/log";
import { Instruction, Operand } from "../records";
import { columnOf, exponentOf, rootOf, sumColumn, weightOf } from "./mixture_block";

// @ts-ignore: decorator
@inline
function rowOf(operand: Operand, offset: usize, row: usize): f64 {
  return load<f64>(operand.at(offset) + (operand.step ? row << 3 : 0));
}

/** log (w r exp(q)). */
function logTerm(weight: f64, exponent: f64, root: f64): f64 {
  return weight == 0 ? -Infinity : logScalar(weight) + logScalar(root) + exponent;
}

/** exp(exponent) * factor, also where only the product is in range. */
function expTimes(exponent: f64, factor: f64): f64 {
  if (factor == 0) return 0;
  return abs(exponent) < 600 ? expScalar(exponent) * factor : expScalar(exponent + logScalar(factor));
}

/** The row's value. Leaves the derivatives by the weights in place of f_k, and 1 in place of S. */
export function redoRow(instruction: Instruction, offset: usize, row: usize): f64 {
  const count = <usize>instruction.components;
  store<f64>(sumColumn(instruction) + (row << 3), 1);
  const impossible = checkRow(instruction, offset, row);
  if (impossible != 0) return constantRow(instruction, row, impossible);
  let leader: usize = 0;
  let largest = -Infinity;
  for (let k: usize = 0; k < count; ++k) {
    const weight = rowOf(weightOf(instruction, k), offset, row);
    const term = logTerm(weight, rowOf(exponentOf(instruction, k), offset, row), rowOf(rootOf(instruction, k), offset, row));
    if (term > largest) {
      leader = k;
      largest = term;
    }
  }
  if (largest == -Infinity) return constantRow(instruction, row, -Infinity);
  return largest == Infinity ? infiniteRow(instruction, offset, row) : relativeTo(leader, instruction, offset, row);
}

/** -inf where a root is not finite and positive, NaN where a weight is negative or anything is not a number, else 0. */
function checkRow(instruction: Instruction, offset: usize, row: usize): f64 {
  let verdict: f64 = 0;
  for (let k: usize = 0; k < instruction.components; ++k) {
    const root = rowOf(rootOf(instruction, k), offset, row);
    if (!(root > 0 && root < Infinity)) return -Infinity;
    const exponent = rowOf(exponentOf(instruction, k), offset, row);
    if (!(rowOf(weightOf(instruction, k), offset, row) >= 0) || exponent != exponent) verdict = NaN;
  }
  return verdict;
}

/** A row whose value is -inf, with no gradient, or NaN, with NaN. */
function constantRow(instruction: Instruction, row: usize, value: f64): f64 {
  const derivative: f64 = value == -Infinity ? 0 : NaN;
  for (let k: usize = 0; k < instruction.components; ++k) store<f64>(columnOf(instruction, k) + (row << 3), derivative);
  return value;
}

/** Terms of +inf share the row evenly. */
function infiniteRow(instruction: Instruction, offset: usize, row: usize): f64 {
  let infinite: f64 = 0;
  for (let pass = 0; pass < 2; ++pass) {
    for (let k: usize = 0; k < instruction.components; ++k) {
      const weight = rowOf(weightOf(instruction, k), offset, row);
      const isInfinite = weight > 0 && rowOf(exponentOf(instruction, k), offset, row) == Infinity;
      if (pass == 0) infinite += isInfinite ? 1 : 0;
      else store<f64>(columnOf(instruction, k) + (row << 3), isInfinite ? 1 / (infinite * weight) : 0);
    }
  }
  return Infinity;
}

function relativeTo(leader: usize, instruction: Instruction, offset: usize, row: usize): f64 {
  const leadWeight = rowOf(weightOf(instruction, leader), offset, row);
  const leadExponent = rowOf(exponentOf(instruction, leader), offset, row);
  const leadRoot = rowOf(rootOf(instruction, leader), offset, row);
  let total: f64 = 0;
  for (let k: usize = 0; k < instruction.components; ++k) {
    const difference = rowOf(exponentOf(instruction, k), offset, row) - leadExponent;
    const root = rowOf(rootOf(instruction, k), offset, row) / leadRoot;
    const share = rowOf(weightOf(instruction, k), offset, row) / leadWeight;
    total += expTimes(difference, share * root);
    store<f64>(columnOf(instruction, k) + (row << 3), expTimes(difference, root));
  }
  for (let k: usize = 0; k < instruction.components; ++k) {
    const at = columnOf(instruction, k) + (row << 3);
    store<f64>(at, load<f64>(at) / total / leadWeight);
  }
  return leadExponent + (logScalar(leadWeight) + logScalar(leadRoot) + logScalar(total));
}

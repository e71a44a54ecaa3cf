/** Terms of the log density: sums of values and of logarithms with a scalar coefficient, and a guard. */
import { log } from "../../math/log";
import { pair } from "../../math/pair";
import { addLogDensity } from "../log_density";
import { Adjoint, Instruction, Operand, argument } from "../records";
import { addRows, addScalar, sumLanes, times } from "./adjoint";
import { exponentOf, logOfPairs, logProduct, significandOf } from "./log_product";
import { coefficientOf, fullPairBytes, spread, sumRows } from "./rows";

// @ts-ignore: decorator
@inline
function hasCoefficient(instruction: Instruction): bool {
  return instruction.argumentCount > 1;
}

export function accumulateForward(instruction: Instruction, offset: usize, rows: usize): void {
  const sum = sumRows(argument(instruction, 0), offset, rows);
  addLogDensity(hasCoefficient(instruction) ? coefficientOf(instruction, 1) * sum : sum);
}

export function accumulateReverse(instruction: Instruction, offset: usize, rows: usize): void {
  const operand = argument(instruction, 0);
  if (operand.mode) spread(operand, offset, rows, coefficientOf(instruction, 1));
  if (!hasCoefficient(instruction)) return;
  const coefficient = argument(instruction, 1);
  if (coefficient.mode) addScalar(coefficient, sumRows(operand, offset, rows));
}

/** A product of four numbers within these bounds is a normal number. */
export const LeastFactor: f64 = 1e-70;
export const MostFactor: f64 = 1e70;

const SmallestNormal: f64 = 2.2250738585072014e-308;

/** Sum of the logarithms of a block's rows: of their product, or, where some row is not a positive normal number, one by one. */
function sumLogs(operand: Operand, offset: usize, rows: usize): f64 {
  const step = operand.step;
  let x = operand.at(offset);
  let fits = i64x2.splat(-1);
  let significands = pair(1);
  let exponents = i64x2.splat(0);
  for (let left = rows >> 1; left > 0; --left, x += step) {
    const value = v128.load(x);
    fits = v128.and(fits, v128.and(f64x2.ge(value, pair(SmallestNormal)), f64x2.lt(value, pair(Infinity))));
    significands = f64x2.mul(significands, significandOf(value));
    exponents = i64x2.add(exponents, exponentOf(value));
  }
  if (!i64x2.all_true(fits)) return sumSingleLogs(operand, offset, rows);
  logProduct.significands = significands;
  logProduct.exponents = exponents;
  const pairs = logOfPairs(logProduct, rows >> 1);
  return rows & 1 ? pairs + f64x2.extract_lane(log(v128.load(x)), 0) : pairs;
}

function sumSingleLogs(operand: Operand, offset: usize, rows: usize): f64 {
  const step = operand.step;
  let x = operand.at(offset);
  let sum = pair(0);
  for (let left = rows >> 1; left > 0; --left, x += step) sum = f64x2.add(sum, log(v128.load(x)));
  const pairs = sumLanes(sum);
  return rows & 1 ? pairs + f64x2.extract_lane(log(v128.load(x)), 0) : pairs;
}

export function accumulateLogForward(instruction: Instruction, offset: usize, rows: usize): void {
  const sum = sumLogs(argument(instruction, 0), offset, rows);
  addLogDensity(hasCoefficient(instruction) ? coefficientOf(instruction, 1) * sum : sum);
}

export function accumulateLogReverse(instruction: Instruction, offset: usize, rows: usize): void {
  const operand = argument(instruction, 0);
  if (operand.mode) addReciprocals(operand, offset, rows, coefficientOf(instruction, 1));
  if (!hasCoefficient(instruction)) return;
  const coefficient = argument(instruction, 1);
  if (coefficient.mode) addScalar(coefficient, sumLogs(operand, offset, rows));
}

/** Adds adjoint / value. */
function addReciprocals(operand: Operand, offset: usize, rows: usize, adjoint: f64): void {
  let x = operand.at(offset);
  if (operand.mode == Adjoint.Scalar) {
    const slope = times(pair(adjoint), f64x2.div(pair(1), v128.load(x)));
    return addScalar(operand, f64x2.extract_lane(slope, 0) * <f64>rows);
  }
  let to = operand.adjointAt(offset);
  const keep = i32x4.splat(operand.keep);
  for (const end = to + fullPairBytes(rows); to < end; to += 16, x += 16) {
    addRows(to, keep, times(pair(adjoint), f64x2.div(pair(1), v128.load(x))));
  }
  if (rows & 1) addRows(to, keep, times(f64x2(adjoint, 0), f64x2.div(pair(1), v128.load(x))));
}

/** Nothing where every row is finite and above 0, else -inf. */
export function guardPositiveForward(instruction: Instruction, offset: usize, rows: usize): void {
  const operand = argument(instruction, 0);
  const step = operand.step;
  let x = operand.at(offset);
  let fits = i64x2.splat(-1);
  for (let left = rows >> 1; left > 0; --left, x += step) fits = v128.and(fits, isPositive(v128.load(x)));
  if (rows & 1) fits = v128.and(fits, isPositive(v128.load64_splat(x)));
  if (!i64x2.all_true(fits)) addLogDensity(-Infinity);
}

/** Finite and above 0. */
// @ts-ignore: decorator
@inline
export function isPositive(x: v128): v128 {
  return v128.and(f64x2.gt(x, pair(0)), f64x2.lt(x, pair(Infinity)));
}

/**
 * Sums of log(1 + x) with a scalar coefficient. For x >= 0 four factors 1 + x share a logarithm: their product less 1 is built from
 * (1 + p)(1 + x) - 1 = p + x + p x, sums and products of positive numbers, so that no digit of a small x is lost.
 */
import { log1p } from "../../math/log1p";
import { pair } from "../../math/pair";
import { addLogDensity } from "../log_density";
import { Adjoint, Instruction, Operand, argument } from "../records";
import { MostFactor } from "./accumulate";
import { addRows, addScalar, sumLanes, times } from "./adjoint";
import { coefficientOf, fullPairBytes } from "./rows";

function sumLog1ps(operand: Operand, offset: usize, rows: usize): f64 {
  const step = operand.step;
  let x = operand.at(offset);
  let sum = pair(0);
  let fits = i64x2.splat(-1);
  let left = rows >> 1;
  while (left > 0) {
    let product = pair(0);
    for (let factors = min<usize>(left, 4); factors > 0; --factors, --left, x += step) {
      const value = v128.load(x);
      fits = v128.and(fits, v128.and(f64x2.ge(value, pair(0)), f64x2.le(value, pair(MostFactor))));
      product = f64x2.add(f64x2.add(product, value), f64x2.mul(product, value));
    }
    sum = f64x2.add(sum, log1p(product));
  }
  if (!i64x2.all_true(fits)) return sumSingles(operand, offset, rows);
  const pairs = sumLanes(sum);
  return rows & 1 ? pairs + f64x2.extract_lane(log1p(v128.load(x)), 0) : pairs;
}

function sumSingles(operand: Operand, offset: usize, rows: usize): f64 {
  const step = operand.step;
  let x = operand.at(offset);
  let sum = pair(0);
  for (let left = rows >> 1; left > 0; --left, x += step) sum = f64x2.add(sum, log1p(v128.load(x)));
  const pairs = sumLanes(sum);
  return rows & 1 ? pairs + f64x2.extract_lane(log1p(v128.load(x)), 0) : pairs;
}

export function accumulateLog1pForward(instruction: Instruction, offset: usize, rows: usize): void {
  addLogDensity(coefficientOf(instruction, 1) * sumLog1ps(argument(instruction, 0), offset, rows));
}

export function accumulateLog1pReverse(instruction: Instruction, offset: usize, rows: usize): void {
  const operand = argument(instruction, 0);
  if (operand.mode) addSlopes(operand, offset, rows, coefficientOf(instruction, 1));
  if (instruction.argumentCount == 1) return;
  const coefficient = argument(instruction, 1);
  if (coefficient.mode) addScalar(coefficient, sumLog1ps(operand, offset, rows));
}

// @ts-ignore: decorator
@inline
function slope(adjoint: v128, x: usize): v128 {
  return times(adjoint, f64x2.div(pair(1), f64x2.add(pair(1), v128.load(x))));
}

/** Adds adjoint / (1 + x). */
function addSlopes(operand: Operand, offset: usize, rows: usize, adjoint: f64): void {
  let x = operand.at(offset);
  if (operand.mode == Adjoint.Scalar) return addScalar(operand, f64x2.extract_lane(slope(pair(adjoint), x), 0) * <f64>rows);
  let to = operand.adjointAt(offset);
  const keep = i32x4.splat(operand.keep);
  for (const end = to + fullPairBytes(rows); to < end; to += 16, x += 16) addRows(to, keep, slope(pair(adjoint), x));
  if (rows & 1) addRows(to, keep, slope(f64x2(adjoint, 0), x));
}

/**
 * Sums of -0.5 ((value - mean) root)^2 with a scalar coefficient: the likelihood of normal rows. Its adjoint is known beforehand, so
 * that neither the rows' quadratic forms nor their adjoints are stored.
 */
import { pair } from "../../math/pair";
import { addLogDensity } from "../log_density";
import { Adjoint, Instruction, Operand, argument } from "../records";
import { addRows, addScalar, define, sumLanes, times } from "./adjoint";
import { quadraticSums, sweepQuadratic } from "./quadratic_sweep";
import { coefficientOf, fullPairBytes } from "./rows";
import { Quadratic } from "./ternary_ops";

/** Sum of ((value - mean) root)^2 over a block's rows. */
function sumSquares(instruction: Instruction, offset: usize, rows: usize): f64 {
  const values = argument(instruction, 0);
  const means = argument(instruction, 1);
  const roots = argument(instruction, 2);
  let value = values.at(offset);
  let mean = means.at(offset);
  let root = roots.at(offset);
  const valueStep = values.step;
  const meanStep = means.step;
  const rootStep = roots.step;
  let sum = pair(0);
  let other = pair(0);
  for (let left = rows >> 1; left > 0; --left, value += valueStep, mean += meanStep, root += rootStep) {
    const z = f64x2.mul(f64x2.sub(v128.load(value), v128.load(mean)), v128.load(root));
    const next = f64x2.add(sum, f64x2.mul(z, z));
    sum = other;
    other = next;
  }
  const pairs = sumLanes(f64x2.add(sum, other));
  if (!(rows & 1)) return pairs;
  const last = (load<f64>(value) - load<f64>(mean)) * load<f64>(root);
  return pairs + last * last;
}

export function accumulateQuadraticForward(instruction: Instruction, offset: usize, rows: usize): void {
  addLogDensity(coefficientOf(instruction, 3) * (-0.5 * sumSquares(instruction, offset, rows)));
}

export function accumulateQuadraticReverse(instruction: Instruction, offset: usize, rows: usize): void {
  if (instruction.isDirect) return addBoth(instruction, offset, rows);
  const adjoint = coefficientOf(instruction, 3);
  for (let k = 0; k < 3; ++k) if (argument(instruction, k).mode) pass(instruction, offset, rows, adjoint, k);
  if (instruction.argumentCount == 3) return;
  const coefficient = argument(instruction, 3);
  if (coefficient.mode) addScalar(coefficient, -0.5 * sumSquares(instruction, offset, rows));
}

/** At load, once adjoints are planned: the value is data, and both sides are one sweep. */
export function isDirectQuadratic(instruction: Instruction): bool {
  return argument(instruction, 0).mode == Adjoint.None && (argument(instruction, 1).mode || argument(instruction, 2).mode);
}

/** The adjoint of a term's rows, for whole pairs and for the last row of an odd number of them. */
const unit: usize = memory.data(32, 16);

/** The sum of the rows and their adjoints. */
function addBoth(instruction: Instruction, offset: usize, rows: usize): void {
  const adjoint = coefficientOf(instruction, 3);
  if (argument(instruction, 1).mode == Adjoint.Rows && argument(instruction, 2).step == 0 && adjoint != 0) {
    return addMeansAndRoot(instruction, offset, rows, adjoint);
  }
  const bytes = fullPairBytes(rows);
  v128.store(unit, pair(adjoint));
  sweepQuadratic(instruction, offset, 0, bytes, unit, 0);
  let meanSum = sumLanes(quadraticSums.mean);
  let rootSum = sumLanes(quadraticSums.root);
  let squares = sumLanes(quadraticSums.squares);
  if (rows & 1) {
    v128.store(unit, f64x2(adjoint, 0), 16);
    sweepQuadratic(instruction, offset, bytes, 16, unit + 16, 0);
    meanSum += f64x2.extract_lane(quadraticSums.mean, 0);
    rootSum += f64x2.extract_lane(quadraticSums.root, 0);
    squares += f64x2.extract_lane(quadraticSums.squares, 0);
  }
  addLogDensity(adjoint * (-0.5 * squares));
  const mean = argument(instruction, 1);
  const root = argument(instruction, 2);
  if (mean.mode == Adjoint.Scalar) addScalar(mean, meanSum);
  if (root.mode == Adjoint.Scalar) addScalar(root, rootSum);
  if (instruction.argumentCount > 3 && argument(instruction, 3).mode) addScalar(argument(instruction, 3), -0.5 * squares);
}

/** The usual case: a mean for each row and one root for all, z = (value - mean) root. */
function addMeansAndRoot(instruction: Instruction, offset: usize, rows: usize, adjoint: f64): void {
  const values = argument(instruction, 0);
  const means = argument(instruction, 1);
  const root = argument(instruction, 2);
  const scale = v128.load(root.values);
  const slope = f64x2.mul(pair(adjoint), scale);
  const step = values.step;
  let value = values.at(offset);
  let mean = means.at(offset);
  let to = means.adjointAt(offset);
  const keep = i32x4.splat(means.keep);
  const end = to + fullPairBytes(rows);
  let sum = pair(0);
  if (means.keep) {
    for (; to < end; to += 16, mean += 16, value += step) {
      const z = f64x2.mul(f64x2.sub(v128.load(value), v128.load(mean)), scale);
      sum = f64x2.add(sum, f64x2.mul(z, z));
      addRows(to, keep, f64x2.mul(z, slope));
    }
  } else {
    for (; to < end; to += 16, mean += 16, value += step) {
      const z = f64x2.mul(f64x2.sub(v128.load(value), v128.load(mean)), scale);
      sum = f64x2.add(sum, f64x2.mul(z, z));
      v128.store(to, f64x2.mul(z, slope));
    }
  }
  let squares = sumLanes(sum);
  if (rows & 1) {
    const z = f64x2.mul(f64x2.sub(v128.load(value), v128.load(mean)), scale);
    squares += f64x2.extract_lane(f64x2.mul(z, z), 0);
    addRows(to, keep, f64x2.replace_lane(f64x2.mul(z, slope), 1, 0));
  }
  addLogDensity(adjoint * (-0.5 * squares));
  if (root.mode) addScalar(root, squares == 0 ? 0 : -(adjoint * squares) / f64x2.extract_lane(scale, 0));
  if (instruction.argumentCount > 3 && argument(instruction, 3).mode) addScalar(argument(instruction, 3), -0.5 * squares);
}

// @ts-ignore: decorator
@inline
function pull(which: i32, a: usize, b: usize, c: usize, g: v128): v128 {
  if (which == 0) return define<Quadratic>().first(a, b, c, g);
  if (which == 1) return define<Quadratic>().second(a, b, c, g);
  return define<Quadratic>().third(a, b, c, g);
}

/** One operand's adjoint. */
function pass(instruction: Instruction, offset: usize, rows: usize, adjoint: f64, which: i32): void {
  const operand: Operand = argument(instruction, which);
  const values = argument(instruction, 0);
  const means = argument(instruction, 1);
  const roots = argument(instruction, 2);
  let a = values.at(offset);
  let b = means.at(offset);
  let c = roots.at(offset);
  const aStep = values.step;
  const bStep = means.step;
  const cStep = roots.step;
  const g = pair(adjoint);
  const last = f64x2(adjoint, 0);
  if (operand.mode == Adjoint.Rows) {
    let to = operand.adjointAt(offset);
    const keep = i32x4.splat(operand.keep);
    for (let left = rows >> 1; left > 0; --left, a += aStep, b += bStep, c += cStep, to += 16) addRows(to, keep, pull(which, a, b, c, g));
    if (rows & 1) addRows(to, keep, pull(which, a, b, c, last));
  } else {
    let sum = pair(0);
    for (let left = rows >> 1; left > 0; --left, a += aStep, b += bStep, c += cStep) sum = f64x2.add(sum, pull(which, a, b, c, g));
    if (rows & 1) sum = f64x2.add(sum, pull(which, a, b, c, last));
    addScalar(operand, sumLanes(sum));
  }
}

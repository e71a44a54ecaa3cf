/**
 * Sums of -0.5 ((value - mean) root)^2 with a scalar coefficient: the likelihood of normal rows. Its adjoint is known beforehand, so
 * that neither the rows' quadratic forms nor their adjoints are stored.
 */
import { pair } from "../../math/pair";
import { addLogDensity } from "../log_density";
import { Adjoint, Instruction, Operand, argument } from "../records";
import { addRows, addScalar, define, sumLanes, times } from "./adjoint";
import { Quadratic } from "./ternary_ops";

// @ts-ignore: decorator
@inline
function coefficientOf(instruction: Instruction): f64 {
  return instruction.argumentCount > 3 ? load<f64>(argument(instruction, 3).values) : 1;
}

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
  addLogDensity(coefficientOf(instruction) * (-0.5 * sumSquares(instruction, offset, rows)));
}

export function accumulateQuadraticReverse(instruction: Instruction, offset: usize, rows: usize): void {
  const adjoint = coefficientOf(instruction);
  const means = argument(instruction, 1);
  const roots = argument(instruction, 2);
  if (argument(instruction, 0).mode) pass(instruction, offset, rows, adjoint, 0);
  if (means.mode == Adjoint.Rows && roots.mode == Adjoint.Scalar) {
    addMeansAndRoot(instruction, offset, rows, adjoint);
  } else {
    if (means.mode) pass(instruction, offset, rows, adjoint, 1);
    if (roots.mode) pass(instruction, offset, rows, adjoint, 2);
  }
  if (instruction.argumentCount == 3) return;
  const coefficient = argument(instruction, 3);
  if (coefficient.mode) addScalar(coefficient, -0.5 * sumSquares(instruction, offset, rows));
}

/** The usual case in one pass: a mean for each row, one scale for all. */
function addMeansAndRoot(instruction: Instruction, offset: usize, rows: usize, adjoint: f64): void {
  const values = argument(instruction, 0);
  const means = argument(instruction, 1);
  const scale = argument(instruction, 2);
  const root = v128.load(scale.at(offset));
  const square = f64x2.mul(root, root);
  const valueStep = values.step;
  let value = values.at(offset);
  let mean = means.at(offset);
  let to = means.adjointAt(offset);
  const keep = i32x4.splat(means.keep);
  let g = pair(adjoint);
  let sum = pair(0);
  for (let left = rows >> 1; left > 0; --left, value += valueStep, mean += 16, to += 16) {
    const difference = f64x2.sub(v128.load(value), v128.load(mean));
    sum = f64x2.add(sum, f64x2.mul(difference, difference));
    addRows(to, keep, times(g, f64x2.mul(difference, square)));
  }
  let squares = sumLanes(sum);
  if (rows & 1) {
    const difference = f64x2.sub(v128.load(value), v128.load(mean));
    squares += f64x2.extract_lane(f64x2.mul(difference, difference), 0);
    g = f64x2(adjoint, 0);
    addRows(to, keep, times(g, f64x2.mul(difference, square)));
  }
  addScalar(scale, adjoint == 0 ? 0 : -(adjoint * (squares * f64x2.extract_lane(root, 0))));
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

/**
 * Quadratic(value, mean, root) = -0.5 z^2, z = (value - mean) root: the reverse side in one sweep where the value is data, which
 * is what normal rows come to. As a term of the log density (its only use is an Accumulate) both sides are that sweep.
 *
 *     adjoint of the mean: g z root;  of the root: -g z (value - mean)
 */
import { pair } from "../../math/pair";
import { addLogDensity } from "../log_density";
import { Adjoint, Instruction, Operand, argument, pairBytes } from "../records";
import { addRows, addScalar, sumLanes, times } from "./adjoint";
import { coefficientOf, hasCoefficient } from "./accumulate";
import { fullPairBytes } from "./rows";
import { ternaryReverse } from "./ternary";
import { Quadratic } from "./ternary_ops";

/** What a sweep leaves, lane by lane. */
@unmanaged
class Sums {
  mean: v128;
  root: v128;
  /** Of z^2. */
  squares: v128;
}

const sums = changetype<Sums>(memory.data(48, 16));
/** The adjoint of a term's rows, for whole pairs and for the last row of an odd number of them. */
const unit: usize = memory.data(32, 16);

export function quadraticReverse(instruction: Instruction, offset: usize, rows: usize): void {
  if (instruction.term != 0) return addTerm(instruction, offset, rows);
  if (argument(instruction, 0).mode) return ternaryReverse<Quadratic>(instruction, offset, rows);
  sweep(instruction, offset, 0, pairBytes(rows), argument(instruction, 3).adjointAt(offset), 16);
  const mean = argument(instruction, 1);
  const root = argument(instruction, 2);
  if (mean.mode == Adjoint.Scalar) addScalar(mean, sumLanes(sums.mean));
  if (root.mode == Adjoint.Scalar) addScalar(root, sumLanes(sums.root));
}

function addTerm(instruction: Instruction, offset: usize, rows: usize): void {
  const accumulate = changetype<Instruction>(instruction.term);
  const g = coefficientOf(accumulate);
  const bytes = fullPairBytes(rows);
  v128.store(unit, pair(g));
  sweep(instruction, offset, 0, bytes, unit, 0);
  let meanSum = sumLanes(sums.mean);
  let rootSum = sumLanes(sums.root);
  let squares = sumLanes(sums.squares);
  if (rows & 1) {
    v128.store(unit, f64x2(g, 0), 16);
    sweep(instruction, offset, bytes, 16, unit + 16, 0);
    meanSum += f64x2.extract_lane(sums.mean, 0);
    rootSum += f64x2.extract_lane(sums.root, 0);
    squares += f64x2.extract_lane(sums.squares, 0);
  }
  addLogDensity(g * (-0.5 * squares));
  const mean = argument(instruction, 1);
  const root = argument(instruction, 2);
  if (mean.mode == Adjoint.Scalar) addScalar(mean, meanSum);
  if (root.mode == Adjoint.Scalar) addScalar(root, rootSum);
  if (!hasCoefficient(accumulate)) return;
  if (argument(accumulate, 1).mode) addScalar(argument(accumulate, 1), -0.5 * squares);
}

/** `bytes` of pairs from a place in the block on. Adjoints by rows are written, sums left in `sums`. */
function sweep(i: Instruction, offset: usize, place: usize, bytes: usize, g: usize, gStep: usize): void {
  const mean = argument(i, 1).mode;
  const root = argument(i, 2).mode;
  if (mean == Adjoint.Rows) {
    if (root == Adjoint.Rows) sweepPairs(i, offset, place, bytes, g, gStep, Adjoint.Rows, Adjoint.Rows);
    else if (root == Adjoint.Scalar) sweepPairs(i, offset, place, bytes, g, gStep, Adjoint.Rows, Adjoint.Scalar);
    else sweepPairs(i, offset, place, bytes, g, gStep, Adjoint.Rows, Adjoint.None);
  } else {
    if (root == Adjoint.Rows) sweepPairs(i, offset, place, bytes, g, gStep, Adjoint.Scalar, Adjoint.Rows);
    else sweepPairs(i, offset, place, bytes, g, gStep, Adjoint.Scalar, Adjoint.Scalar);
  }
}

// @ts-ignore: decorator
@inline
function addressOf(operand: Operand, offset: usize, place: usize): usize {
  return operand.at(offset) + (operand.step ? place : 0);
}

/** The modes are compile-time constants; a sum that nobody needs is as cheap as a test. */
// @ts-ignore: decorator
@inline
function sweepPairs(i: Instruction, offset: usize, place: usize, bytes: usize, g: usize, gStep: usize, meanMode: Adjoint, rootMode: Adjoint): void {
  const valueStep = argument(i, 0).step;
  const meanStep = argument(i, 1).step;
  const rootStep = argument(i, 2).step;
  let value = addressOf(argument(i, 0), offset, place);
  let mean = addressOf(argument(i, 1), offset, place);
  let root = addressOf(argument(i, 2), offset, place);
  let toMean: usize = 0;
  let toRoot: usize = 0;
  if (meanMode == Adjoint.Rows) toMean = argument(i, 1).adjointAt(offset) + place;
  if (rootMode == Adjoint.Rows) toRoot = argument(i, 2).adjointAt(offset) + place;
  const keepMean = i32x4.splat(argument(i, 1).keep);
  const keepRoot = i32x4.splat(argument(i, 2).keep);
  let meanSum = pair(0);
  let rootSum = pair(0);
  let squares = pair(0);
  for (let done: usize = 0; done < bytes; done += 16, value += valueStep, mean += meanStep, root += rootStep, g += gStep) {
    const scale = v128.load(root);
    const difference = f64x2.sub(v128.load(value), v128.load(mean));
    const z = f64x2.mul(difference, scale);
    const adjoint = v128.load(g);
    squares = f64x2.add(squares, f64x2.mul(z, z));
    if (meanMode == Adjoint.Rows) {
      addRows(toMean, keepMean, times(adjoint, f64x2.mul(z, scale)));
      toMean += 16;
    }
    if (meanMode == Adjoint.Scalar) meanSum = f64x2.add(meanSum, times(adjoint, f64x2.mul(z, scale)));
    if (rootMode == Adjoint.Rows) {
      addRows(toRoot, keepRoot, times(adjoint, f64x2.neg(f64x2.mul(z, difference))));
      toRoot += 16;
    }
    if (rootMode == Adjoint.Scalar) rootSum = f64x2.sub(rootSum, times(adjoint, f64x2.mul(z, difference)));
  }
  sums.mean = meanSum;
  sums.root = rootSum;
  sums.squares = squares;
}

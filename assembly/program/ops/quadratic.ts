/**
 * The reverse side of Quadratic(value, mean, root) = -0.5 z^2, z = (value - mean) root, in one sweep where the value is data, as
 * it is for observed rows: the mean's adjoint is g z root, the root's -g z (value - mean).
 */
import { pair } from "../../math/pair";
import { Adjoint, Instruction, argument, pairBytes } from "../records";
import { addRows, addScalar, sumLanes, times } from "./adjoint";
import { ternaryReverse } from "./ternary";
import { Quadratic } from "./ternary_ops";

/** What a sweep leaves, lane by lane. */
@unmanaged
class Sums {
  mean: v128;
  root: v128;
}

const sums = changetype<Sums>(memory.data(32, 16));

export function quadraticReverse(instruction: Instruction, offset: usize, rows: usize): void {
  if (argument(instruction, 0).mode) return ternaryReverse<Quadratic>(instruction, offset, rows);
  sweep(instruction, offset, pairBytes(rows));
  const mean = argument(instruction, 1);
  const root = argument(instruction, 2);
  if (mean.mode == Adjoint.Scalar) addScalar(mean, sumLanes(sums.mean));
  if (root.mode == Adjoint.Scalar) addScalar(root, sumLanes(sums.root));
}

/** Adjoints by rows are written, sums left in `sums`. */
function sweep(i: Instruction, offset: usize, bytes: usize): void {
  const mean = argument(i, 1).mode;
  const root = argument(i, 2).mode;
  if (mean == Adjoint.Rows) {
    if (root == Adjoint.Rows) sweepPairs(i, offset, bytes, Adjoint.Rows, Adjoint.Rows);
    else if (root == Adjoint.Scalar) sweepPairs(i, offset, bytes, Adjoint.Rows, Adjoint.Scalar);
    else sweepPairs(i, offset, bytes, Adjoint.Rows, Adjoint.None);
  } else {
    if (root == Adjoint.Rows) sweepPairs(i, offset, bytes, Adjoint.Scalar, Adjoint.Rows);
    else sweepPairs(i, offset, bytes, Adjoint.Scalar, Adjoint.Scalar);
  }
}

/** The modes are compile-time constants; a sum that nobody needs costs less than a test. */
// @ts-ignore: decorator
@inline
function sweepPairs(i: Instruction, offset: usize, bytes: usize, meanMode: Adjoint, rootMode: Adjoint): void {
  const valueStep = argument(i, 0).step;
  const meanStep = argument(i, 1).step;
  const rootStep = argument(i, 2).step;
  let value = argument(i, 0).at(offset);
  let mean = argument(i, 1).at(offset);
  let root = argument(i, 2).at(offset);
  let g = argument(i, 3).adjointAt(offset);
  let toMean: usize = 0;
  let toRoot: usize = 0;
  if (meanMode == Adjoint.Rows) toMean = argument(i, 1).adjointAt(offset);
  if (rootMode == Adjoint.Rows) toRoot = argument(i, 2).adjointAt(offset);
  const keepMean = i32x4.splat(argument(i, 1).keep);
  const keepRoot = i32x4.splat(argument(i, 2).keep);
  let meanSum = pair(0);
  let rootSum = pair(0);
  for (const end = g + bytes; g < end; g += 16, value += valueStep, mean += meanStep, root += rootStep) {
    const scale = v128.load(root);
    const difference = f64x2.sub(v128.load(value), v128.load(mean));
    const z = f64x2.mul(difference, scale);
    const adjoint = v128.load(g);
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
}

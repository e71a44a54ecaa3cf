/**
 * One sweep over rows of -0.5 z^2, z = (value - mean) root, whose value is data, as observed rows are: the adjoints g z root of the
 * mean and -g z (value - mean) of the root, and the sum of z^2.
 */
import { pair } from "../../math/pair";
import { Adjoint, Instruction, Operand, argument } from "../records";
import { addRows, times } from "./adjoint";

/** What a sweep leaves, lane by lane; those of operands without a scalar adjoint mean nothing. */
@unmanaged
export class QuadraticSums {
  mean: v128;
  root: v128;
  squares: v128;
}

export const quadraticSums = changetype<QuadraticSums>(memory.data(48, 16));

/** `bytes` of pairs from a place in the block on, with adjoints from `g` on, `gStep` apart. */
export function sweepQuadratic(i: Instruction, offset: usize, place: usize, bytes: usize, g: usize, gStep: usize): void {
  const mean = argument(i, 1).mode;
  const root = argument(i, 2).mode;
  if (mean == Adjoint.Rows) {
    if (root == Adjoint.Rows) sweep(i, offset, place, bytes, g, gStep, Adjoint.Rows, Adjoint.Rows);
    else if (root == Adjoint.Scalar) sweep(i, offset, place, bytes, g, gStep, Adjoint.Rows, Adjoint.Scalar);
    else sweep(i, offset, place, bytes, g, gStep, Adjoint.Rows, Adjoint.None);
  } else {
    if (root == Adjoint.Rows) sweep(i, offset, place, bytes, g, gStep, Adjoint.Scalar, Adjoint.Rows);
    else sweep(i, offset, place, bytes, g, gStep, Adjoint.Scalar, Adjoint.Scalar);
  }
}

// @ts-ignore: decorator
@inline
function addressOf(operand: Operand, offset: usize, place: usize): usize {
  return operand.at(offset) + (operand.step ? place : 0);
}

/** The modes are compile-time constants; a sum that nobody needs costs less than a test. */
// @ts-ignore: decorator
@inline
function sweep(i: Instruction, offset: usize, place: usize, bytes: usize, g: usize, gStep: usize, meanMode: Adjoint, rootMode: Adjoint): void {
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
  quadraticSums.mean = meanSum;
  quadraticSums.root = rootSum;
  quadraticSums.squares = squares;
}

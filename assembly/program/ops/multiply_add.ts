/** MultiplyAdd(a, b, c) = a b + c, with kernels of its own for the usual line: a is a scalar and b is data by rows. */
import { pair } from "../../math/pair";
import { Adjoint, Instruction, argument, pairBytes } from "../records";
import { addScalar, sumLanes, times } from "./adjoint";
import { ternaryForward, ternaryReverse } from "./ternary";
import { MultiplyAdd } from "./ternary_ops";

export function multiplyAddForward(instruction: Instruction, offset: usize, rows: usize): void {
  const slope = argument(instruction, 0);
  if (slope.step != 0 || argument(instruction, 1).step == 0) return ternaryForward<MultiplyAdd>(instruction, offset, rows);
  const a = v128.load(slope.values);
  const step = argument(instruction, 2).step;
  let b = argument(instruction, 1).at(offset);
  let c = argument(instruction, 2).at(offset);
  let y = argument(instruction, 3).at(offset);
  for (const end = y + pairBytes(rows); y < end; y += 16, b += 16, c += step) {
    v128.store(y, f64x2.add(f64x2.mul(a, v128.load(b)), v128.load(c)));
  }
}

export function multiplyAddReverse(instruction: Instruction, offset: usize, rows: usize): void {
  const slope = argument(instruction, 0);
  const intercept = argument(instruction, 2);
  const isLine = slope.mode == Adjoint.Scalar && argument(instruction, 1).mode == Adjoint.None && intercept.mode != Adjoint.Rows;
  if (!isLine) return ternaryReverse<MultiplyAdd>(instruction, offset, rows);
  const step = argument(instruction, 1).step;
  let x = argument(instruction, 1).at(offset);
  let g = argument(instruction, 3).adjointAt(offset);
  let sum = pair(0);
  let products = pair(0);
  for (const end = g + pairBytes(rows); g < end; g += 16, x += step) {
    const adjoint = v128.load(g);
    sum = f64x2.add(sum, adjoint);
    products = f64x2.add(products, times(adjoint, v128.load(x)));
  }
  addScalar(slope, sumLanes(products));
  if (intercept.mode) addScalar(intercept, sumLanes(sum));
}

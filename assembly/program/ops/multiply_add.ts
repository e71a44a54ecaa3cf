/** The reverse side of MultiplyAdd(a, b, c) = a b + c, in one sweep where a and c are scalars and b is data, as in a line. */
import { pair } from "../../math/pair";
import { Adjoint, Instruction, argument, pairBytes } from "../records";
import { addScalar, sumLanes, times } from "./adjoint";
import { ternaryReverse } from "./ternary";
import { MultiplyAdd } from "./ternary_ops";

export function multiplyAddReverse(instruction: Instruction, offset: usize, rows: usize): void {
  const slope = argument(instruction, 0);
  const intercept = argument(instruction, 2);
  const isLine = slope.mode == Adjoint.Scalar && argument(instruction, 1).mode == Adjoint.None && intercept.mode == Adjoint.Scalar;
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
  addScalar(intercept, sumLanes(sum));
}

/** The reverse side of Quadratic: one sweep where the value is data. */
import { Adjoint, Instruction, argument, pairBytes } from "../records";
import { addScalar, sumLanes } from "./adjoint";
import { quadraticSums, sweepQuadratic } from "./quadratic_sweep";
import { ternaryReverse } from "./ternary";
import { Quadratic } from "./ternary_ops";

export function quadraticReverse(instruction: Instruction, offset: usize, rows: usize): void {
  if (argument(instruction, 0).mode) return ternaryReverse<Quadratic>(instruction, offset, rows);
  sweepQuadratic(instruction, offset, 0, pairBytes(rows), argument(instruction, 3).adjointAt(offset), 16);
  const mean = argument(instruction, 1);
  const root = argument(instruction, 2);
  if (mean.mode == Adjoint.Scalar) addScalar(mean, sumLanes(quadraticSums.mean));
  if (root.mode == Adjoint.Scalar) addScalar(root, sumLanes(quadraticSums.root));
}

/** How contributions reach the adjoints of operands. */
import { Adjoint, Operand } from "../records";

/** The one instance, without fields, of a class that defines an op. */
// @ts-ignore: decorator
@inline
export function define<T>(): T {
  return changetype<T>(<usize>0);
}

/** An adjoint times a partial derivative: exactly 0 where the adjoint is 0, whatever the partial (0 * inf is 0 here). */
// @ts-ignore: decorator
@inline
export function times(adjoint: v128, partial: v128): v128 {
  return v128.and(f64x2.mul(adjoint, partial), f64x2.ne(adjoint, f64x2.splat(0)));
}

/** Adds a pair of contributions to an operand's rows, or assigns it. */
// @ts-ignore: decorator
@inline
export function addRows(to: usize, keep: v128, contribution: v128): void {
  v128.store(to, f64x2.add(v128.and(v128.load(to), keep), contribution));
}

// @ts-ignore: decorator
@inline
export function sumLanes(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

/** Adds to a scalar's adjoint, or assigns it; its second lane stays 0. */
export function addScalar(operand: Operand, contribution: f64): void {
  const before = operand.keep ? load<f64>(operand.adjoint) : 0;
  v128.store(operand.adjoint, f64x2(0, 0));
  store<f64>(operand.adjoint, before + contribution);
}

/** Where a loop over rows adds that does not distinguish an operand's rows from a scalar: one pair, then for `addCollected`. */
const collected: usize = memory.data(16, 16);

/** Address, step and former content's mask of an operand's adjoint, for such a loop. */
// @ts-ignore: decorator
@inline
export function collectTo(operand: Operand, offset: usize): usize {
  if (operand.mode == Adjoint.Rows) return operand.adjointAt(offset);
  v128.store(collected, i64x2.splat(0));
  return collected;
}

// @ts-ignore: decorator
@inline
export function collectStep(operand: Operand): usize {
  return operand.mode == Adjoint.Rows ? 16 : 0;
}

// @ts-ignore: decorator
@inline
export function collectKeep(operand: Operand): v128 {
  return i32x4.splat(operand.mode == Adjoint.Rows ? operand.keep : -1);
}

/** The sum of what was collected for a scalar. */
// @ts-ignore: decorator
@inline
export function addCollected(operand: Operand): void {
  if (operand.mode == Adjoint.Scalar) addScalar(operand, sumLanes(v128.load(collected)));
}

/** How contributions reach the adjoints of operands. */
import { Operand } from "../records";

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

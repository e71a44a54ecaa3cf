/** Linear recursions along a dim: the fast kind, which `scan` finds by itself. */
import { Expr, toNode } from "./expression.js";
import { joinDims } from "./nodes.js";
import type { DimsOf, Operand } from "./types.js";

/**
 * s_t = a_t s_(t-1) + b_t along a dim, with `init` before its first row. A running sum is `linearRecurrence(1, x, 0, "time")`.
 * `init` may have all other dims, but not that one.
 */
export function linearRecurrence<A extends Operand, B extends Operand, S extends Operand, const Over extends string>(
  a: A,
  b: B,
  init: S,
  over: Over,
): Expr<DimsOf<A | B | S> | Over, []> {
  const args = [a, b, init].map(toNode);
  const dims = joinDims([...args.map((node) => node.dims), [over]]);
  return new Expr({ kind: "call", op: "linearRecurrence", args, over: [over], count: 0, dims, event: [] });
}

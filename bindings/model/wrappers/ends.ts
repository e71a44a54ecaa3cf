/** Supports cut at bounds. */
import { constantOf } from "../constraints.js";
import type { Support } from "../distribution.js";
import { Expr, toNode } from "../expression.js";
import { max, min } from "../functions.js";
import type { Node } from "../graph.js";
import { rangeOfSupport } from "../support.js";
import type { AnyExpr, Operand } from "../types.js";

export interface Bounds {
  readonly lower?: AnyExpr | undefined;
  readonly upper?: AnyExpr | undefined;
}

/** The part of a support of single numbers between bounds. */
export function cutSupport(support: Support, { lower, upper }: Bounds): Support {
  const [from, to] = rangeOfSupport(support);
  const low = chosen(from, lower, Math.max, max);
  const high = chosen(to, upper, Math.min, min);
  if (isDiscreteSupport(support)) {
    return {
      kind: "integers",
      lower: low ?? toNode(Number.NEGATIVE_INFINITY),
      upper: high ?? toNode(Number.POSITIVE_INFINITY),
    };
  }
  if (high === undefined && low !== undefined) {
    const isWhole = support.kind === "positive" || support.kind === "nonnegative";
    return isWhole && constantOf(low) === 0 ? support : { kind: "lower", lower: low };
  }
  if (high === undefined) return support;
  return low === undefined ? { kind: "upper", upper: high } : { kind: "interval", lower: low, upper: high };
}

/** Whether the cut support may include the number 0, which the base's own support only approaches. */
export function reachesOpenEnd(support: Support, { lower }: Bounds): boolean {
  const bound = lower && constantOf(lower.node);
  return support.kind === "positive" && !(bound !== undefined && bound > 0);
}

export function isDiscreteSupport({ kind }: Support): boolean {
  return kind === "count" || kind === "integers" || kind === "boolean";
}

/** The ends of a support as numbers, where they are constants; infinite where there is no end. */
export function constantEnds(support: Support): readonly [number | undefined, number | undefined] {
  const [from, to] = rangeOfSupport(support);
  return [from === undefined ? -Infinity : constantOf(toNode(from)), to === undefined ? Infinity : constantOf(toNode(to))];
}

/** One of two bounds by a rule; of constants a constant, and an infinite one bounds nothing. */
function chosen(
  a: Operand | undefined,
  b: Operand | undefined,
  ofNumbers: (a: number, b: number) => number,
  of: (a: Operand, b: Operand) => AnyExpr,
): Node | undefined {
  if (a === undefined || b === undefined) return a === undefined ? (b === undefined ? b : toNode(b)) : toNode(a);
  const [one, other] = [constantOf(toNode(a)), constantOf(toNode(b))];
  if (one !== undefined && other !== undefined) return toNode(ofNumbers(one, other));
  if (one !== undefined && !Number.isFinite(one)) return toNode(b);
  return of(new Expr(toNode(a)), b).node;
}

/** A support with 0 added: as far as the nearest kind of support that has it. */
export function withZeroSupport(support: Support): Support {
  const zero = new Expr(toNode(0)) as AnyExpr;
  const [from, to] = rangeOfSupport(support);
  if (support.kind === "integers") {
    return {
      kind: "integers",
      lower: chosen(from, zero, Math.min, min) as Node,
      upper: chosen(to, zero, Math.max, max) as Node,
    };
  }
  if (isDiscreteSupport(support) || support.kind === "unit") return support;
  return to === undefined ? { kind: "nonnegative" } : { kind: "interval", lower: toNode(0), upper: toNode(to) };
}

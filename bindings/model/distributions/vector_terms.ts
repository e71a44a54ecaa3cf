/** Pieces that several distributions of vectors share. */
import { WasmcmcError } from "../../errors.js";
import { toNode } from "../expression.js";
import { div, eq, exp, gt, stack, where } from "../functions.js";
import type { Node } from "../graph.js";
import { logSumExp } from "../reductions.js";
import type { AnyExpr, Operand } from "../types.js";
import type { Variates } from "../variates.js";

/** The node of a parameter that is one number for each row. */
export function scalarNode(what: string, value: Operand): Node {
  const node = toNode(value);
  if (node.event.length === 0) return node;
  throw new WasmcmcError({
    code: "event-mismatch",
    problem: `${what} must be a number, but has event shape [${node.event}].`,
    remedy: "Give a number or an expression without an event; take an element with .at(k).",
    variable: what,
    value,
  });
}

export function totalOf(terms: readonly AnyExpr[]): AnyExpr {
  return terms.reduce((total, term) => total.add(term) as AnyExpr);
}

/** 0 where the counts' sum is n, else -inf. */
export function countsTerm(counts: readonly AnyExpr[], n: AnyExpr): AnyExpr {
  return where(eq(totalOf(counts), n), 0, Number.NEGATIVE_INFINITY);
}

/** Dirichlet shares: gamma variates over their sum, by logarithms, so that concentrations may be small. */
export function sharesDraw(alpha: readonly AnyExpr[], variates: Variates): AnyExpr[] {
  const logs = alpha.map((shape) => variates.logGamma(shape));
  const total: AnyExpr = logSumExp(stack(...logs));
  return logs.map((log): AnyExpr => exp(log.sub(total)));
}

/** Multinomial counts, one after the other: each binomial among the trials that are left. */
export function countsDraw(n: AnyExpr, shares: readonly AnyExpr[], variates: Variates): AnyExpr[] {
  const counts: AnyExpr[] = [];
  let left = n;
  for (const [k, share] of shares.entries()) {
    if (k === shares.length - 1) break;
    const rest = totalFromEnd(shares.slice(k));
    const positive: AnyExpr = where(gt(rest, 0), rest, 1);
    const count = variates.binomial(left, div(share, positive));
    counts.push(count);
    left = left.sub(count) as AnyExpr;
  }
  return [...counts, left];
}

/** Summed from the last on, so that it is never below its first. */
function totalFromEnd(terms: readonly AnyExpr[]): AnyExpr {
  return totalOf([...terms].reverse());
}

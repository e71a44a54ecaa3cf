/** Pieces that several log densities share. */
import { Expr } from "../expression.js";
import { add, cos, div, eq, exp, log1mexp, lt, mul, sin, sub, where } from "../functions.js";
import type { Node } from "../graph.js";
import { isDataOnly } from "../nodes.js";
import type { AnyExpr } from "../types.js";

/** log(2 pi) / 2 */
export const halfLogTwoPi = 0.9189385332046728;
export const logPi = 1.1447298858494002;
export const logTwo = 0.6931471805599453;
/** log(2 / pi) */
export const logTwoOverPi = -0.4515827052894549;
/** -digamma(1) */
export const eulerGamma = 0.5772156649015329;

/**
 * coefficient * logarithm, and 0 where the coefficient is 0 and the logarithm -inf.
 *
 * Three ways to write it, each exact at the edges: nothing to guard where the coefficient is a constant that is not 0; a test of
 * the coefficient where it does not move; else a test of the logarithm alone, so that a product of the two stays a term.
 */
export function timesLog(coefficient: AnyExpr, logarithm: AnyExpr): AnyExpr {
  const { node } = coefficient;
  if (node.kind === "constant" && node.values.every((value) => value === 0)) return coefficient;
  if (node.kind === "constant" && !node.values.includes(0)) return mul(coefficient, logarithm);
  if (isDataOnly(node)) return where(eq(coefficient, 0), 0, mul(coefficient, logarithm));
  const isEdge = eq(logarithm, Number.NEGATIVE_INFINITY);
  const atEdge = where(eq(coefficient, 0), 0, mul(coefficient, Number.NEGATIVE_INFINITY));
  return add(mul(coefficient, where(isEdge, 0, logarithm)), where(isEdge, atEdge, 0));
}

/** parameter - 1; of a constant again a constant, so that an exponent of 0 is seen while the model is built. */
export function minusOne(parameter: AnyExpr): AnyExpr {
  const { node } = parameter;
  return node.kind === "constant" ? new Expr({ ...node, values: node.values.map((value) => value - 1) }) : parameter.sub(1);
}

/** x where the node is op(x), so that a composition such as log(exp(x)) is not computed; else nothing. */
export function argumentOf(op: "exp" | "logistic", node: Node): AnyExpr | undefined {
  const [argument] = node.kind === "elementwise" && node.op === op ? node.args : [];
  return argument && new Expr(argument);
}

/** log(1 - exp(-exp(x))), where exp(x) vanishes as well. */
export function log1mexpOfExp(x: AnyExpr): AnyExpr {
  return where(lt(x, -40), x, log1mexp(exp(x).neg()));
}

/** The cotangent; its digits are those of the angle where that is near 0. */
export function cotangent(angle: AnyExpr): AnyExpr {
  return div(cos(angle), sin(angle));
}

/** NaN, for moments that do not exist. */
export function notANumber(): AnyExpr {
  return sub(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
}

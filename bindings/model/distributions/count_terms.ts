/** Pieces that several distributions of whole numbers share. */
import { Expr } from "../expression.js";
import { expm1, floor, lgamma, log, log1p, softplus, where } from "../functions.js";
import { constant } from "../nodes.js";
import type { AnyExpr, Operand } from "../types.js";
import type { Variates } from "../variates.js";
import { argumentOf } from "./terms.js";

/** log p and log(1 - p) of a probability; from eta alone, exact in both tails, where p is invLogit(eta). */
export function logsOf(p: AnyExpr): { readonly log: AnyExpr; readonly logNot: AnyExpr } {
  const eta = argumentOf("logistic", p.node);
  return eta ? { log: softplus(eta.neg()).neg(), logNot: softplus(eta).neg() } : { log: log(p), logNot: log1p(p.neg()) };
}

/** The logarithm of the number of ways to choose `some` of `all`. */
export function logChoose(all: AnyExpr, some: AnyExpr): AnyExpr {
  return lgamma(all.add(1))
    .sub(lgamma(some.add(1)))
    .sub(lgamma(all.sub(some).add(1)));
}

/** log B(a, b), of the beta function. */
export function logBeta(a: AnyExpr, b: AnyExpr): AnyExpr {
  return lgamma(a)
    .add(lgamma(b))
    .sub(lgamma(a.add(b)));
}

/** The smallest whole number not below x. */
export function ceil(x: AnyExpr): AnyExpr {
  return floor(x.neg()).neg();
}

/** The sum of expressions, of none of them 0. */
export function total(terms: readonly AnyExpr[]): AnyExpr {
  const [first, ...others] = terms;
  return first ? others.reduce((sum, term) => sum.add(term), first) : new Expr(constant(0));
}

/** Option x (0, 1, ...) of several; the last one for all others. */
export function choose(x: AnyExpr, options: readonly Operand[]): AnyExpr {
  const last = options.length - 1;
  return options
    .slice(0, last)
    .reduceRight<Operand>((others, option, k) => where(x.sub(k), others as AnyExpr, option), options[last] as Operand) as AnyExpr;
}

/** A variate of the exponential distribution with rate 1, given that it is below `limit`. */
export function waitingTime(limit: AnyExpr, variates: Variates): AnyExpr {
  return log1p(variates.uniform().mul(expm1(limit.neg()))).neg();
}

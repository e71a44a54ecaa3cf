/** How much of a distribution lies between two bounds, in logarithms and in the tail that keeps the digits. */

import { constantOf } from "../constraints.js";
import { ceil } from "../distributions/count_terms.js";
import { add, eq, gt, le, log1mexp, logAddExp, sub, where } from "../functions.js";
import type { AnyExpr } from "../types.js";
import type { Inner } from "./base.js";
import { constantEnds } from "./ends.js";

/** Between what the base lies: above `above` (excluded), up to `upTo` (included). */
export interface Span {
  readonly above?: AnyExpr | undefined;
  readonly upTo?: AnyExpr | undefined;
}

/** Bases of counts without a closed cdf are summed up over so many values at most. */
export const MaxSummands = 128;

/** The span of the values from `lower` to `upper`, both included; of whole numbers the first excluded one is below `lower`. */
export function spanOf(inner: Inner, lower: AnyExpr | undefined, upper: AnyExpr | undefined): Span {
  return { above: lower && inner.family.discrete ? below(lower) : lower, upTo: upper };
}

/** The largest whole number below x. */
function below(x: AnyExpr): AnyExpr {
  return ceil(x).sub(1);
}

/** log P(above < X <= upTo); -inf, and no NaN, where the bounds have crossed. */
export function logMass(inner: Inner, { above, upTo }: Span): AnyExpr {
  if (above && upTo) {
    const cdfs = [inner.logCdf(upTo), inner.logCdf(above)] as const;
    const survivals = [inner.logSurvival(above), inner.logSurvival(upTo)] as const;
    return where(le(cdfs[1], survivals[1]), logDifference(...cdfs), logDifference(...survivals));
  }
  if (above) return inner.logSurvival(above);
  return inner.logCdf(upTo as AnyExpr);
}

/** log(exp(a) - exp(b)), -inf where b is not below a. */
export function logDifference(a: AnyExpr, b: AnyExpr): AnyExpr {
  return where(gt(a, b), add(a, log1mexp(sub(b, a))), Number.NEGATIVE_INFINITY);
}

/** A log density less the mass that is left of it; -inf where nothing is. */
export function lessMass(logp: AnyExpr, mass: AnyExpr): AnyExpr {
  return sub(logp, where(eq(mass, Number.NEGATIVE_INFINITY), Number.POSITIVE_INFINITY, mass));
}

/** The few values that are left of whole numbers between constant bounds; some of them may be outside the support. */
export function summands(
  inner: Inner,
  lower: AnyExpr | undefined,
  upper: AnyExpr | undefined,
  most = MaxSummands,
): readonly number[] | undefined {
  if (!inner.family.discrete) return undefined;
  const [from = -Infinity, to = Infinity] = constantEnds(inner.support);
  const [low, high] = [lower ? constantOf(lower.node) : -Infinity, upper ? constantOf(upper.node) : Infinity];
  const first = Math.ceil(Math.max(from, low ?? Number.NaN));
  const last = Math.floor(Math.min(to, high ?? Number.NaN));
  const count = last - first + 1;
  return count >= 1 && count <= most ? Array.from({ length: count }, (_, k) => first + k) : undefined;
}

/** Logarithms of the sums of the first one, two, ... of exp(terms). */
export function cumulative(terms: readonly AnyExpr[]): AnyExpr[] {
  let sum: AnyExpr | undefined;
  return terms.map((term) => {
    sum = sum ? logAddExp(sum, term) : term;
    return sum;
  });
}

/** Whether cutting below `lower` leaves out 0 alone. */
export function leavesOutZero(inner: Inner, lower: AnyExpr | undefined): boolean {
  const bound = lower && constantOf(lower.node);
  return inner.family.discrete && bound !== undefined && Math.ceil(bound) === 1 && constantEnds(inner.support)[0] === 0;
}

/** log(1 - P(X = 0)), where 0 is in the support. */
export function logPositive(inner: Inner): AnyExpr {
  return log1mexp(inner.logpInside(0));
}

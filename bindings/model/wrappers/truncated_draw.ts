/** Draws from the part of a distribution between bounds: by its quantiles, or by bisection of its cdf. */
import { total } from "../distributions/count_terms.js";
import { add, div, gt, le, log, log1p, logAddExp, max, min, sub, where } from "../functions.js";
import type { AnyExpr } from "../types.js";
import type { Inner } from "./base.js";
import { cumulative, logDifference, type Span } from "./mass.js";

/** A share of the span as both tails of the base: log P(X <= x) and log P(X > x) of the x that is looked for. */
interface Tails {
  readonly below: AnyExpr;
  readonly above: AnyExpr;
}

/** Where the share `p` of the span lies in the base; each tail from its own end, so that it keeps its digits where it is small. */
function tailsAt(inner: Inner, { above, upTo }: Span, p: AnyExpr): Tails {
  const nothing = Number.NEGATIVE_INFINITY;
  const [cdfFrom, survivalFrom] = above ? [inner.logCdf(above), inner.logSurvival(above)] : [nothing, 0];
  const [cdfTo, survivalTo] = upTo ? [inner.logCdf(upTo), inner.logSurvival(upTo)] : [0, nothing];
  const difference = (a: AnyExpr | number, b: AnyExpr | number) =>
    typeof b === "number" ? a : logDifference(add(a, 0) as AnyExpr, b);
  const grown = add(log(p), difference(cdfTo, cdfFrom)) as AnyExpr;
  const left = add(log1p(p.neg()), difference(survivalFrom, survivalTo)) as AnyExpr;
  return { below: logAddExp(cdfFrom, grown) as AnyExpr, above: logAddExp(survivalTo, left) as AnyExpr };
}

/** The quantile of the part, by the base's. */
export function quantileBetween(inner: Inner, span: Span, p: AnyExpr): AnyExpr {
  const { below, above } = tailsAt(inner, span, p);
  return where(le(below, above), inner.lowerQuantile(below), inner.upperQuantile(above));
}

/** Steps of a bisection over whole numbers, and over an interval: to 2^-50 of its length. */
const [WholeSteps, RealSteps] = [31, 50];

/** The smallest whole number above `from` (and at most 2^31 further) at which the cdf has reached the share `p` of the span. */
export function wholeBetween(inner: Inner, span: Span, from: AnyExpr | number, p: AnyExpr): AnyExpr {
  const hasReached = reached(inner, span, p);
  let last = add(from, 0) as AnyExpr;
  for (let step = 2 ** WholeSteps; step >= 1; step /= 2) {
    const next = last.add(step) as AnyExpr;
    last = where(hasReached(next), last, next);
  }
  return last.add(1);
}

/** The same between two real numbers, one of which may be missing: then it is looked for at y / (1 - y) from the other. */
export function realBetween(inner: Inner, span: Span, { lower, upper }: Between, p: AnyExpr): AnyExpr {
  const hasReached = reached(inner, span, p);
  let share: AnyExpr | number = 0;
  for (let step = 0.5; step >= 2 ** -RealSteps; step /= 2) {
    const next = add(share, step) as AnyExpr;
    share = where(hasReached(placeAt(next, { lower, upper })), share, next) as AnyExpr;
  }
  return placeAt(add(share, 2 ** -RealSteps / 2) as AnyExpr, { lower, upper });
}

export interface Between {
  readonly lower?: AnyExpr | undefined;
  readonly upper?: AnyExpr | undefined;
}

function placeAt(share: AnyExpr, { lower, upper }: Between): AnyExpr {
  const rest = sub(1, share) as AnyExpr;
  if (lower && upper) return lower.mul(rest).add(upper.mul(share));
  if (lower) return lower.add(div(share, rest));
  if (upper) return upper.sub(div(rest, share));
  return div(share, rest).sub(div(rest, share));
}

/** A test of whether the cdf at x has reached the share, in the smaller of its tails. */
function reached(inner: Inner, span: Span, p: AnyExpr): (x: AnyExpr) => AnyExpr {
  const { below, above } = tailsAt(inner, span, p);
  const isLow = le(below, above);
  return (x) => where(isLow, le(below, inner.logCdf(x)), le(inner.logSurvival(x), above));
}

/** Never outside its bounds by a rounding. */
export function clamp(x: AnyExpr, { lower, upper }: Between): AnyExpr {
  const raised = lower ? (max(x, lower) as AnyExpr) : x;
  return upper ? min(raised, upper) : raised;
}

/** The place of one of exp(terms), with probabilities in proportion to them: the first whose cumulative share reaches `p`. */
export function placeOf(terms: readonly AnyExpr[], p: AnyExpr): AnyExpr {
  const sums = cumulative(terms);
  const wanted = log(p).add(sums[sums.length - 1] as AnyExpr);
  return total(sums.slice(0, -1).map((sum) => gt(wanted, sum)));
}

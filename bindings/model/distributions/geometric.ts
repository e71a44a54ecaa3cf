/** The geometric distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { div, le, log1mexp, log1p, max, reciprocal, sub, where } from "../functions.js";
import { constant } from "../nodes.js";
import type { AnyExpr, Argument } from "../types.js";
import { ceil, logsOf } from "./count_terms.js";
import { timesLog } from "./terms.js";

export const geometricFamily = family({
  name: "geometric",
  discrete: true,
  parameters: { p: "unit" },
  support: () => ({ kind: "integers", lower: constant(1), upper: constant(Number.POSITIVE_INFINITY) }),
  logp: (x, { p }) => {
    const { log, logNot } = logsOf(p);
    return timesLog(x.sub(1), logNot).add(log);
  },
  logCdf: (x, { p }) => log1mexp(x.mul(logsOf(p).logNot)),
  logSurvival: (x, { p }) => x.mul(logsOf(p).logNot),
  quantile: (share, { p }) => firstTrial(log1p(share.neg()), logsOf(p).logNot),
  upperQuantile: (logShare, { p }) => firstTrial(logShare, logsOf(p).logNot),
  mean: ({ p }) => reciprocal(p),
  variance: ({ p }) => div(sub(1, p), p).div(p),
  random: ({ p }, variates) => max(ceil(div(variates.exponential().neg(), logsOf(p).logNot)), 1),
});

/** The smallest x with x logNot <= logTail, at least 1; the quotient's rounding is mended by one step down. */
function firstTrial(logTail: AnyExpr, logNot: AnyExpr): AnyExpr {
  const near = max(ceil(logTail.div(logNot)), 1);
  const below = max(near.sub(1), 1);
  return where(le(below.mul(logNot), logTail), below, near);
}

/**
 * The number of trials up to and including the first success, each trial of probability `p`: 1, 2, 3, ... Where p is `invLogit(eta)`,
 * the log probability is computed from eta.
 *
 *     P(x) = (1 - p)^(x - 1) p,  x = 1, 2, 3, ...
 *
 * Mean 1 / p, variance (1 - p) / p^2. Stan: none (its neg_binomial(1, p / (1 - p)) counts the failures alone, x - 1);
 * PyMC: Geometric(p); scipy: geom(p).
 * Source: Johnson, Kemp, Kotz, Univariate Discrete Distributions, sec. 5.2.
 */
export function geometric<const P extends Argument>(p: P): PlainDist<P> {
  return plain<P>(geometricFamily, { p });
}

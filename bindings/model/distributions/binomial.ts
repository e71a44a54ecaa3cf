/** The binomial distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { max, min, sub } from "../functions.js";
import { constant } from "../nodes.js";
import type { Argument } from "../types.js";
import { ceil, logChoose, logsOf, waitingTime } from "./count_terms.js";
import { timesLog } from "./terms.js";

export const binomialFamily = family({
  name: "binomial",
  discrete: true,
  parameters: { n: "count", p: "unit" },
  support: ({ n }) => ({ kind: "integers", lower: constant(0), upper: n }),
  logp: (x, { n, p }) => {
    const { log, logNot } = logsOf(p);
    return timesLog(x, log)
      .add(timesLog(n.sub(x), logNot))
      .add(logChoose(n, x));
  },
  mean: ({ n, p }) => n.mul(p),
  variance: ({ n, p }) => n.mul(p).mul(sub(1, p)),
  random: ({ n, p }, variates) => variates.binomial(n, p),
  // The first success, given that there is one, and those of the trials after it.
  randomPositive: ({ n, p }, variates) => {
    const { logNot } = logsOf(p);
    const first = ceil(waitingTime(n.mul(logNot).neg(), variates).div(logNot.neg()));
    return variates.binomial(n.sub(min(max(first, 1), n)), p).add(1);
  },
});

/**
 * Successes in `n` independent trials, each of probability `p`. n may be a column of the data. Where p is `invLogit(eta)`, the log
 * probability is computed from eta, exact in both tails.
 *
 *     P(x) = n! / (x! (n - x)!) p^x (1 - p)^(n - x),  x = 0, 1, ..., n
 *
 * Mean n p, variance n p (1 - p). Stan: binomial(N, theta), and binomial_logit for invLogit(eta); PyMC: Binomial(n, p).
 * Source: Johnson, Kemp, Kotz, Univariate Discrete Distributions, ch. 3.
 */
export function binomial<const N extends Argument, const P extends Argument>(n: N, p: P): PlainDist<N | P> {
  return plain<N | P>(binomialFamily, { n, p });
}

/** The beta-binomial distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { invLogit } from "../functions.js";
import { constant } from "../nodes.js";
import type { Argument } from "../types.js";
import { logBeta, logChoose } from "./count_terms.js";

export const betaBinomialFamily = family({
  name: "betaBinomial",
  discrete: true,
  parameters: { n: "count", alpha: "positive", beta: "positive" },
  support: ({ n }) => ({ kind: "integers", lower: constant(0), upper: n }),
  logp: (x, { n, alpha, beta }) => logBeta(x.add(alpha), n.sub(x).add(beta)).sub(logBeta(alpha, beta)).add(logChoose(n, x)),
  mean: ({ n, alpha, beta }) => n.mul(alpha).div(alpha.add(beta)),
  variance: ({ n, alpha, beta }) => {
    const total = alpha.add(beta);
    return n
      .mul(alpha.div(total))
      .mul(beta.div(total))
      .mul(total.add(n).div(total.add(1)));
  },
  random: ({ n, alpha, beta }, variates) => variates.binomial(n, invLogit(variates.logGamma(alpha).sub(variates.logGamma(beta)))),
});

/**
 * Successes in `n` trials whose probability is itself beta(alpha, beta) distributed, `alpha` > 0 and `beta` > 0. n may be a column of
 * the data.
 *
 *     P(x) = n! / (x! (n - x)!) B(x + alpha, n - x + beta) / B(alpha, beta),  x = 0, 1, ..., n
 *
 * Mean n m with m = alpha / (alpha + beta), variance n m (1 - m) (alpha + beta + n) / (alpha + beta + 1).
 * Stan: beta_binomial(N, alpha, beta); PyMC: BetaBinomial(n, alpha, beta).
 * Source: Johnson, Kemp, Kotz, Univariate Discrete Distributions, sec. 6.2.2.
 */
export function betaBinomial<const N extends Argument, const Alpha extends Argument, const Beta extends Argument>(
  n: N,
  alpha: Alpha,
  beta: Beta,
): PlainDist<N | Alpha | Beta> {
  return plain<N | Alpha | Beta>(betaBinomialFamily, { n, alpha, beta });
}

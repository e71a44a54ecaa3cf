/** The beta distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { add, invLogit, lgamma, log, log1p, sub } from "../functions.js";
import type { Argument } from "../types.js";
import { minusOne, timesLog } from "./terms.js";

export const betaFamily = family({
  name: "beta",
  parameters: { alpha: "positive", beta: "positive" },
  support: () => ({ kind: "unit" }),
  logp: (x, { alpha, beta }) =>
    timesLog(minusOne(alpha), log(x))
      .add(timesLog(minusOne(beta), log1p(x.neg())))
      .add(sub(lgamma(add(alpha, beta)), add(lgamma(alpha), lgamma(beta)))),
  mean: ({ alpha, beta }) => alpha.div(alpha.add(beta)),
  variance: ({ alpha, beta }) => {
    const total = alpha.add(beta);
    return alpha.div(total).mul(beta.div(total)).div(total.add(1));
  },
  random: ({ alpha, beta }, variates) => invLogit(variates.logGamma(alpha).sub(variates.logGamma(beta))),
});

/**
 * Beta with shapes `alpha` > 0 and `beta` > 0: the mean is alpha / (alpha + beta).
 *
 *     p(x) = x^(alpha - 1) (1 - x)^(beta - 1) Gamma(alpha + beta) / (Gamma(alpha) Gamma(beta)),  0 <= x <= 1
 *
 * Stan: beta(alpha, beta); PyMC: Beta(alpha, beta).
 */
export function beta<const Alpha extends Argument, const Beta extends Argument>(
  alpha: Alpha,
  beta: Beta,
): PlainDist<Alpha | Beta> {
  return plain<Alpha | Beta>(betaFamily, { alpha, beta });
}

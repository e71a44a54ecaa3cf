/** The Weibull distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { exp, expm1, lgamma, log, log1p, reciprocal } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import { log1mexpOfExp, minusOne, timesLog } from "./terms.js";

export const weibullFamily = family({
  name: "weibull",
  parameters: { alpha: "positive", beta: "positive" },
  support: () => ({ kind: "nonnegative" }),
  logp: (x, { alpha, beta }) =>
    timesLog(minusOne(alpha), log(x))
      .sub(exp(logHazard(x, alpha, beta)))
      .add(log(alpha))
      .sub(alpha.mul(log(beta))),
  logCdf: (x, { alpha, beta }) => log1mexpOfExp(logHazard(x, alpha, beta)),
  logSurvival: (x, { alpha, beta }) => exp(logHazard(x, alpha, beta)).neg(),
  quantile: (p, { alpha, beta }) => beta.mul(log1p(p.neg()).neg().pow(reciprocal(alpha))),
  upperQuantile: (logShare, { alpha, beta }) => beta.mul(logShare.neg().pow(reciprocal(alpha))),
  mean: ({ alpha, beta }) => beta.mul(exp(logMoment(1, alpha))),
  // Gamma(1 + 2 / alpha) - Gamma(1 + 1 / alpha)^2, which nearly cancel where alpha is large.
  variance: ({ alpha, beta }) => {
    const squaredMean = logMoment(1, alpha).mul(2);
    return beta
      .square()
      .mul(exp(squaredMean))
      .mul(expm1(logMoment(2, alpha).sub(squaredMean)));
  },
  random: ({ alpha, beta }, variates) => beta.mul(variates.exponential().pow(reciprocal(alpha))),
});

/** The logarithm of (x / beta)^alpha, the cumulative hazard. */
function logHazard(x: AnyExpr, alpha: AnyExpr, beta: AnyExpr): AnyExpr {
  return alpha.mul(log(x).sub(log(beta)));
}

/** The logarithm of the mean of (x / beta)^power. */
function logMoment(power: number, alpha: AnyExpr): AnyExpr {
  return lgamma(reciprocal(alpha).mul(power).add(1));
}

/**
 * Weibull with shape `alpha` > 0 and scale `beta` > 0, the quantile of 1 - 1/e:
 *
 *     p(x) = alpha / beta (x / beta)^(alpha - 1) exp(-(x / beta)^alpha),  x >= 0
 *
 * Mean beta Gamma(1 + 1 / alpha). Stan: weibull(alpha, sigma); PyMC: Weibull(alpha, beta).
 * Source: Johnson, Kotz, Balakrishnan, vol. 1, ch. 21.
 */
export function weibull<const Alpha extends Argument, const Beta extends Argument>(
  alpha: Alpha,
  beta: Beta,
): PlainDist<Alpha | Beta> {
  return plain<Alpha | Beta>(weibullFamily, { alpha, beta });
}

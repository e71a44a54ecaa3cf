/** The inverse gamma distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { exp, gt, lgamma, log, logGammaCdf, logGammaSurvival, square, where } from "../functions.js";
import type { Argument } from "../types.js";

export const inverseGammaFamily = family({
  name: "inverseGamma",
  parameters: { alpha: "positive", beta: "positive" },
  support: () => ({ kind: "positive" }),
  logp: (x, { alpha, beta }) =>
    alpha
      .mul(log(beta))
      .sub(alpha.add(1).mul(log(x)))
      .sub(beta.div(x))
      .sub(lgamma(alpha)),
  logCdf: (x, { alpha, beta }) => logGammaSurvival(alpha, beta.div(x)),
  logSurvival: (x, { alpha, beta }) => logGammaCdf(alpha, beta.div(x)),
  mean: ({ alpha, beta }) => where(gt(alpha, 1), beta.div(alpha.sub(1)), Number.POSITIVE_INFINITY),
  variance: ({ alpha, beta }) => where(gt(alpha, 2), square(beta.div(alpha.sub(1))).div(alpha.sub(2)), Number.POSITIVE_INFINITY),
  random: ({ alpha, beta }, variates) => beta.mul(exp(variates.logGamma(alpha).neg())),
});

/**
 * The inverse of a gamma variate, with shape `alpha` > 0 and scale `beta` > 0 (1 / x has the rate beta):
 *
 *     p(x) = beta^alpha x^(-alpha - 1) exp(-beta / x) / Gamma(alpha),  x > 0
 *
 * Mean beta / (alpha - 1) for alpha > 1, variance beta^2 / ((alpha - 1)^2 (alpha - 2)) for alpha > 2, else infinite.
 * Stan: inv_gamma(alpha, beta); PyMC: InverseGamma(alpha, beta).
 * Source: Gelman et al., Bayesian Data Analysis, 3rd ed., appendix A.
 */
export function inverseGamma<const Alpha extends Argument, const Beta extends Argument>(
  alpha: Alpha,
  beta: Beta,
): PlainDist<Alpha | Beta> {
  return plain<Alpha | Beta>(inverseGammaFamily, { alpha, beta });
}

/** The gamma distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { exp, lgamma, log, logGammaCdf, logGammaSurvival } from "../functions.js";
import type { Argument } from "../types.js";
import { minusOne } from "./terms.js";

export const gammaFamily = family({
  name: "gamma",
  parameters: { alpha: "positive", beta: "positive" },
  support: () => ({ kind: "positive" }),
  logp: (x, { alpha, beta }) =>
    minusOne(alpha)
      .mul(log(x))
      .sub(beta.mul(x))
      .add(alpha.mul(log(beta)))
      .sub(lgamma(alpha)),
  logCdf: (x, { alpha, beta }) => logGammaCdf(alpha, beta.mul(x)),
  logSurvival: (x, { alpha, beta }) => logGammaSurvival(alpha, beta.mul(x)),
  mean: ({ alpha, beta }) => alpha.div(beta),
  variance: ({ alpha, beta }) => alpha.div(beta).div(beta),
  random: ({ alpha, beta }, variates) => exp(variates.logGamma(alpha)).div(beta),
});

/**
 * Gamma with shape `alpha` > 0 and rate `beta` > 0 (not the scale): the mean is alpha / beta.
 *
 *     p(x) = beta^alpha x^(alpha - 1) exp(-beta x) / Gamma(alpha),  x > 0
 *
 * Stan: gamma(alpha, beta), an inverse scale; PyMC: Gamma(alpha, beta).
 */
export function gamma<const Alpha extends Argument, const Beta extends Argument>(
  alpha: Alpha,
  beta: Beta,
): PlainDist<Alpha | Beta> {
  return plain<Alpha | Beta>(gammaFamily, { alpha, beta });
}

/** The chi-squared distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { exp, lgamma, log, logGammaCdf, logGammaSurvival } from "../functions.js";
import type { Argument } from "../types.js";
import { logTwo, timesLog } from "./terms.js";

export const chiSquaredFamily = family({
  name: "chiSquared",
  parameters: { nu: "positive" },
  support: () => ({ kind: "nonnegative" }),
  logp: (x, { nu }) =>
    timesLog(nu.mul(0.5).sub(1), log(x))
      .sub(x.mul(0.5))
      .sub(nu.mul(0.5 * logTwo))
      .sub(lgamma(nu.mul(0.5))),
  logCdf: (x, { nu }) => logGammaCdf(nu.mul(0.5), x.mul(0.5)),
  logSurvival: (x, { nu }) => logGammaSurvival(nu.mul(0.5), x.mul(0.5)),
  mean: ({ nu }) => nu,
  variance: ({ nu }) => nu.mul(2),
  random: ({ nu }, variates) => exp(variates.logGamma(nu.mul(0.5))).mul(2),
});

/**
 * Chi-squared with `nu` > 0 degrees of freedom, the sum of nu squared standard normals: gamma(nu / 2, 1 / 2).
 *
 *     p(x) = x^(nu / 2 - 1) exp(-x / 2) / (2^(nu / 2) Gamma(nu / 2)),  x >= 0
 *
 * Mean nu, variance 2 nu. Stan: chi_square(nu); PyMC: ChiSquared(nu). Source: Johnson, Kotz, Balakrishnan, vol. 1, ch. 18.
 */
export function chiSquared<const Nu extends Argument>(nu: Nu): PlainDist<Nu> {
  return plain<Nu>(chiSquaredFamily, { nu });
}

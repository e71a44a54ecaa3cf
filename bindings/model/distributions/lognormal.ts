/** The lognormal distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { exp, expm1, log, logNormalCdf, normalQuantile, reciprocal, square } from "../functions.js";
import type { Argument } from "../types.js";
import { upperNormalQuantile } from "./normal_quantile.js";
import { halfLogTwoPi } from "./terms.js";

export const lognormalFamily = family({
  name: "lognormal",
  parameters: { mu: "real", sigma: "positive" },
  support: () => ({ kind: "positive" }),
  logp: (x, { mu, sigma }) => log(x).sub(mu).div(sigma).square().mul(-0.5).sub(log(sigma)).sub(log(x)).sub(halfLogTwoPi),
  densityForm: (x, { mu, sigma }) => ({ value: log(x), mean: mu, inverseRoot: reciprocal(sigma), offset: log(x).neg() }),
  logCdf: (x, { mu, sigma }) => logNormalCdf(log(x).sub(mu).div(sigma)),
  logSurvival: (x, { mu, sigma }) => logNormalCdf(mu.sub(log(x)).div(sigma)),
  quantile: (p, { mu, sigma }) => exp(mu.add(sigma.mul(normalQuantile(p)))),
  lowerQuantile: (logShare, { mu, sigma }) => exp(mu.sub(sigma.mul(upperNormalQuantile(logShare)))),
  upperQuantile: (logShare, { mu, sigma }) => exp(mu.add(sigma.mul(upperNormalQuantile(logShare)))),
  mean: ({ mu, sigma }) => exp(mu.add(square(sigma).mul(0.5))),
  variance: ({ mu, sigma }) => exp(mu.mul(2).add(square(sigma))).mul(expm1(square(sigma))),
  random: ({ mu, sigma }, variates) => exp(mu.add(sigma.mul(variates.normal()))),
});

/**
 * The exponential of a normal with mean `mu` and standard deviation `sigma` > 0: both are of log(x).
 *
 *     p(x) = exp(-(log(x) - mu)^2 / (2 sigma^2)) / (x sigma sqrt(2 pi)),  x > 0
 *
 * Stan: lognormal(mu, sigma); PyMC: LogNormal(mu, sigma). Source: Johnson, Kotz, Balakrishnan, vol. 1, ch. 14.
 */
export function lognormal<const Mu extends Argument, const Sigma extends Argument>(mu: Mu, sigma: Sigma): PlainDist<Mu | Sigma> {
  return plain<Mu | Sigma>(lognormalFamily, { mu, sigma });
}

/** The normal distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { log, logNormalCdf, normalQuantile, reciprocal, square } from "../functions.js";
import type { Argument } from "../types.js";
import { upperNormalQuantile } from "./normal_quantile.js";
import { halfLogTwoPi } from "./terms.js";

export const normalFamily = family({
  name: "normal",
  parameters: { mu: "real", sigma: "positive" },
  support: () => ({ kind: "real" }),
  logp: (x, { mu, sigma }) => x.sub(mu).div(sigma).square().mul(-0.5).sub(log(sigma)).sub(halfLogTwoPi),
  densityForm: (x, { mu, sigma }) => ({ value: x, mean: mu, inverseRoot: reciprocal(sigma) }),
  logCdf: (x, { mu, sigma }) => logNormalCdf(x.sub(mu).div(sigma)),
  logSurvival: (x, { mu, sigma }) => logNormalCdf(mu.sub(x).div(sigma)),
  quantile: (p, { mu, sigma }) => mu.add(sigma.mul(normalQuantile(p))),
  lowerQuantile: (logShare, { mu, sigma }) => mu.sub(sigma.mul(upperNormalQuantile(logShare))),
  upperQuantile: (logShare, { mu, sigma }) => mu.add(sigma.mul(upperNormalQuantile(logShare))),
  mean: ({ mu }) => mu,
  variance: ({ sigma }) => square(sigma),
  random: ({ mu, sigma }, variates) => mu.add(sigma.mul(variates.normal())),
});

/**
 * Normal with mean `mu` and standard deviation `sigma` > 0 (not the variance):
 *
 *     p(x) = exp(-(x - mu)^2 / (2 sigma^2)) / (sigma sqrt(2 pi))
 *
 * Stan: normal(mu, sigma); PyMC: Normal(mu, sigma). Source: Johnson, Kotz, Balakrishnan, vol. 1, ch. 13.
 */
export function normal<const Mu extends Argument, const Sigma extends Argument>(mu: Mu, sigma: Sigma): PlainDist<Mu | Sigma> {
  return plain<Mu | Sigma>(normalFamily, { mu, sigma });
}

/** The logit-normal distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { gt, invLogit, log, log1p, logit, logNormalCdf, lt, mul, normalQuantile, reciprocal, where } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import { upperNormalQuantile } from "./normal_quantile.js";
import { halfLogTwoPi } from "./terms.js";

export const logitNormalFamily = family({
  name: "logitNormal",
  parameters: { mu: "real", sigma: "positive" },
  support: () => ({ kind: "unit" }),
  logp: (value, { mu, sigma }) => {
    const { x, logJacobian } = between(value);
    return logit(x).sub(mu).div(sigma).square().mul(-0.5).sub(log(sigma)).sub(halfLogTwoPi).add(logJacobian);
  },
  densityForm: (value, { mu, sigma }) => {
    const { x, logJacobian } = between(value);
    return { value: logit(x), mean: mu, inverseRoot: reciprocal(sigma), offset: logJacobian };
  },
  logCdf: (x, { mu, sigma }) => logNormalCdf(logit(x).sub(mu).div(sigma)),
  logSurvival: (x, { mu, sigma }) => logNormalCdf(mu.sub(logit(x)).div(sigma)),
  quantile: (p, { mu, sigma }) => invLogit(mu.add(sigma.mul(normalQuantile(p)))),
  lowerQuantile: (logShare, { mu, sigma }) => invLogit(mu.sub(sigma.mul(upperNormalQuantile(logShare)))),
  upperQuantile: (logShare, { mu, sigma }) => invLogit(mu.add(sigma.mul(upperNormalQuantile(logShare)))),
  random: ({ mu, sigma }, variates) => invLogit(mu.add(sigma.mul(variates.normal()))),
});

/** A value moved off the ends, where the density is 0, and the logarithm of the logit's slope there: -inf at the ends. */
function between(value: AnyExpr): { x: AnyExpr; logJacobian: AnyExpr } {
  const isBetween = mul(gt(value, 0), lt(value, 1));
  const x = where(isBetween, value, 0.5);
  return { x, logJacobian: where(isBetween, log(x).add(log1p(x.neg())).neg(), Number.NEGATIVE_INFINITY) };
}

/**
 * A share whose logit is normal with mean `mu` and standard deviation `sigma` > 0; both are of logit(x).
 *
 *     p(x) = exp(-(logit(x) - mu)^2 / (2 sigma^2)) / (x (1 - x) sigma sqrt(2 pi)),  0 < x < 1
 *
 * The median is invLogit(mu); mean and variance have no closed form. Stan: a transformed normal; PyMC: LogitNormal(mu, sigma).
 * Source: Atchison and Shen, Logistic-normal distributions, Biometrika 67 (1980).
 */
export function logitNormal<const Mu extends Argument, const Sigma extends Argument>(
  mu: Mu,
  sigma: Sigma,
): PlainDist<Mu | Sigma> {
  return plain<Mu | Sigma>(logitNormalFamily, { mu, sigma });
}

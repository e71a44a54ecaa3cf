/** Student's t distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { exp, gt, lgamma, log, log1p, reciprocal, square, where } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import type { Variates } from "../variates.js";
import { halfLogTwoPi, logPi, notANumber } from "./terms.js";

export const studentTFamily = family({
  name: "studentT",
  parameters: { nu: "positive", mu: "real", sigma: "positive" },
  support: () => ({ kind: "real" }),
  logp: (x, { nu, mu, sigma }) => logStudentT(x.sub(mu), nu, sigma),
  mean: ({ nu, mu }) => where(gt(nu, 1), mu, notANumber()),
  variance: ({ nu, sigma }) => {
    const finite = square(sigma).mul(nu.div(nu.sub(2)));
    const infinite = where(gt(nu, 1), Number.POSITIVE_INFINITY, notANumber());
    return where(gt(nu, 2), finite, infinite);
  },
  random: ({ nu, mu, sigma }, variates) => mu.add(sigma.mul(standardT(nu, variates))),
});

/** The log density at a distance from the location. */
export function logStudentT(distance: AnyExpr, nu: AnyExpr, sigma: AnyExpr): AnyExpr {
  const half = nu.add(1).mul(0.5);
  return half
    .neg()
    .mul(log1p(distance.div(sigma).square().div(nu)))
    .sub(log(sigma))
    .add(logPeak(nu));
}

/**
 * log Gamma((nu + 1) / 2) - log Gamma(nu / 2) - log(nu pi) / 2. For large nu by Stirling's series, as the difference of two large
 * logarithms would lose digits.
 */
export function logPeak(nu: AnyExpr): AnyExpr {
  const half = nu.mul(0.5);
  const difference = lgamma(nu.add(1).mul(0.5)).sub(lgamma(half)).sub(log(nu).add(logPi).mul(0.5));
  const u = reciprocal(half);
  const square = u.square();
  const series = square
    .mul(17 / 14336)
    .sub(1 / 640)
    .mul(square)
    .add(1 / 192)
    .mul(square)
    .sub(1 / 8)
    .mul(u);
  return where(gt(half, 64), series.sub(halfLogTwoPi), difference);
}

/** A normal variate over the root of a chi-squared one divided by nu. */
export function standardT(nu: AnyExpr, variates: Variates): AnyExpr {
  const half = nu.mul(0.5);
  return variates.normal().mul(exp(log(half).sub(variates.logGamma(half)).mul(0.5)));
}

/**
 * Student's t with `nu` > 0 degrees of freedom, location `mu` and scale `sigma` > 0 (not the standard deviation):
 *
 *     p(x) = Gamma((nu + 1) / 2) / (Gamma(nu / 2) sqrt(nu pi) sigma) (1 + ((x - mu) / sigma)^2 / nu)^(-(nu + 1) / 2)
 *
 * The mean is mu for nu > 1, the variance sigma^2 nu / (nu - 2) for nu > 2. Stan: student_t(nu, mu, sigma);
 * PyMC: StudentT(nu, mu, sigma). Source: Johnson, Kotz, Balakrishnan, vol. 2, ch. 28.
 */
export function studentT<const Nu extends Argument, const Mu extends Argument, const Sigma extends Argument>(
  nu: Nu,
  mu: Mu,
  sigma: Sigma,
): PlainDist<Nu | Mu | Sigma> {
  return plain<Nu | Mu | Sigma>(studentTFamily, { nu, mu, sigma });
}

/** The half-Student-t distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { abs, exp, gt, square, where } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import { logPeak, logStudentT, standardT } from "./student_t.js";
import { logTwo } from "./terms.js";

export const halfStudentTFamily = family({
  name: "halfStudentT",
  parameters: { nu: "positive", sigma: "positive" },
  support: () => ({ kind: "nonnegative" }),
  logp: (x, { nu, sigma }) => logStudentT(x, nu, sigma).add(logTwo),
  mean: ({ nu, sigma }) => where(gt(nu, 1), sigma.mul(standardMean(nu)), Number.POSITIVE_INFINITY),
  variance: ({ nu, sigma }) =>
    where(gt(nu, 2), square(sigma).mul(nu.div(nu.sub(2)).sub(square(standardMean(nu)))), Number.POSITIVE_INFINITY),
  random: ({ nu, sigma }, variates) => sigma.mul(abs(standardT(nu, variates))),
});

/** Of sigma 1: 2 nu / (nu - 1) times the density of Student's t at its peak. */
function standardMean(nu: AnyExpr): AnyExpr {
  return nu.div(nu.sub(1)).mul(exp(logPeak(nu).add(logTwo)));
}

/**
 * The absolute value of a Student's t with `nu` > 0 degrees of freedom, location 0 and scale `sigma` > 0:
 *
 *     p(x) = 2 Gamma((nu + 1) / 2) / (Gamma(nu / 2) sqrt(nu pi) sigma) (1 + (x / sigma)^2 / nu)^(-(nu + 1) / 2),  x >= 0
 *
 * The mean is infinite for nu <= 1, the variance for nu <= 2. Stan: student_t(nu, 0, sigma) on a parameter with lower bound 0
 * (there without the factor 2); PyMC: HalfStudentT(nu, sigma).
 * Source: Gelman, Prior distributions for variance parameters, Bayesian Analysis 1 (2006).
 */
export function halfStudentT<const Nu extends Argument, const Sigma extends Argument>(
  nu: Nu,
  sigma: Sigma,
): PlainDist<Nu | Sigma> {
  return plain<Nu | Sigma>(halfStudentTFamily, { nu, sigma });
}

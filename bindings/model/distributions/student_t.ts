/** Student's t distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { lgamma, log, log1p } from "../functions.js";
import type { Argument } from "../types.js";
import { logPi } from "./terms.js";

export const studentTFamily = family({
  name: "studentT",
  parameters: { nu: "positive", mu: "real", sigma: "positive" },
  support: () => ({ kind: "real" }),
  logp: (x, { nu, mu, sigma }) => {
    const half = nu.add(1).mul(0.5);
    const normaliser = lgamma(half)
      .sub(lgamma(nu.mul(0.5)))
      .sub(log(nu).add(logPi).mul(0.5));
    return half
      .neg()
      .mul(log1p(x.sub(mu).div(sigma).square().div(nu)))
      .sub(log(sigma))
      .add(normaliser);
  },
});

/**
 * Student's t with `nu` > 0 degrees of freedom, location `mu` and scale `sigma` > 0 (not the standard deviation):
 *
 *     p(x) = Gamma((nu + 1) / 2) / (Gamma(nu / 2) sqrt(nu pi) sigma) (1 + ((x - mu) / sigma)^2 / nu)^(-(nu + 1) / 2)
 *
 * Stan: student_t(nu, mu, sigma); PyMC: StudentT(nu, mu, sigma).
 */
export function studentT<const Nu extends Argument, const Mu extends Argument, const Sigma extends Argument>(
  nu: Nu,
  mu: Mu,
  sigma: Sigma,
): PlainDist<Nu | Mu | Sigma> {
  return plain<Nu | Mu | Sigma>(studentTFamily, { nu, mu, sigma });
}

/** The half-normal distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { abs, erf, exp, log, logNormalCdf, lt, normalQuantile, reciprocal, square, sub, where } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import { upperNormalQuantile } from "./normal_quantile.js";
import { halfLogTwoPi, logTwo } from "./terms.js";

export const halfNormalFamily = family({
  name: "halfNormal",
  parameters: { sigma: "positive" },
  support: () => ({ kind: "nonnegative" }),
  logp: (x, { sigma }) =>
    x
      .div(sigma)
      .square()
      .mul(-0.5)
      .sub(log(sigma))
      .add(logTwo - halfLogTwoPi),
  densityForm: (x, { sigma }) => ({ value: x, mean: 0, inverseRoot: reciprocal(sigma), offset: logTwo }),
  logCdf: (x, { sigma }) => log(erf(x.div(sigma).mul(rootHalf))),
  logSurvival: (x, { sigma }) => logNormalCdf(x.div(sigma).neg()).add(logTwo),
  quantile: (p, { sigma }) => sigma.mul(standardQuantile(p)),
  upperQuantile: (logShare, { sigma }) => sigma.mul(upperNormalQuantile(logShare.sub(logTwo))),
  mean: ({ sigma }) => sigma.mul(0.7978845608028654),
  variance: ({ sigma }) => square(sigma).mul(0.3633802276324187),
  random: ({ sigma }, variates) => sigma.mul(abs(variates.normal())),
});

const rootHalf = Math.SQRT1_2;

/** Of sigma 1. The tail above p gives it; where p is small, one step of Newton's method gives it the digits of p. */
function standardQuantile(p: AnyExpr): AnyExpr {
  const x = normalQuantile(sub(1, p).mul(0.5)).neg();
  const slope = exp(
    square(x)
      .mul(0.5)
      .add(halfLogTwoPi - logTwo),
  );
  return where(lt(p, 0.5), x.sub(erf(x.mul(rootHalf)).sub(p).mul(slope)), x);
}

/**
 * The absolute value of a normal with mean 0 and standard deviation `sigma` > 0:
 *
 *     p(x) = 2 exp(-x^2 / (2 sigma^2)) / (sigma sqrt(2 pi)),  x >= 0
 *
 * Stan: normal(0, sigma) on a parameter with lower bound 0 (there without the factor 2); PyMC: HalfNormal(sigma).
 */
export function halfNormal<const Sigma extends Argument>(sigma: Sigma): PlainDist<Sigma> {
  return plain<Sigma>(halfNormalFamily, { sigma });
}

/** The skew-normal distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { abs, log, logNormalCdf, reciprocal, sqrt, square, sub } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import { halfLogTwoPi, logTwo } from "./terms.js";

export const skewNormalFamily = family({
  name: "skewNormal",
  parameters: { mu: "real", sigma: "positive", alpha: "real" },
  support: () => ({ kind: "real" }),
  logp: (x, { mu, sigma, alpha }) => {
    const z = x.sub(mu).div(sigma);
    return z
      .square()
      .mul(-0.5)
      .add(logNormalCdf(alpha.mul(z)))
      .sub(log(sigma))
      .add(logTwo - halfLogTwoPi);
  },
  mean: ({ mu, sigma, alpha }) => mu.add(sigma.mul(skewness(alpha).delta).mul(0.7978845608028654)),
  variance: ({ sigma, alpha }) => square(sigma).mul(sub(1, square(skewness(alpha).delta).mul(0.6366197723675814))),
  random: ({ mu, sigma, alpha }, variates) => {
    const { delta, rest } = skewness(alpha);
    return mu.add(sigma.mul(delta.mul(abs(variates.normal())).add(rest.mul(variates.normal()))));
  },
});

/** alpha / sqrt(1 + alpha^2), the correlation with the hidden sign, and sqrt(1 - its square). */
function skewness(alpha: AnyExpr): { delta: AnyExpr; rest: AnyExpr } {
  const rest = reciprocal(sqrt(square(alpha).add(1)));
  return { delta: alpha.mul(rest), rest };
}

/**
 * Skew-normal with location `mu`, scale `sigma` > 0 and shape `alpha` (0 is the normal, positive leans to the right):
 *
 *     p(x) = 2 / sigma phi(z) Phi(alpha z),  z = (x - mu) / sigma
 *
 * with phi and Phi the standard normal's density and cdf. With delta = alpha / sqrt(1 + alpha^2), the mean is
 * mu + sigma delta sqrt(2 / pi), the variance sigma^2 (1 - 2 delta^2 / pi). Stan: skew_normal(xi, omega, alpha);
 * PyMC: SkewNormal(mu, sigma, alpha=alpha). Source: Azzalini, A class of distributions which includes the normal ones, 1985.
 */
export function skewNormal<const Mu extends Argument, const Sigma extends Argument, const Alpha extends Argument>(
  mu: Mu,
  sigma: Sigma,
  alpha: Alpha,
): PlainDist<Mu | Sigma | Alpha> {
  return plain<Mu | Sigma | Alpha>(skewNormalFamily, { mu, sigma, alpha });
}

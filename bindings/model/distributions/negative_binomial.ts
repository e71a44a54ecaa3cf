/** The negative binomial distribution, by its mean and dispersion. */

import { family, type PlainDist, plain } from "../family.js";
import { exp, lgamma, log, log1p, softplus } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import { argumentOf, timesLog } from "./terms.js";

export const negativeBinomialFamily = family({
  name: "negativeBinomial",
  discrete: true,
  parameters: { mu: "nonnegative", alpha: "positive" },
  support: () => ({ kind: "count" }),
  logp: (x, { mu, alpha }) => {
    const { log, logNot } = shares(mu, alpha);
    return lgamma(x.add(alpha))
      .sub(lgamma(alpha))
      .sub(lgamma(x.add(1)))
      .add(alpha.mul(logNot))
      .add(timesLog(x, log));
  },
  mean: ({ mu }) => mu,
  variance: ({ mu, alpha }) => mu.add(mu.mul(mu.div(alpha))),
  random: ({ mu, alpha }, variates) => variates.poisson(mu.mul(exp(variates.logGamma(alpha)).div(alpha))),
});

/** Logarithms of mu / (mu + alpha) and of alpha / (mu + alpha). */
function shares(mu: AnyExpr, alpha: AnyExpr): { readonly log: AnyExpr; readonly logNot: AnyExpr } {
  const eta = argumentOf("exp", mu.node);
  if (eta === undefined) return { log: log(mu).sub(log(mu.add(alpha))), logNot: log1p(mu.div(alpha)).neg() };
  const logit = eta.sub(log(alpha));
  return { log: softplus(logit.neg()).neg(), logNot: softplus(logit).neg() };
}

/**
 * Counts with mean `mu` >= 0, more spread than Poisson's: the variance is mu + mu^2 / alpha, with dispersion `alpha` > 0 (Poisson's for
 * alpha to infinity). Where mu is `exp(eta)`, its logarithm is taken as eta.
 *
 *     P(x) = Gamma(x + alpha) / (Gamma(alpha) x!) (alpha / (mu + alpha))^alpha (mu / (mu + alpha))^x,  x = 0, 1, 2, ...
 *
 * A Poisson whose rate is gamma distributed with shape alpha and mean mu. Stan: neg_binomial_2(mu, phi) with phi = alpha, and
 * neg_binomial_2_log for exp(eta); PyMC: NegativeBinomial(mu, alpha); scipy: nbinom(n = alpha, p = alpha / (mu + alpha)).
 * Source: Johnson, Kemp, Kotz, Univariate Discrete Distributions, ch. 5.
 */
export function negativeBinomial<const Mu extends Argument, const Alpha extends Argument>(
  mu: Mu,
  alpha: Alpha,
): PlainDist<Mu | Alpha> {
  return plain<Mu | Alpha>(negativeBinomialFamily, { mu, alpha });
}

/** The negative binomial distribution, by its mean and dispersion. */

import { constantOf } from "../constraints.js";
import { family, type PlainDist, plain } from "../family.js";
import { div, exp, floor, lgamma, log, log1mexp, log1p, max, softplus, sub } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import type { Variates } from "../variates.js";
import { waitingTime } from "./count_terms.js";
import { argumentOf, timesLog } from "./terms.js";

export const negativeBinomialFamily = family({
  name: "negativeBinomial",
  discrete: true,
  parameters: { mu: "nonnegative", alpha: "positive" },
  support: () => ({ kind: "count" }),
  logp: (x, { mu, alpha }) => {
    const { log, logNot } = shares(mu, alpha);
    // So that the probability of 0, close to 1, keeps the digits of its distance from it.
    if (constantOf(x.node) === 0) return alpha.mul(logNot);
    return lgamma(x.add(alpha))
      .sub(lgamma(alpha))
      .sub(lgamma(x.add(1)))
      .add(alpha.mul(logNot))
      .add(timesLog(x, log));
  },
  mean: ({ mu }) => mu,
  variance: ({ mu, alpha }) => mu.add(mu.mul(mu.div(alpha))),
  random: ({ mu, alpha }, variates) => variates.poisson(mu.mul(exp(variates.logGamma(alpha)).div(alpha))),
  randomPositive: ({ mu, alpha }, variates) => {
    const { logNot } = shares(mu, alpha);
    const clusters = alpha.mul(logNot).neg();
    const left = max(sub(1, waitingTime(clusters, variates).div(clusters)), 0);
    const shape = alpha.mul(left);
    const others = variates.poisson(mu.mul(exp(variates.logGamma(shape)).div(alpha)));
    return others.add(logarithmic(logNot, variates));
  },
});

/**
 * Counts come in clusters, Poisson in number and logarithmic in size (Quenouille 1949, Biometrics 5, 162): one cluster at the first
 * waiting time, given that there is one, and a negative binomial for the time that is left. Sizes by Kemp 1981, Appl. Stat. 30, 249.
 */
function logarithmic(logNot: AnyExpr, variates: Variates): AnyExpr {
  return floor(div(log(variates.uniform()), log1mexp(variates.uniform().mul(logNot)))).add(1);
}

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

/** The asymmetric Laplace distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { exp, ge, log, log1mexp, log1p, lt, reciprocal, square, where } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";

export const asymmetricLaplaceFamily = family({
  name: "asymmetricLaplace",
  parameters: { mu: "real", b: "positive", kappa: "positive" },
  support: () => ({ kind: "real" }),
  logp: (x, { mu, b, kappa }) =>
    log(b)
      .sub(log(kappa.add(reciprocal(kappa))))
      .sub(b.mul(slanted(x.sub(mu), kappa))),
  logCdf: (x, { mu, b, kappa }) => logLowerTail(x.sub(mu).mul(b), kappa),
  logSurvival: (x, { mu, b, kappa }) => logLowerTail(mu.sub(x).mul(b), reciprocal(kappa)),
  quantile: (p, { mu, b, kappa }) => mu.add(standardQuantile(log(p), kappa).div(b)),
  lowerQuantile: (logShare, { mu, b, kappa }) => mu.add(standardQuantile(logShare, kappa).div(b)),
  upperQuantile: (logShare, { mu, b, kappa }) => mu.sub(standardQuantile(logShare, reciprocal(kappa)).div(b)),
  mean: ({ mu, b, kappa }) => mu.add(reciprocal(kappa).sub(kappa).div(b)),
  variance: ({ b, kappa }) => square(reciprocal(kappa)).add(square(kappa)).div(square(b)),
  random: ({ mu, b, kappa }, variates) => mu.add(variates.exponential().div(kappa).sub(variates.exponential().mul(kappa)).div(b)),
});

/** Distance from mu, stretched by kappa above it and by 1 / kappa below. */
function slanted(d: AnyExpr, kappa: AnyExpr): AnyExpr {
  return where(ge(d, 0), d.mul(kappa), d.div(kappa).neg());
}

/** Of b 1 and mu 0. A share of kappa^2 / (1 + kappa^2) lies below 0. */
function standardQuantile(logShare: AnyExpr, kappa: AnyExpr): AnyExpr {
  const odds = square(kappa);
  const left = logShare.add(log1p(reciprocal(odds)));
  const right = log1mexp(logShare).add(log1p(odds));
  return where(lt(left, 0), kappa.mul(left), right.div(kappa).neg());
}

/** Likewise; the upper tail is this one with -d and 1 / kappa. */
function logLowerTail(d: AnyExpr, kappa: AnyExpr): AnyExpr {
  const below = d.div(kappa).sub(log1p(reciprocal(square(kappa))));
  const above = log1p(exp(d.mul(kappa).neg()).div(square(kappa).add(1)).neg());
  return where(ge(d, 0), above, below);
}

/**
 * Asymmetric Laplace in PyMC's parameterisation: location `mu` (its peak), `b` > 0, an inverse scale, and asymmetry `kappa` > 0. The
 * tail above mu falls with the rate b kappa, the one below it with b / kappa; kappa 1 is `laplace(mu, 1 / b)`.
 *
 *     p(x) = b / (kappa + 1 / kappa) exp(-b kappa (x - mu)),  x >= mu
 *     p(x) = b / (kappa + 1 / kappa) exp(b (x - mu) / kappa),  x < mu
 *
 * Mean mu + (1 / kappa - kappa) / b, variance (kappa^2 + 1 / kappa^2) / b^2; mu is the quantile of kappa^2 / (1 + kappa^2).
 * Stan: skew_double_exponential(mu, sigma, tau) with tau = kappa^2 / (1 + kappa^2) and sigma = 2 / (b (kappa + 1 / kappa));
 * PyMC: AsymmetricLaplace(kappa, mu, b). Source: Kotz, Kozubowski, Podgorski, The Laplace Distribution and Generalizations, ch. 3.
 */
export function asymmetricLaplace<const Mu extends Argument, const B extends Argument, const Kappa extends Argument>(
  mu: Mu,
  b: B,
  kappa: Kappa,
): PlainDist<Mu | B | Kappa> {
  return plain<Mu | B | Kappa>(asymmetricLaplaceFamily, { mu, b, kappa });
}

/** The Laplace distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { abs, exp, log, log1mexp, log1p, lt, max, min, square, sub, where } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import { logTwo } from "./terms.js";

export const laplaceFamily = family({
  name: "laplace",
  parameters: { mu: "real", b: "positive" },
  support: () => ({ kind: "real" }),
  logp: (x, { mu, b }) => abs(x.sub(mu)).div(b).neg().sub(log(b)).sub(logTwo),
  logCdf: (x, { mu, b }) => logLowerTail(x.sub(mu).div(b)),
  logSurvival: (x, { mu, b }) => logLowerTail(mu.sub(x).div(b)),
  quantile: (p, { mu, b }) => mu.add(b.mul(log(min(p, 0.5).mul(2)).sub(log(min(sub(1, p), 0.5).mul(2))))),
  lowerQuantile: (logShare, { mu, b }) => mu.add(b.mul(lowerQuantile(logShare))),
  upperQuantile: (logShare, { mu, b }) => mu.sub(b.mul(lowerQuantile(logShare))),
  mean: ({ mu }) => mu,
  variance: ({ b }) => square(b).mul(2),
  random: ({ mu, b }, variates) => mu.add(b.mul(variates.exponential().sub(variates.exponential()))),
});

function logLowerTail(z: AnyExpr): AnyExpr {
  return where(lt(z, 0), min(z, 0).sub(logTwo), log1p(exp(max(z, 0).neg()).mul(-0.5)));
}

function lowerQuantile(logShare: AnyExpr): AnyExpr {
  return where(lt(logShare, -logTwo), logShare.add(logTwo), log1mexp(logShare).add(logTwo).neg());
}

/**
 * Laplace (double exponential) with mean `mu` and scale `b` > 0, the mean distance from mu:
 *
 *     p(x) = exp(-|x - mu| / b) / (2 b)
 *
 * The variance is 2 b^2. Stan: double_exponential(mu, sigma); PyMC: Laplace(mu, b).
 * Source: Johnson, Kotz, Balakrishnan, vol. 2, ch. 24.
 */
export function laplace<const Mu extends Argument, const B extends Argument>(mu: Mu, b: B): PlainDist<Mu | B> {
  return plain<Mu | B>(laplaceFamily, { mu, b });
}

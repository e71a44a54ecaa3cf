/** The logistic distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { log, log1mexp, logit, softplus, square } from "../functions.js";
import type { Argument } from "../types.js";

export const logisticFamily = family({
  name: "logistic",
  parameters: { mu: "real", s: "positive" },
  support: () => ({ kind: "real" }),
  logp: (x, { mu, s }) => {
    const below = mu.sub(x).div(s);
    return below.sub(softplus(below).mul(2)).sub(log(s));
  },
  logCdf: (x, { mu, s }) => softplus(mu.sub(x).div(s)).neg(),
  logSurvival: (x, { mu, s }) => softplus(x.sub(mu).div(s)).neg(),
  quantile: (p, { mu, s }) => mu.add(s.mul(logit(p))),
  lowerQuantile: (logShare, { mu, s }) => mu.add(s.mul(logShare.sub(log1mexp(logShare)))),
  upperQuantile: (logShare, { mu, s }) => mu.sub(s.mul(logShare.sub(log1mexp(logShare)))),
  mean: ({ mu }) => mu,
  variance: ({ s }) => square(s).mul(3.2898681336964529),
  random: ({ mu, s }, variates) => mu.add(s.mul(logit(variates.uniform()))),
});

/**
 * Logistic with mean `mu` and scale `s` > 0; its cdf is invLogit((x - mu) / s).
 *
 *     p(x) = exp(-(x - mu) / s) / (s (1 + exp(-(x - mu) / s))^2)
 *
 * The variance is s^2 pi^2 / 3. Stan: logistic(mu, sigma); PyMC: Logistic(mu, s).
 * Source: Johnson, Kotz, Balakrishnan, vol. 2, ch. 23.
 */
export function logistic<const Mu extends Argument, const S extends Argument>(mu: Mu, s: S): PlainDist<Mu | S> {
  return plain<Mu | S>(logisticFamily, { mu, s });
}

/** The Gumbel distribution, of largest values. */

import { family, type PlainDist, plain } from "../family.js";
import { exp, log, log1mexp, lt, square, where } from "../functions.js";
import type { Argument } from "../types.js";
import { eulerGamma, log1mexpOfExp } from "./terms.js";

export const gumbelFamily = family({
  name: "gumbel",
  parameters: { mu: "real", beta: "positive" },
  support: () => ({ kind: "real" }),
  logp: (x, { mu, beta }) => {
    const below = mu.sub(x).div(beta);
    return below.sub(exp(below)).sub(log(beta));
  },
  logCdf: (x, { mu, beta }) => exp(mu.sub(x).div(beta)).neg(),
  logSurvival: (x, { mu, beta }) => log1mexpOfExp(mu.sub(x).div(beta)),
  quantile: (p, { mu, beta }) => mu.sub(beta.mul(log(log(p).neg()))),
  lowerQuantile: (logShare, { mu, beta }) => mu.sub(beta.mul(log(logShare.neg()))),
  upperQuantile: (logShare, { mu, beta }) =>
    // exp(-t) is 1 - share; of small shares t is the share.
    mu.sub(beta.mul(where(lt(logShare, -40), logShare, log(log1mexp(logShare).neg())))),
  mean: ({ mu, beta }) => mu.add(beta.mul(eulerGamma)),
  variance: ({ beta }) => square(beta).mul(1.6449340668482264),
  random: ({ mu, beta }, variates) => mu.sub(beta.mul(log(variates.exponential()))),
});

/**
 * Gumbel, the extreme value distribution of type I for largest values, with mode `mu` and scale `beta` > 0:
 *
 *     p(x) = exp(-z - exp(-z)) / beta,  z = (x - mu) / beta
 *
 * Mean mu + 0.5772 beta (Euler's constant), variance pi^2 beta^2 / 6. Stan: gumbel(mu, beta); PyMC: Gumbel(mu, beta).
 * Source: Johnson, Kotz, Balakrishnan, vol. 2, ch. 22.
 */
export function gumbel<const Mu extends Argument, const Beta extends Argument>(mu: Mu, beta: Beta): PlainDist<Mu | Beta> {
  return plain<Mu | Beta>(gumbelFamily, { mu, beta });
}

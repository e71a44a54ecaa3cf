/** The Cauchy distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { log, log1p } from "../functions.js";
import type { Argument } from "../types.js";
import { logPi } from "./terms.js";

export const cauchyFamily = family({
  name: "cauchy",
  parameters: { mu: "real", sigma: "positive" },
  support: () => ({ kind: "real" }),
  logp: (x, { mu, sigma }) => log1p(x.sub(mu).div(sigma).square()).neg().sub(log(sigma)).sub(logPi),
});

/**
 * Cauchy with location `mu` (its median) and scale `sigma` > 0 (half the distance between its quartiles):
 *
 *     p(x) = 1 / (pi sigma (1 + ((x - mu) / sigma)^2))
 *
 * Stan: cauchy(mu, sigma); PyMC: Cauchy(alpha, beta).
 */
export function cauchy<const Mu extends Argument, const Sigma extends Argument>(mu: Mu, sigma: Sigma): PlainDist<Mu | Sigma> {
  return plain<Mu | Sigma>(cauchyFamily, { mu, sigma });
}

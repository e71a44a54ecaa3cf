/** The Cauchy distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { atan2, exp, log, log1p, lt, sub, where } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import { cotangent, logPi, notANumber } from "./terms.js";

export const cauchyFamily = family({
  name: "cauchy",
  parameters: { mu: "real", sigma: "positive" },
  support: () => ({ kind: "real" }),
  logp: (x, { mu, sigma }) => log1p(x.sub(mu).div(sigma).square()).neg().sub(log(sigma)).sub(logPi),
  logCdf: (x, { mu, sigma }) => log(atan2(sigma, mu.sub(x))).sub(logPi),
  logSurvival: (x, { mu, sigma }) => log(atan2(sigma, x.sub(mu))).sub(logPi),
  quantile: (p, { mu, sigma }) => mu.add(sigma.mul(standardQuantile(p))),
  lowerQuantile: (logShare, { mu, sigma }) => mu.add(sigma.mul(standardQuantile(exp(logShare)))),
  upperQuantile: (logShare, { mu, sigma }) => mu.sub(sigma.mul(standardQuantile(exp(logShare)))),
  mean: () => notANumber(),
  variance: () => notANumber(),
  random: ({ mu, sigma }, variates) => mu.add(sigma.mul(standardQuantile(variates.uniform()))),
});

function standardQuantile(p: AnyExpr): AnyExpr {
  return where(lt(p, 0.5), cotangent(p.mul(Math.PI)).neg(), cotangent(sub(1, p).mul(Math.PI)));
}

/**
 * Cauchy with location `mu` (its median) and scale `sigma` > 0 (half the distance between its quartiles):
 *
 *     p(x) = 1 / (pi sigma (1 + ((x - mu) / sigma)^2))
 *
 * There is no mean and no variance. Stan: cauchy(mu, sigma); PyMC: Cauchy(alpha, beta).
 */
export function cauchy<const Mu extends Argument, const Sigma extends Argument>(mu: Mu, sigma: Sigma): PlainDist<Mu | Sigma> {
  return plain<Mu | Sigma>(cauchyFamily, { mu, sigma });
}

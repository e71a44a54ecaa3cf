/** The half-Cauchy distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { atan2, exp, log, log1p, lt, reciprocal, sub, where } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import { cotangent, logTwoOverPi } from "./terms.js";

export const halfCauchyFamily = family({
  name: "halfCauchy",
  parameters: { sigma: "positive" },
  support: () => ({ kind: "nonnegative" }),
  logp: (x, { sigma }) => log1p(x.div(sigma).square()).neg().sub(log(sigma)).add(logTwoOverPi),
  logCdf: (x, { sigma }) => log(atan2(x, sigma)).add(logTwoOverPi),
  logSurvival: (x, { sigma }) => log(atan2(sigma, x)).add(logTwoOverPi),
  quantile: (p, { sigma }) => sigma.mul(standardQuantile(p)),
  upperQuantile: (logShare, { sigma }) => sigma.div(standardQuantile(exp(logShare))),
  mean: () => Number.POSITIVE_INFINITY,
  variance: () => Number.POSITIVE_INFINITY,
  random: ({ sigma }, variates) => sigma.mul(standardQuantile(variates.uniform())),
});

const quarterTurn = Math.PI / 2;

function standardQuantile(p: AnyExpr): AnyExpr {
  return where(lt(p, 0.5), reciprocal(cotangent(p.mul(quarterTurn))), cotangent(sub(1, p).mul(quarterTurn)));
}

/**
 * The absolute value of a Cauchy with location 0 and scale `sigma` > 0 (its median):
 *
 *     p(x) = 2 / (pi sigma (1 + (x / sigma)^2)),  x >= 0
 *
 * The mean is infinite. Stan: cauchy(0, sigma) on a parameter with lower bound 0 (there without the factor 2); PyMC: HalfCauchy(beta).
 */
export function halfCauchy<const Sigma extends Argument>(sigma: Sigma): PlainDist<Sigma> {
  return plain<Sigma>(halfCauchyFamily, { sigma });
}

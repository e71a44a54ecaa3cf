/** The half-Cauchy distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { log, log1p } from "../functions.js";
import type { Argument } from "../types.js";
import { logTwoOverPi } from "./terms.js";

export const halfCauchyFamily = family({
  name: "halfCauchy",
  parameters: { sigma: "positive" },
  support: () => ({ kind: "nonnegative" }),
  logp: (x, { sigma }) => log1p(x.div(sigma).square()).neg().sub(log(sigma)).add(logTwoOverPi),
});

/**
 * The absolute value of a Cauchy with location 0 and scale `sigma` > 0 (its median):
 *
 *     p(x) = 2 / (pi sigma (1 + (x / sigma)^2)),  x >= 0
 *
 * Stan: cauchy(0, sigma) on a parameter with lower bound 0 (there without the factor 2); PyMC: HalfCauchy(beta).
 */
export function halfCauchy<const Sigma extends Argument>(sigma: Sigma): PlainDist<Sigma> {
  return plain<Sigma>(halfCauchyFamily, { sigma });
}

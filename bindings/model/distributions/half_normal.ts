/** The half-normal distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { log, reciprocal } from "../functions.js";
import type { Argument } from "../types.js";
import { halfLogTwoPi, logTwo } from "./terms.js";

export const halfNormalFamily = family({
  name: "halfNormal",
  parameters: { sigma: "positive" },
  support: () => ({ kind: "nonnegative" }),
  logp: (x, { sigma }) =>
    x
      .div(sigma)
      .square()
      .mul(-0.5)
      .sub(log(sigma))
      .add(logTwo - halfLogTwoPi),
  densityForm: (x, { sigma }) => ({ value: x, mean: 0, inverseRoot: reciprocal(sigma), offset: logTwo }),
});

/**
 * The absolute value of a normal with mean 0 and standard deviation `sigma` > 0:
 *
 *     p(x) = 2 exp(-x^2 / (2 sigma^2)) / (sigma sqrt(2 pi)),  x >= 0
 *
 * Stan: normal(0, sigma) on a parameter with lower bound 0 (there without the factor 2); PyMC: HalfNormal(sigma).
 */
export function halfNormal<const Sigma extends Argument>(sigma: Sigma): PlainDist<Sigma> {
  return plain<Sigma>(halfNormalFamily, { sigma });
}

/** The exponential distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { log } from "../functions.js";
import type { Argument } from "../types.js";

export const exponentialFamily = family({
  name: "exponential",
  parameters: { rate: "positive" },
  support: () => ({ kind: "nonnegative" }),
  logp: (x, { rate }) => log(rate).sub(rate.mul(x)),
});

/**
 * Exponential with `rate` > 0, the inverse of the mean (not the scale):
 *
 *     p(x) = rate exp(-rate x),  x >= 0
 *
 * Stan: exponential(beta), an inverse scale; PyMC: Exponential(lam).
 */
export function exponential<const Rate extends Argument>(rate: Rate): PlainDist<Rate> {
  return plain<Rate>(exponentialFamily, { rate });
}

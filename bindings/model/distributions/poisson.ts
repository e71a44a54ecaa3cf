/** The Poisson distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { lgamma, log } from "../functions.js";
import type { Argument } from "../types.js";
import { argumentOf, timesLog } from "./terms.js";

export const poissonFamily = family({
  name: "poisson",
  discrete: true,
  parameters: { rate: "nonnegative" },
  support: () => ({ kind: "count" }),
  logp: (x, { rate }) => {
    const logRate = argumentOf("exp", rate.node) ?? log(rate);
    return timesLog(x, logRate)
      .sub(rate)
      .sub(lgamma(x.add(1)));
  },
});

/**
 * Counts with mean `rate` >= 0. Where the rate is `exp(eta)`, its logarithm is taken as eta.
 *
 *     P(x) = rate^x exp(-rate) / x!,  x = 0, 1, 2, ...
 *
 * Stan: poisson(lambda), and poisson_log for exp(eta); PyMC: Poisson(mu).
 */
export function poisson<const Rate extends Argument>(rate: Rate): PlainDist<Rate> {
  return plain<Rate>(poissonFamily, { rate });
}

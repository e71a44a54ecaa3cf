/** The Poisson distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { lgamma, log, logGammaCdf, logGammaSurvival, max } from "../functions.js";
import type { Argument } from "../types.js";
import { waitingTime } from "./count_terms.js";
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
  // P(X <= x) is the chance that the waiting time for x + 1 of them is longer than 1.
  logCdf: (x, { rate }) => logGammaSurvival(x.add(1), rate),
  logSurvival: (x, { rate }) => logGammaCdf(x.add(1), rate),
  mean: ({ rate }) => rate,
  variance: ({ rate }) => rate,
  random: ({ rate }, variates) => variates.poisson(rate),
  // In the time `rate`: one at the first waiting time, given that it is no longer than that, and more in the time that is left.
  randomPositive: ({ rate }, variates) => variates.poisson(max(rate.sub(waitingTime(rate, variates)), 0)).add(1),
});

/**
 * Counts with mean `rate` >= 0. Where the rate is `exp(eta)`, its logarithm is taken as eta.
 *
 *     P(x) = rate^x exp(-rate) / x!,  x = 0, 1, 2, ...
 *
 * Mean and variance are the rate. Stan: poisson(lambda), and poisson_log for exp(eta); PyMC: Poisson(mu).
 */
export function poisson<const Rate extends Argument>(rate: Rate): PlainDist<Rate> {
  return plain<Rate>(poissonFamily, { rate });
}

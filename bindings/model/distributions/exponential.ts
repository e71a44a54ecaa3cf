/** The exponential distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { log, log1p, reciprocal, square } from "../functions.js";
import type { Argument } from "../types.js";

export const exponentialFamily = family({
  name: "exponential",
  parameters: { rate: "positive" },
  support: () => ({ kind: "nonnegative" }),
  logp: (x, { rate }) => log(rate).sub(rate.mul(x)),
  logSurvival: (x, { rate }) => rate.mul(x).neg(),
  quantile: (p, { rate }) => log1p(p.neg()).neg().div(rate),
  upperQuantile: (logShare, { rate }) => logShare.neg().div(rate),
  mean: ({ rate }) => reciprocal(rate),
  variance: ({ rate }) => reciprocal(square(rate)),
  random: ({ rate }, variates) => variates.exponential().div(rate),
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

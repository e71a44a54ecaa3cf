/** The Pareto distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { exp, gt, log, log1p, square, where } from "../functions.js";
import type { Argument } from "../types.js";

export const paretoFamily = family({
  name: "pareto",
  parameters: { alpha: "positive", m: "positive" },
  support: ({ m }) => ({ kind: "lower", lower: m }),
  logp: (x, { alpha, m }) =>
    alpha
      .mul(log(m).sub(log(x)))
      .add(log(alpha))
      .sub(log(x)),
  logSurvival: (x, { alpha, m }) => alpha.mul(log1p(x.sub(m).div(m))).neg(),
  quantile: (p, { alpha, m }) => m.mul(exp(log1p(p.neg()).div(alpha).neg())),
  upperQuantile: (logShare, { alpha, m }) => m.mul(exp(logShare.div(alpha).neg())),
  mean: ({ alpha, m }) => where(gt(alpha, 1), m.mul(alpha).div(alpha.sub(1)), Number.POSITIVE_INFINITY),
  variance: ({ alpha, m }) =>
    where(
      gt(alpha, 2),
      square(m.div(alpha.sub(1)))
        .mul(alpha)
        .div(alpha.sub(2)),
      Number.POSITIVE_INFINITY,
    ),
  random: ({ alpha, m }, variates) => m.mul(exp(variates.exponential().div(alpha))),
});

/**
 * Pareto with exponent `alpha` > 0 and minimum `m` > 0:
 *
 *     p(x) = alpha m^alpha / x^(alpha + 1),  x >= m
 *
 * Mean alpha m / (alpha - 1) for alpha > 1, variance alpha m^2 / ((alpha - 1)^2 (alpha - 2)) for alpha > 2, else infinite.
 * Stan: pareto(y_min, alpha), with the minimum first; PyMC: Pareto(alpha, m).
 * Source: Johnson, Kotz, Balakrishnan, vol. 1, ch. 20.
 */
export function pareto<const Alpha extends Argument, const M extends Argument>(alpha: Alpha, m: M): PlainDist<Alpha | M> {
  return plain<Alpha | M>(paretoFamily, { alpha, m });
}

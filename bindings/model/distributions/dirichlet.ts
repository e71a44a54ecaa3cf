/** The Dirichlet distribution. */
import { WasmcmcError } from "../../errors.js";
import { family, type PlainDist, plain } from "../family.js";
import { lgamma, log } from "../functions.js";
import { sum } from "../reductions.js";
import { elementsOf, eventOf } from "../small_matrix.js";
import type { AnyExpr } from "../types.js";
import { minusOne, timesLog } from "./terms.js";
import { sharesDraw } from "./vector_terms.js";

export const dirichletFamily = family({
  name: "dirichlet",
  parameters: { alpha: "positive" },
  support: () => ({ kind: "simplex" }),
  logp: (x, { alpha }) => sum(timesLog(minusOne(alpha), log(x))).add(lgamma(sum(alpha)).sub(sum(lgamma(alpha)))),
  mean: ({ alpha }) => alpha.div(sum(alpha)),
  variance: ({ alpha }) => {
    const share: AnyExpr = alpha.div(sum(alpha));
    return share.mul(share.neg().add(1)).div(sum(alpha).add(1));
  },
  random: ({ alpha }, variates) => eventOf(sharesDraw(elementsOf(alpha), variates), alpha.node.event),
});

/**
 * Dirichlet with concentrations `alpha` > 0, one for each of two or more shares: the mean is alpha / sum(alpha), and
 * `dirichlet([1, 1])` is uniform. A value is a simplex: nonnegative with sum 1, an event that does not broadcast.
 *
 *     p(x) = Gamma(sum alpha) / prod Gamma(alpha_k) * prod x_k^(alpha_k - 1)
 *
 * With m = alpha / sum(alpha) the variance of a share is m_k (1 - m_k) / (sum(alpha) + 1). Stan: dirichlet(alpha); PyMC: Dirichlet(a).
 * Source: Kotz, Balakrishnan, Johnson, Continuous Multivariate Distributions, ch. 49.
 */
export function dirichlet<const Alpha extends readonly number[] | AnyExpr>(alpha: Alpha): PlainDist<Alpha> {
  const distribution = plain<Alpha>(dirichletFamily, { alpha });
  const shares = distribution.node.event[0] ?? 1;
  if (shares >= 2) return distribution;
  throw new WasmcmcError({
    code: "parameter-value",
    problem: `dirichlet: alpha must be a vector of two or more concentrations, but it has ${shares}.`,
    remedy: "Give one concentration for each share, as in dirichlet([1, 1]).",
    variable: "alpha",
    value: alpha,
  });
}

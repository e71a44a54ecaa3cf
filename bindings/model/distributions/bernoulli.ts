/** The Bernoulli distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { le, log, log1p, lt, neg, softplus, sub, where } from "../functions.js";
import type { Argument } from "../types.js";
import { logsOf } from "./count_terms.js";
import { argumentOf } from "./terms.js";

export const bernoulliFamily = family({
  name: "bernoulli",
  discrete: true,
  parameters: { p: "unit" },
  support: () => ({ kind: "boolean" }),
  logp: (x, { p }) => {
    const logit = argumentOf("logistic", p.node);
    return logit ? neg(softplus(where(x, logit.neg(), logit))) : where(x, log(p), log1p(p.neg()));
  },
  // From 0 to 1: both are known beyond.
  logCdf: (_, { p }) => logsOf(p).logNot,
  logSurvival: (_, { p }) => logsOf(p).log,
  quantile: (share, { p }) => where(le(share, sub(1, p)), 0, 1),
  mean: ({ p }) => p,
  variance: ({ p }) => p.mul(sub(1, p)),
  random: ({ p }, variates) => lt(variates.uniform(), p),
});

/**
 * 1 with probability `p`, else 0. Where p is `invLogit(eta)`, the log probability is computed from eta, exact in both tails.
 *
 *     P(1) = p,  P(0) = 1 - p
 *
 * Stan: bernoulli(theta), and bernoulli_logit for invLogit(eta); PyMC: Bernoulli(p), and Bernoulli(logit_p=eta).
 */
export function bernoulli<const P extends Argument>(p: P): PlainDist<P> {
  return plain<P>(bernoulliFamily, { p });
}

/** The Bernoulli distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { log, log1p, neg, softplus, where } from "../functions.js";
import type { Argument } from "../types.js";
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
});

/**
 * 1 with probability `p`, else 0. Where p is `invLogit(eta)`, the log probability is computed from eta, exact in both tails.
 *
 *     P(1) = p,  P(0) = 1 - p
 *
 * Stan: bernoulli(theta), and bernoulli_logit for invLogit(eta); PyMC: Bernoulli(p).
 */
export function bernoulli<const P extends Argument>(p: P): PlainDist<P> {
  return plain<P>(bernoulliFamily, { p });
}

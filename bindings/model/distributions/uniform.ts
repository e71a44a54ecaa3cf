/** The uniform distribution. */
import { family, type PlainDist, plain } from "../family.js";
import { exp, log, square } from "../functions.js";
import type { Argument } from "../types.js";
import { checkOrder } from "./order.js";

export const uniformFamily = family({
  name: "uniform",
  parameters: { lower: "real", upper: "real" },
  support: ({ lower, upper }) => ({ kind: "interval", lower, upper }),
  logp: (_, { lower, upper }) => log(upper.sub(lower)).neg(),
  logCdf: (x, { lower, upper }) => log(x.sub(lower)).sub(log(upper.sub(lower))),
  logSurvival: (x, { lower, upper }) => log(upper.sub(x)).sub(log(upper.sub(lower))),
  quantile: (p, { lower, upper }) => lower.add(p.mul(upper.sub(lower))),
  upperQuantile: (logShare, { lower, upper }) => upper.sub(exp(logShare).mul(upper.sub(lower))),
  mean: ({ lower, upper }) => lower.add(upper.sub(lower).mul(0.5)),
  variance: ({ lower, upper }) => square(upper.sub(lower)).div(12),
  random: ({ lower, upper }, variates) => lower.add(variates.uniform().mul(upper.sub(lower))),
});

/**
 * Uniform between `lower` and `upper` > `lower`, ends included:
 *
 *     p(x) = 1 / (upper - lower)
 *
 * Stan: uniform(alpha, beta); PyMC: Uniform(lower, upper).
 */
export function uniform<const Lower extends Argument, const Upper extends Argument>(
  lower: Lower,
  upper: Upper,
): PlainDist<Lower | Upper> {
  checkOrder("uniform", { lower }, { upper });
  return plain<Lower | Upper>(uniformFamily, { lower, upper });
}

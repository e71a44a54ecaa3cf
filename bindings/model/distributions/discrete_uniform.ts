/** The discrete uniform distribution. */
import { WasmcmcError } from "../../errors.js";
import { family, type PlainDist, plain } from "../family.js";
import { div, floor, log, max, square } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import { ceil } from "./count_terms.js";

export const discreteUniformFamily = family({
  name: "discreteUniform",
  discrete: true,
  parameters: { lower: "real", upper: "real" },
  support: ({ lower, upper }) => ({ kind: "integers", lower, upper }),
  logp: (_, ends) => log(count(ends)).neg(),
  logCdf: (x, ends) => log(x.sub(ends.lower).add(1)).sub(log(count(ends))),
  logSurvival: (x, ends) => log(ends.upper.sub(x)).sub(log(count(ends))),
  quantile: (p, ends) => ends.lower.add(max(ceil(p.mul(count(ends))).sub(1), 0)),
  mean: ({ lower, upper }) => lower.add(upper).mul(0.5),
  variance: (ends) => div(square(count(ends)).sub(1), 12),
  random: (ends, variates) => ends.lower.add(floor(variates.uniform().mul(count(ends)))),
});

function count({ lower, upper }: { readonly lower: AnyExpr; readonly upper: AnyExpr }): AnyExpr {
  return upper.sub(lower).add(1);
}

/**
 * The whole numbers from `lower` to `upper` >= `lower`, ends included, each with the same probability. Bounds are whole numbers.
 *
 *     P(x) = 1 / (upper - lower + 1)
 *
 * Stan: discrete_range(lower, upper); PyMC: DiscreteUniform(lower, upper); scipy: randint(lower, upper + 1).
 */
export function discreteUniform<const Lower extends Argument, const Upper extends Argument>(
  lower: Lower,
  upper: Upper,
): PlainDist<Lower | Upper> {
  const wrong = [lower, upper].find((bound) => typeof bound === "number" && !Number.isInteger(bound));
  const isCrossed = typeof lower === "number" && typeof upper === "number" && lower > upper;
  if (wrong === undefined && !isCrossed) return plain<Lower | Upper>(discreteUniformFamily, { lower, upper });
  throw new WasmcmcError({
    code: "parameter-value",
    problem:
      wrong === undefined
        ? `discreteUniform: upper is ${upper} and lower is ${lower}.`
        : `discreteUniform: a bound is ${wrong}, which is not a whole number.`,
    remedy: "Give two whole numbers, the lower one first.",
    variable: wrong === undefined || wrong === upper ? "upper" : "lower",
    value: wrong ?? upper,
  });
}

/** The uniform distribution. */
import { WasmcmcError } from "../../errors.js";
import { family, type PlainDist, plain } from "../family.js";
import { log } from "../functions.js";
import type { Argument } from "../types.js";

export const uniformFamily = family({
  name: "uniform",
  parameters: { lower: "real", upper: "real" },
  support: ({ lower, upper }) => ({ kind: "interval", lower, upper }),
  logp: (_, { lower, upper }) => log(upper.sub(lower)).neg(),
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
  if (typeof lower === "number" && typeof upper === "number" && lower >= upper) {
    throw new WasmcmcError({
      code: "parameter-value",
      problem: `uniform: upper must be above lower, but upper is ${upper} and lower is ${lower}.`,
      remedy: "Give the lower bound first.",
      variable: "upper",
      value: upper,
    });
  }
  return plain<Lower | Upper>(uniformFamily, { lower, upper });
}

/** Zeros by one law, positive values by another. */
import { describeDistribution } from "../describe.js";
import type { AnyDist, Dist } from "../dist.js";
import type { Family, PlainDistribution } from "../distribution.js";
import type { Operand, Shape } from "../types.js";
import { baseOf, ownName, refused, type WrappedDist, wrapped } from "./base.js";
import { constantEnds } from "./ends.js";
import { withoutZeros } from "./truncated.js";
import { withZero } from "./zero_atom.js";

/** The family of what lies above 0: of counts the base without its zeros, else the base. */
function positivePart(node: PlainDistribution): Family {
  if (node.family.discrete) return withoutZeros(node);
  const [from] = constantEnds(node.family.support(node.parameters));
  if (from !== undefined && from >= 0) return node.family;
  throw refused(
    "hurdle",
    `${describeDistribution(node)} has values below 0`,
    "Use a base of positive values, such as gamma or lognormal, or truncated(dist, 0, Infinity).",
    node.family.name,
  );
}

/**
 * 0 with probability `p`, else a positive value: of a base of counts one that is not 0, of a continuous base of positive values any.
 * p may be a row's own. Where it is `invLogit(eta)`, its logarithms are computed from eta.
 *
 *     P(0) = p,   p(x) = (1 - p) p_base(x) / P_base(X > 0)  for x > 0
 *
 * Where the base is continuous, P_base(X > 0) is 1. Stan: by hand; PyMC: HurdlePoisson(psi, mu), HurdleNegativeBinomial, HurdleGamma,
 * HurdleLogNormal with psi = 1 - p, the share of the positive values. Source: Mullahy 1986, J. Econometrics 33, 341.
 */
export function hurdle<Dims extends string, Event extends Shape, const P extends Operand>(
  base: Dist<Dims, Event>,
  p: P,
): WrappedDist<Dims, Event, P> {
  const node = baseOf("hurdle", base as AnyDist, "Give the zeros a component of the mixture, or hurdle its components.");
  const part = positivePart(node);
  const name = ownName("hurdle", node, "p");
  const made = withZero({ name: `hurdle ${node.family.name}`, part, p: name, partHasZero: false });
  return wrapped(node, made, { [name]: p }) as WrappedDist<Dims, Event, P>;
}

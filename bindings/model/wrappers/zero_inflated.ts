/** Counts with more zeros than their distribution has. */
import { describeDistribution } from "../describe.js";
import type { AnyDist, Dist } from "../dist.js";
import type { Operand, Shape } from "../types.js";
import { baseOf, ownName, refused, type WrappedDist, wrapped } from "./base.js";
import { withZero } from "./zero_atom.js";

/**
 * With probability `p` a 0, else a count of the base, which may be 0 as well. p may be a row's own. Where it is `invLogit(eta)`, its
 * logarithms are computed from eta.
 *
 *     P(0) = p + (1 - p) P_base(0),   P(x) = (1 - p) P_base(x)  for x other than 0
 *
 * Mean (1 - p) m, variance (1 - p) (v + p m^2) with the base's m and v. Stan: log_mix(p, 0, poisson_lpmf(0 | ...)) by hand; PyMC:
 * ZeroInflatedPoisson(psi, mu), ZeroInflatedBinomial, ZeroInflatedNegativeBinomial with psi = 1 - p, the share of the counts.
 * Source: Lambert 1992, Technometrics 34, 1.
 */
export function zeroInflated<Dims extends string, Event extends Shape, const P extends Operand>(
  base: Dist<Dims, Event>,
  p: P,
): WrappedDist<Dims, Event, P> {
  const node = baseOf(
    "zeroInflated",
    base as AnyDist,
    "Give the zeros a component: mixture(weights, { zero: discreteUniform(0, 0), ... }).",
  );
  if (!node.family.discrete) {
    throw refused(
      "zeroInflated",
      `${describeDistribution(node)} is continuous and has no zeros of its own to add to`,
      "Use hurdle(dist, p): 0 with probability p, else a positive value.",
      node.family.name,
    );
  }
  const name = ownName("zeroInflated", node, "p");
  const made = withZero({
    name: `zeroInflated ${node.family.name}`,
    part: node.family,
    p: name,
    partHasZero: true,
  });
  return wrapped(node, made, { [name]: p }) as WrappedDist<Dims, Event, P>;
}

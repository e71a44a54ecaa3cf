/** Distributions whose values are known only up to limits. */

import { describeDistribution } from "../describe.js";
import type { AnyDist, Dist } from "../dist.js";
import type { Family, Support } from "../distribution.js";
import { ceil } from "../distributions/count_terms.js";
import { family } from "../family.js";
import { ge, le, lt, where } from "../functions.js";
import type { AnyExpr, Operand, Shape } from "../types.js";
import { baseOf, boundOf, closedBases, Inner, ownName, refused, type WrappedDist, wrapped } from "./base.js";
import { isDiscreteSupport } from "./ends.js";
import { clamp } from "./truncated_draw.js";

interface Names {
  readonly lower: string | undefined;
  readonly upper: string | undefined;
}

type Named = Readonly<Record<string, AnyExpr>>;

function censoredFamily(base: Family, names: Names): Family {
  const limits = (parameters: Named) => ({
    inner: new Inner(base, parameters),
    lower: names.lower === undefined ? undefined : parameters[names.lower],
    upper: names.upper === undefined ? undefined : parameters[names.upper],
  });
  /** What is known at and beyond the limits, and what holds between them. */
  const pieces = (x: AnyExpr, parameters: Named, between: AnyExpr, atLower: Operand, atUpper: Operand): AnyExpr => {
    const { lower, upper } = limits(parameters);
    const belowUpper = upper ? where(ge(x, upper), atUpper, between as AnyExpr) : between;
    return lower ? where(le(x, lower), atLower, belowUpper as AnyExpr) : belowUpper;
  };
  const { quantile, random } = base;
  return family<string>({
    name: `censored ${base.name}`,
    // Its limits have probabilities of their own: no parameter may have it as its prior.
    discrete: true,
    parameters: { ...base.parameters, ...requirements(names) },
    support: (nodes) => censoredSupport(base.support(nodes), names),
    logp: (x, parameters) => {
      const { inner, lower, upper } = limits(parameters);
      const reaching = upper && inner.logSurvival(base.discrete ? ceil(upper).sub(1) : upper);
      return pieces(x, parameters, inner.logp(x), lower ? inner.logCdf(lower) : 0, reaching ?? 0);
    },
    logCdf: (x, parameters) => {
      const { inner, lower, upper } = limits(parameters);
      const known = upper ? where(ge(x, upper), 0, inner.logCdf(x)) : inner.logCdf(x);
      return lower ? where(lt(x, lower), Number.NEGATIVE_INFINITY, known) : known;
    },
    logSurvival: (x, parameters) => {
      const { inner, lower, upper } = limits(parameters);
      const known = upper ? where(ge(x, upper), Number.NEGATIVE_INFINITY, inner.logSurvival(x)) : inner.logSurvival(x);
      return lower ? where(lt(x, lower), 0, known) : known;
    },
    ...(quantile && { quantile: (p, parameters) => clamp(limits(parameters).inner.quantile(p), limits(parameters)) }),
    ...(random && { random: (parameters, variates) => clamp(limits(parameters).inner.random(variates), limits(parameters)) }),
  });
}

function requirements(names: Names): Readonly<Record<string, "real">> {
  return Object.fromEntries(Object.values(names).flatMap((name) => (name === undefined ? [] : [[name, "real"]])));
}

/** Beyond a lower limit any number may stand for what lies there, such as 0 for what is not detected. */
function censoredSupport(support: Support, { lower }: Names): Support {
  return lower === undefined || isDiscreteSupport(support) ? support : { kind: "real" };
}

/**
 * A distribution of which a value at or below `lower` tells only that it is no larger, and one at or above `upper` only that it is no
 * smaller. `-Infinity` and `Infinity` are no limits. Limits are numbers or expressions; a column of the data gives each row its own.
 *
 *     p(x) = P(X <= lower)  if x <= lower,   P(X >= upper)  if x >= upper,   else p_base(x)
 *
 * Survival times of which some are only known to be longer (`died` is 0): the limit is the time there, and nowhere else.
 *
 *     observe(time, censored(weibull(alpha, sigma), -Infinity, where(died, Infinity, time)))
 *
 * Draws of it are draws of the base, moved to the limit that they pass. Bases are those with a closed distribution
 * function, which the documentation of truncated lists.
 *
 * Stan: target += normal_lccdf(upper | ...) for such rows, by hand; PyMC: Censored(dist, lower=..., upper=...).
 */
export function censored<Dims extends string, Event extends Shape, const Lower extends Operand, const Upper extends Operand>(
  base: Dist<Dims, Event>,
  lower: Lower,
  upper: Upper,
): WrappedDist<Dims, Event, Lower | Upper> {
  const node = baseOf("censored", base as AnyDist, "Censor its components: mixture(weights, { a: censored(...), ... }).");
  if (node.family.logCdf === undefined) {
    throw refused(
      "censored",
      `${describeDistribution(node)} has no closed distribution function here`,
      closedBases,
      node.family.name,
    );
  }
  const low = boundOf(lower, Number.NEGATIVE_INFINITY);
  const high = boundOf(upper, Number.POSITIVE_INFINITY);
  if (typeof low === "number" && typeof high === "number" && low >= high)
    throw refused("censored", `upper is ${high} and lower is ${low}`, "Give the lower limit first.", high);
  const names = {
    lower: low === undefined ? undefined : ownName("censored", node, "lower"),
    upper: high === undefined ? undefined : ownName("censored", node, "upper"),
  };
  const own = [
    [names.lower, low],
    [names.upper, high],
  ].filter(([, limit]) => limit !== undefined) as [string, Operand][];
  const made = own.length === 0 ? node.family : censoredFamily(node.family, names);
  return wrapped(node, made, Object.fromEntries(own)) as WrappedDist<Dims, Event, Lower | Upper>;
}

/** Distributions cut at bounds. */
import { describeDistribution } from "../describe.js";
import { type AnyDist, Dist } from "../dist.js";
import type { Family, PlainDistribution } from "../distribution.js";
import { ceil } from "../distributions/count_terms.js";
import { Expr, toNode } from "../expression.js";
import { type Formulas, family } from "../family.js";
import { exp, where } from "../functions.js";
import type { Node } from "../graph.js";
import { guard, rangeOfSupport } from "../support.js";
import type { AnyExpr, Operand, Shape } from "../types.js";
import { baseOf, boundOf, closedBases, Inner, ownName, refused, type WrappedDist, wrapped } from "./base.js";
import { constantEnds, cutSupport, reachesOpenEnd } from "./ends.js";
import { cumulative, leavesOutZero, lessMass, logMass, logPositive, spanOf, summands } from "./mass.js";
import { clamp, placeOf, quantileBetween, realBetween, wholeBetween } from "./truncated_draw.js";

type Named = Readonly<Record<string, AnyExpr>>;

/** What is left of a base between bounds, with values at hand for its parameters. */
class Part {
  readonly inner: Inner;
  readonly lower: AnyExpr | undefined;
  readonly upper: AnyExpr | undefined;

  constructor(base: Family, bounds: Bounds, parameters: Named) {
    this.inner = new Inner(base, parameters);
    const at = (bound: string | number | undefined) => (typeof bound === "number" ? expression(bound) : parameters[bound ?? ""]);
    [this.lower, this.upper] = [at(bounds.lower), at(bounds.upper)];
  }

  get span() {
    return spanOf(this.inner, this.lower, this.upper);
  }

  get few(): readonly number[] | undefined {
    return this.inner.family.logCdf ? undefined : summands(this.inner, this.lower, this.upper);
  }

  /** The log of the base's probability of what is left. */
  get mass(): AnyExpr {
    const { inner, few } = this;
    if (inner.family.logCdf) return logMass(inner, this.span);
    return few ? (cumulative(few.map((value) => inner.logp(value))).at(-1) as AnyExpr) : logPositive(inner);
  }
}

/** Names of the parameters that are the bounds, or constants. */
interface Bounds {
  readonly lower?: string | number;
  readonly upper?: string | number;
}

/** `own` has the bounds that are parameters. */
function truncatedFamily(node: PlainDistribution, bounds: Bounds, own: Readonly<Record<string, Operand>>): Family {
  const base = node.family;
  const model = new Part(base, bounds, { ...wrap(node.parameters), ...mapValues(own, expression) });
  checkBase(model, describeDistribution(node));
  const part = (parameters: Named) => new Part(base, bounds, parameters);
  const inside = (x: AnyExpr, parameters: Named) => {
    const { inner, lower } = part(parameters);
    return reachesOpenEnd(inner.support, { lower }) ? inner.logp(x) : inner.logpInside(x);
  };
  const made = family<string>({
    name: `truncated ${base.name}`,
    discrete: base.discrete,
    parameters: { ...base.parameters, ...mapValues(own, () => "real" as const) },
    support: (nodes) => {
      const { inner, lower, upper } = part(wrap(nodes));
      return cutSupport(inner.support, { lower, upper });
    },
    logp: (x, parameters) => lessMass(inside(x, parameters), part(parameters).mass),
    ...tails(base, part),
    ...moments(base, part, model),
    ...draws(base, part, model),
  });
  return { ...made, logp: (value, nodes) => guarded(made, value, nodes) };
}

const expression = (operand: Operand): AnyExpr => new Expr(toNode(operand));

function mapValues<From, To>(values: Readonly<Record<string, From>>, of: (value: From) => To): Readonly<Record<string, To>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, of(value)]));
}

const wrap = (nodes: Readonly<Record<string, Node>>): Named => mapValues(nodes, (node) => new Expr(node));

/** A base of counts without its zeros, without parameters of its own. */
export function withoutZeros(node: PlainDistribution): Family {
  return truncatedFamily(node, { lower: 1 }, {});
}

/** The density of the base may be infinite where a bound lies, so that a term of -inf would not do for values beyond it. */
function guarded(made: Family, value: Node, nodes: Readonly<Record<string, Node>>): Node {
  const outside = guard(made.support(nodes), new Expr(value));
  if (!outside) return made.logpInside(value, nodes);
  return where(outside.term, Number.NEGATIVE_INFINITY, new Expr(made.logpInside(outside.value.node, nodes)) as AnyExpr).node;
}

type Some = Partial<Formulas<string>>;
type PartOf = (parameters: Named) => Part;

function tails(base: Family, part: PartOf): Some {
  if (!base.logCdf) return {};
  return {
    logCdf: (x, parameters) => {
      const { inner, span, mass } = part(parameters);
      return lessMass(logMass(inner, { ...span, upTo: x }), mass);
    },
    logSurvival: (x, parameters) => {
      const { inner, span, mass } = part(parameters);
      return lessMass(logMass(inner, { ...span, above: x }), mass);
    },
  };
}

/** Of counts without their zeros: E[X] and E[X^2] are the base's, over the probability of what is left. */
function moments(base: Family, part: PartOf, { lower, upper, inner }: Part): Some {
  if (upper || !leavesOutZero(inner, lower)) return {};
  const scale = (parameters: Named) => exp(part(parameters).mass.neg());
  return {
    ...(base.mean && { mean: (parameters) => part(parameters).inner.mean().mul(scale(parameters)) }),
    ...(base.mean &&
      base.variance && {
        variance: (parameters) => {
          const [{ inner }, a] = [part(parameters), scale(parameters)];
          return a.mul(inner.variance()).add(a.mul(a.neg().add(1)).mul(inner.mean().square()));
        },
      }),
  };
}

function draws(base: Family, part: PartOf, { lower, upper, inner, few }: Part): Some {
  if (!upper && leavesOutZero(inner, lower) && base.randomPositive)
    return { random: (parameters, variates) => part(parameters).inner.randomPositive(variates) };
  if (base.logCdf && base.quantile) {
    const quantile = (p: AnyExpr, parameters: Named) => {
      const { inner, span, lower, upper } = part(parameters);
      return clamp(quantileBetween(inner, span, p), { lower: base.discrete && lower ? ceil(lower) : lower, upper });
    };
    // Far out in a tail that has no quantiles of its own all would be one number.
    const isWhole =
      (!lower || base.upperQuantile) && (!upper || base.lowerQuantile || Number.isFinite(constantEnds(inner.support)[0]));
    return {
      quantile,
      random: isWhole ? (parameters, variates) => quantile(variates.uniform(), parameters) : bisected(base, part),
    };
  }
  if (few) {
    return {
      random: (parameters, variates) => {
        const { inner } = part(parameters);
        const terms = few.map((value) => inner.logp(value));
        return placeOf(terms, variates.uniform()).add(few[0] as number);
      },
    };
  }
  return base.logCdf ? { random: bisected(base, part) } : {};
}

function bisected(base: Family, part: PartOf): NonNullable<Some["random"]> {
  return (parameters, variates) => {
    const { inner, span } = part(parameters);
    const [low, high] = rangeOfSupport(cutSupport(inner.support, part(parameters)));
    const ends = { lower: low === undefined ? low : expression(low), upper: high === undefined ? high : expression(high) };
    if (!base.discrete) return clamp(realBetween(inner, span, ends, variates.uniform()), ends);
    const from = span.above ?? (ends.lower as AnyExpr).sub(1);
    return clamp(wholeBetween(inner, span, from, variates.uniform()), { upper: ends.upper });
  };
}

/** Constant bounds must leave something between them. */
function checkOrder(lower: Operand | undefined, upper: Operand | undefined, discrete: boolean): void {
  if (typeof lower !== "number" || typeof upper !== "number") return;
  if (discrete ? Math.ceil(lower) <= Math.floor(upper) : lower < upper) return;
  throw refused("truncated", `nothing is left between ${lower} and ${upper}`, "Give the lower bound first.", upper);
}

/**
 * A distribution cut at `lower` and `upper`: what lies between them, both included, scaled up to a whole. `-Infinity` and `Infinity`
 * leave an end as it is. Bounds are numbers or expressions, of the data or of parameters.
 *
 *     p(x) = p_base(x) / P_base(lower <= X <= upper),  lower <= x <= upper
 *
 * Counts without zeros are `truncated(poisson(rate), 1, Infinity)`.
 *
 * Bases are those with a closed distribution function (`dist.cdf`): asymmetricLaplace, cauchy, chiSquared, exGaussian, exponential,
 * gamma, gumbel, halfCauchy, halfNormal, inverseGamma, kumaraswamy, laplace, logistic, logitNormal, lognormal, normal, pareto,
 * triangular, truncatedNormal, uniform, wald, weibull; bernoulli, categorical, discreteUniform, geometric, orderedLogistic, poisson;
 * and custom ones with `logCdf`. Counts of other distributions may be cut by constants to 128 values or fewer, or to 1 and more.
 * The mass between the bounds is taken from the tail that keeps its digits; between bounds that are close beside the width of a
 * normal, truncatedNormal keeps more of them.
 *
 * Stan: T[lower, upper]; PyMC: Truncated(dist, lower=..., upper=...).
 */
export function truncated<Dims extends string, Event extends Shape, const Lower extends Operand, const Upper extends Operand>(
  base: Dist<Dims, Event>,
  lower: Lower,
  upper: Upper,
): WrappedDist<Dims, Event, Lower | Upper> {
  const node = baseOf("truncated", base as AnyDist, "Truncate its components: mixture(weights, { a: truncated(...), ... }).");
  return truncatedBase(node, lower, upper) as WrappedDist<Dims, Event, Lower | Upper>;
}

/** The same of a base whose kind is checked. */
export function truncatedBase(node: PlainDistribution, lower: Operand, upper: Operand): Dist<string, Shape> {
  const { discrete } = node.family;
  const low = boundOf(discrete && typeof lower === "number" ? Math.ceil(lower) : lower, Number.NEGATIVE_INFINITY);
  const high = boundOf(discrete && typeof upper === "number" ? Math.floor(upper) : upper, Number.POSITIVE_INFINITY);
  checkOrder(low, high, discrete);
  if (low === undefined && high === undefined) return new Dist(node);
  const [lowerName, upperName] = [ownName("truncated", node, "lower"), ownName("truncated", node, "upper")];
  const own = { ...(low !== undefined && { [lowerName]: low }), ...(high !== undefined && { [upperName]: high }) };
  const bounds = { ...(low !== undefined && { lower: lowerName }), ...(high !== undefined && { upper: upperName }) };
  return wrapped(node, truncatedFamily(node, bounds, own), own);
}

function checkBase({ inner, lower, upper, few }: Part, description: string): void {
  if (inner.family.logCdf || few || (!upper && leavesOutZero(inner, lower))) return;
  throw refused(
    "truncated",
    `${description} has no closed distribution function here`,
    inner.family.discrete
      ? "Give it constant bounds with 128 values or fewer between them, or cut off the zeros alone: truncated(dist, 1, Infinity)."
      : closedBases,
    inner.family.name,
  );
}

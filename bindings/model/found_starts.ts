/**
 * Starts for ordered vectors that have none: spread as the data are, where their elements are the locations of a mixture's
 * components, else as their prior is. From starts one unit apart a mixture of velocities about 20,000 would hardly find its way.
 */
import type { Distribution, Observation } from "./distribution.js";
import { Expr, toNode } from "./expression.js";
import { abs, add, exp, max, mul, normalQuantile, sqrt, square, stack, sub } from "./functions.js";
import type { Node, ParamNode } from "./graph.js";
import { isDataOnly } from "./nodes.js";
import { mean } from "./reductions.js";
import { supportOf } from "./support.js";
import { distributionArguments } from "./traverse.js";
import type { AnyExpr } from "./types.js";

/** Parameters that say where on the value's own scale a distribution lies. */
const locations: Readonly<Record<string, string>> = {
  normal: "mu",
  studentT: "mu",
  cauchy: "mu",
  laplace: "mu",
  logistic: "mu",
  gumbel: "mu",
  skewNormal: "mu",
  poisson: "rate",
};

/** A data-only start for an ordered parameter without one, or undefined. */
export function foundStart(param: ParamNode, observations: readonly Observation[]): Node | undefined {
  const kind = param.constraint?.kind;
  const [count, ...more] = param.event;
  if (param.init !== undefined || count === undefined || more.length > 0 || param.dims.length > 0) return undefined;
  if (kind !== "ordered" && kind !== "positiveOrdered") return undefined;
  const places = Array.from({ length: count }, (_, k) => normalQuantile((k + 0.5) / count) as AnyExpr);
  const observed = observations.find(({ distribution, value }) => value.event.length === 0 && locates(distribution, param));
  if (observed !== undefined) return spread(new Expr(observed.value), places, kind === "positiveOrdered");
  const support = supportOf(param.prior).kind;
  const isInside = kind === "ordered" || support === "positive" || support === "nonnegative";
  return isInside ? fromPrior(param, count) : undefined;
}

/** Some component's location is an element of the parameter, as it stands. */
function locates(distribution: Distribution, param: ParamNode): boolean {
  if (distribution.kind !== "plain") return distribution.components.some((component) => locates(component.distribution, param));
  const location = distribution.parameters[locations[distribution.family.name] ?? ""];
  return location?.kind === "element" && location.source === param;
}

/** Mean and spread of the data times normal quantiles; above 0 as quantiles of a lognormal about the mean. */
function spread(values: AnyExpr, places: readonly AnyExpr[], isPositive: boolean): Node {
  if (isPositive) {
    const size = max(mean(abs(values)), 1e-3) as AnyExpr;
    return stack(...places.map((z) => mul(size, exp(z)) as AnyExpr)).node;
  }
  const center = mean(values) as AnyExpr;
  const scatter = sqrt(mean(square(sub(values, center)))) as AnyExpr;
  const least = add(1e-3, abs(center).mul(1e-3)) as AnyExpr;
  return stack(...places.map((z) => add(center, mul(max(scatter, least), z)) as AnyExpr)).node;
}

/** Quantiles of a prior that all elements share and that depends on no parameter. */
function fromPrior({ prior, event }: ParamNode, count: number): Node | undefined {
  if (prior.kind !== "plain" || prior.event.length > 0 || event.length !== 1) return undefined;
  const { quantile } = prior.family;
  const arguments_ = distributionArguments(prior);
  if (quantile === undefined || !arguments_.every((node) => isDataOnly(node) && node.dims.length === 0)) return undefined;
  const shares = Array.from(
    { length: count },
    (_, k) => new Expr(quantile(toNode((k + 0.5) / count), prior.parameters)) as AnyExpr,
  );
  return stack(...shares).node;
}

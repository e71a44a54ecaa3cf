/**
 * Starts for mixtures whose locations are an ordered vector without any: the vector's elements spread as the data are, the components'
 * scales a share of that. From starts one unit apart a mixture of velocities about 20,000 would hardly find its way. Other ordered
 * vectors are spread as their priors are.
 */
import type { Distribution, Observation, PlainDistribution } from "./distribution.js";
import { Expr, toNode } from "./expression.js";
import { abs, add, exp, max, min, mul, normalQuantile, sqrt, square, stack, sub } from "./functions.js";
import type { Node, ParamNode } from "./graph.js";
import { isDataOnly } from "./nodes.js";
import { mean } from "./reductions.js";
import { supportOf } from "./support.js";
import { distributionArguments } from "./traverse.js";
import type { AnyExpr } from "./types.js";

/** Parameters that say where on the value's own scale a distribution lies, and how wide it is there. */
const places: Readonly<Record<string, { readonly location: string; readonly scale?: string }>> = {
  normal: { location: "mu", scale: "sigma" },
  studentT: { location: "mu", scale: "sigma" },
  cauchy: { location: "mu", scale: "sigma" },
  laplace: { location: "mu", scale: "b" },
  asymmetricLaplace: { location: "mu", scale: "b" },
  logistic: { location: "mu", scale: "s" },
  gumbel: { location: "mu", scale: "beta" },
  skewNormal: { location: "mu", scale: "sigma" },
  exGaussian: { location: "mu", scale: "sigma" },
  truncatedNormal: { location: "mu", scale: "sigma" },
  poisson: { location: "rate" },
  negativeBinomial: { location: "mu" },
};

/** Priors reach this far to either side of a start, as a share of their probability. */
const Tail = 0.1;

/** A data-only start for a parameter without one, or undefined. */
export function foundStart(param: ParamNode, observations: readonly Observation[]): Node | undefined {
  if (param.init !== undefined || param.dims.length > 0 || param.event.length > 1) return undefined;
  const numbers = observations.filter(({ value }) => value.event.length === 0);
  if (!isOrdered(param)) return scaleStart(param, numbers);
  const observed = numbers.find(({ distribution }) => components(distribution).some((each) => locates(each, param)));
  return observed === undefined ? priorStart(param) : dataStart(param, new Expr(observed.value));
}

function isOrdered({ constraint }: ParamNode): boolean {
  return constraint?.kind === "ordered" || constraint?.kind === "positiveOrdered";
}

/** Those that are no mixtures themselves. */
function components(distribution: Distribution): readonly PlainDistribution[] {
  if (distribution.kind === "plain") return [distribution];
  return distribution.components.flatMap((component) => components(component.distribution));
}

/** Its location is an element of the parameter, as it stands. */
function locates({ family, parameters }: PlainDistribution, param: ParamNode): boolean {
  const location = parameters[places[family.name]?.location ?? ""];
  return location?.kind === "element" && location.source === param;
}

/** Mean and spread of the data times normal quantiles; above 0 as quantiles of a lognormal about the mean. */
function dataStart(param: ParamNode, values: AnyExpr): Node {
  const count = param.event[0] as number;
  const isPositive = param.constraint?.kind === "positiveOrdered";
  const size = max(mean(abs(values)), 1e-3) as AnyExpr;
  const elements = Array.from({ length: count }, (_, k): AnyExpr => {
    const z = normalQuantile((k + 0.5) / count) as AnyExpr;
    return isPositive ? mul(size, exp(z)) : add(mean(values), mul(spreadOf(values), z));
  });
  const { kind } = supportOf(param.prior);
  if (isPositive && kind !== "positive" && kind !== "nonnegative") return stack(...elements).node;
  return stack(...elements.map((element, k) => withinPrior(param, element, (k + 1) / (count + 1)))).node;
}

/** The standard deviation, or a thousandth of the mean where there is next to none. */
function spreadOf(values: AnyExpr): AnyExpr {
  const center = mean(values) as AnyExpr;
  const least = add(1e-3, abs(center).mul(1e-3)) as AnyExpr;
  return max(sqrt(mean(square(sub(values, center)))), least);
}

/** Moved to where the prior is not next to nothing; elements that increase, with their shares, still do. */
function withinPrior(param: ParamNode, start: AnyExpr, share: number): AnyExpr {
  const low = priorQuantile(param, Tail * share);
  const high = priorQuantile(param, 1 - Tail * (1 - share));
  return low === undefined || high === undefined ? start : min(max(start, low), high);
}

function priorStart(param: ParamNode): Node | undefined {
  const count = param.event[0] as number;
  const { kind } = supportOf(param.prior);
  if (param.constraint?.kind === "positiveOrdered" && kind !== "positive" && kind !== "nonnegative") return undefined;
  const elements = Array.from({ length: count }, (_, k) => priorQuantile(param, (k + 0.5) / count) ?? []).flat();
  return elements.length === count ? stack(...elements).node : undefined;
}

/** The spread of the data over the number of components, where an ordered vector without a start has their locations. */
function scaleStart(param: ParamNode, observations: readonly Observation[]): Node | undefined {
  const { kind } = supportOf(param.prior);
  if (param.constraint !== undefined || (kind !== "positive" && kind !== "nonnegative")) return undefined;
  for (const { value, distribution } of observations) {
    const all = components(distribution);
    if (!all.some((each) => scales(each, param) && isFoundLocation(each))) continue;
    return withinPrior(param, spreadOf(new Expr(value)).mul(1 / all.length) as AnyExpr, 0.5).node;
  }
  return undefined;
}

function scales({ family, parameters }: PlainDistribution, param: ParamNode): boolean {
  const scale = parameters[places[family.name]?.scale ?? ""];
  return scale === param || (scale?.kind === "element" && scale.source === param);
}

function isFoundLocation({ family, parameters }: PlainDistribution): boolean {
  const location = parameters[places[family.name]?.location ?? ""];
  const source = location?.kind === "element" ? location.source : undefined;
  return source?.kind === "param" && source.init === undefined && source.dims.length === 0 && isOrdered(source);
}

/** A quantile of a prior that all elements share and that depends on no parameter. */
function priorQuantile({ prior }: ParamNode, share: number): AnyExpr | undefined {
  if (prior.kind !== "plain" || prior.event.length > 0) return undefined;
  const { quantile } = prior.family;
  const isKnown = distributionArguments(prior).every((node) => isDataOnly(node) && node.dims.length === 0);
  return quantile && isKnown ? new Expr(quantile(toNode(share), prior.parameters)) : undefined;
}

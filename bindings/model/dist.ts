/** A typed distribution: one kind of value wherever it stands, as a prior, a mixture component or an observation. */

import { WasmcmcError } from "../errors.js";
import { describeDistribution } from "./describe.js";
import type { Distribution, HiddenMarkovDistribution, PlainDistribution } from "./distribution.js";
import { Expr, toNode } from "./expression.js";
import { add, exp, log, mul, square, stack, sub, where } from "./functions.js";
import type { CallName, Node } from "./graph.js";
import { flatten } from "./leaves.js";
import { joinDims, reduce, sameList } from "./nodes.js";
import { logSumExp } from "./reductions.js";
import type { AnyExpr, DimsOf, Operand, Shape } from "./types.js";

/** `Dims` are those of its parameters, `Event` the shape of one value, `Components` the names of a mixture's components. */
export class Dist<Dims extends string, Event extends Shape, Components extends string = never> {
  /** Made by distribution functions such as `normal` and `mixture`. */
  constructor(readonly node: Distribution) {}

  get dims(): readonly Dims[] {
    return this.node.dims as readonly Dims[];
  }

  get event(): Event {
    return this.node.event as Event;
  }

  /** Names of the components, those of nested mixtures as "field/a"; empty if it is not a mixture. */
  get components(): readonly Components[] {
    const names: readonly string[] = this.node.kind === "plain" ? [] : flatten(this.node).components.map(({ name }) => name);
    return names as readonly Components[];
  }

  /** The log density (or log probability) of a value, -inf outside the support; the event is summed over. */
  logp<V extends Operand>(value: V): Expr<Dims | DimsOf<V>, []> {
    return new Expr(logpOf(this.node, toNode(value)));
  }

  /** P(X <= value). This and the next three are typed errors where the distribution has no closed form of them. */
  cdf<V extends Operand>(value: V): Expr<Dims | DimsOf<V>, []> {
    return exp(this.logCdf(value));
  }

  /** log P(X <= value), accurate in the lower tail. */
  logCdf<V extends Operand>(value: V): Expr<Dims | DimsOf<V>, []> {
    return new Expr(tailOf(this.node, "logCdf", toNode(value)));
  }

  /** log P(X > value), accurate in the upper tail. */
  logSurvival<V extends Operand>(value: V): Expr<Dims | DimsOf<V>, []> {
    return new Expr(tailOf(this.node, "logSurvival", toNode(value)));
  }

  /** The smallest value at or below which a share `p` in [0, 1] lies. */
  quantile<V extends Operand>(p: V): Expr<Dims | DimsOf<V>, []> {
    const { node } = this;
    const of = node.kind === "plain" ? node.family.quantile : undefined;
    return new Expr(node.kind === "plain" && of ? of(toNode(p), node.parameters) : notClosed(node, "quantile"));
  }

  /** The mean; infinite or NaN where there is none. */
  mean(): Expr<Dims, Event> {
    return new Expr(momentsOf(this.node).mean);
  }

  /** The variance, of a vector that of each element; infinite or NaN where there is none. */
  variance(): Expr<Dims, Event> {
    return new Expr(momentsOf(this.node).variance());
  }
}

// biome-ignore lint/suspicious/noExplicitAny: any dims, any event, any components
export type AnyDist = Dist<any, any, any>;

/** The log density of a value under a distribution as an expression; exact where a weight or a component's density is zero. */
export function logpOf(distribution: Distribution, value: Node): Node {
  if (distribution.kind === "plain") return reduce("sum", distribution.family.logp(value, distribution.parameters), "event");
  if (distribution.kind === "hmm") return hmmCall("hmmForward", distribution, emissions(distribution, value));
  if (distribution.event.length === 0 && value.event.length > 0) {
    const elements = elementsOf(value).map((element): AnyExpr => new Expr(logpOf(distribution, element)));
    return elements.reduce((sum, logp): AnyExpr => add(sum, logp)).node;
  }
  const weights: AnyExpr = new Expr(distribution.weights);
  const terms = distribution.components.map(({ distribution: component }, k) =>
    add(log(weights.at(k)), new Expr(logpOf(component, value))),
  );
  return logSumExp(stack(...terms)).node;
}

/** The log density of each row in each state, an event. */
export function emissions(chain: HiddenMarkovDistribution, value: Node): Node {
  return stack(...chain.components.map(({ distribution }) => new Expr(logpOf(distribution, value)) as AnyExpr)).node;
}

/** A node over the chain's rows, or its sequences: `last` is what the op wants besides the probabilities. */
export function hmmCall(op: CallName, { initial, transition, over, components }: HiddenMarkovDistribution, last: Node): Node {
  const dims = joinDims([initial.dims, transition.dims, last.dims]);
  const isSequence = op === "hmmForward";
  return {
    kind: "call",
    op,
    args: [initial, transition, last],
    over: [over],
    count: components.length,
    dims: isSequence ? dims.filter((dim) => dim !== over) : [...dims.filter((dim) => dim !== over), over],
    event: op === "hmmPosterior" ? [components.length] : [],
  };
}

/** A mixture's is the weighted sum of its components'. */
function tailOf(distribution: Distribution, tail: "logCdf" | "logSurvival", value: Node): Node {
  if (distribution.kind === "plain")
    return distribution.family[tail]?.(value, distribution.parameters) ?? notClosed(distribution, tail);
  if (distribution.kind === "hmm") return notClosed(distribution, tail);
  const weights: AnyExpr = new Expr(distribution.weights);
  const terms = distribution.components.map(({ distribution: component }, k) =>
    add(log(weights.at(k)), new Expr(tailOf(component, tail, value))),
  );
  return logSumExp(stack(...terms)).node;
}

interface Moments {
  readonly mean: Node;
  variance(): Node;
}

/** Of a mixture by the law of total variance, about its mean. */
function momentsOf(distribution: Distribution): Moments {
  if (distribution.kind === "plain") {
    const { family, parameters } = distribution;
    return {
      mean: shaped(family.mean?.(parameters) ?? notClosed(distribution, "mean"), distribution),
      variance: () => shaped(family.variance?.(parameters) ?? notClosed(distribution, "variance"), distribution),
    };
  }
  if (distribution.kind === "hmm") return notClosed(distribution, "mean");
  const weights: AnyExpr = new Expr(distribution.weights);
  const parts = distribution.components.map(({ distribution: component }, k) => ({
    weight: weights.at(k),
    ...momentsOf(component),
  }));
  const total = (terms: readonly AnyExpr[]): AnyExpr => terms.reduce((sum, term) => add(sum, term));
  const mean = total(parts.map(({ weight, mean }) => mul(weight, new Expr(mean))));
  return {
    mean: mean.node,
    variance: () =>
      total(parts.map((part) => mul(part.weight, add(new Expr(part.variance()), square(sub(new Expr(part.mean), mean)))))).node,
  };
}

/** A moment that does not depend on some parameters has their dims and event nevertheless. */
function shaped(moment: Node, { parameters, event }: PlainDistribution): Node {
  return Object.values(parameters).reduce((node, parameter) => {
    const isShapeOfValue = sameList(parameter.event, event);
    const lacks = !sameList(node.event, event) || parameter.dims.some((dim) => !node.dims.includes(dim));
    return isShapeOfValue && lacks ? where(1, new Expr(node) as AnyExpr, new Expr(parameter) as AnyExpr).node : node;
  }, moment);
}

function notClosed(distribution: Distribution, what: string): never {
  const name = describeDistribution(distribution);
  throw new WasmcmcError({
    code: "no-closed-form",
    problem: `${name} has no closed form of its ${what} here.`,
    remedy: "Estimate it from draws of samplePrior or samplePosteriorPredictive.",
    value: name,
  });
}

/** How many numbers an event of this shape has. */
export function numbersIn(event: Shape): number {
  return event.reduce((product, length) => product * length, 1);
}

/** The numbers of a value's event, one after the other; a number itself. */
export function elementsOf(value: Node): readonly Node[] {
  if (value.event.length === 0) return [value];
  return Array.from({ length: numbersIn(value.event) }, (_, k) => (new Expr(value) as AnyExpr).at(k).node);
}

/** Whether its values are counts; a mixture is of the kind of its components. */
export function isDiscrete(distribution: Distribution): boolean {
  if (distribution.kind === "plain") return distribution.family.discrete;
  return distribution.components.some((component) => isDiscrete(component.distribution));
}

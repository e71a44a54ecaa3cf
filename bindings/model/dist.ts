/** A typed distribution: one kind of value wherever it stands, as a prior, a mixture component or an observation. */
import type { Distribution } from "./distribution.js";
import { Expr, toNode } from "./expression.js";
import { add, log, stack } from "./functions.js";
import type { Node } from "./graph.js";
import { reduce } from "./nodes.js";
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

  /** Names of the components; empty if it is not a mixture. */
  get components(): readonly Components[] {
    const names: readonly string[] = this.node.kind === "mixture" ? this.node.components.map(({ name }) => name) : [];
    return names as readonly Components[];
  }

  /** The log density (or log probability) of a value, -inf outside the support; the event is summed over. */
  logp<V extends Operand>(value: V): Expr<Dims | DimsOf<V>, []> {
    return new Expr(logpOf(this.node, toNode(value)));
  }
}

// biome-ignore lint/suspicious/noExplicitAny: any dims, any event, any components
export type AnyDist = Dist<any, any, any>;

/** The log density of a value under a distribution as an expression; exact where a weight or a component's density is zero. */
export function logpOf(distribution: Distribution, value: Node): Node {
  if (distribution.kind === "plain") return reduce("sum", distribution.family.logp(value, distribution.parameters), "event");
  const weights: AnyExpr = new Expr(distribution.weights);
  const terms = distribution.components.map(({ distribution: component }, k) =>
    add(log(weights.at(k)), new Expr(logpOf(component, value))),
  );
  return logSumExp(stack(...terms)).node;
}

/** Whether its values are counts; a mixture is of the kind of its components. */
export function isDiscrete(distribution: Distribution): boolean {
  if (distribution.kind === "plain") return distribution.family.discrete;
  return distribution.components.some((component) => isDiscrete(component.distribution));
}

/**
 * How a parameter is drawn from its prior where a constraint cuts it. The prior is not scaled up to what is left of it, so that a cut at
 * parameters, or of a prior that depends on parameters, weighs those: such draws are made again, all parameters together, until they lie
 * within. Other cuts weigh nothing and are drawn directly.
 */
import { describeDistribution } from "./describe.js";
import { Dist } from "./dist.js";
import type { Distribution } from "./distribution.js";
import { dirichlet } from "./distributions/dirichlet.js";
import { normal } from "./distributions/normal.js";
import { uniform } from "./distributions/uniform.js";
import { Expr, toNode } from "./expression.js";
import type { Constraint, Node, ParamNode } from "./graph.js";
import { constant, isDataOnly } from "./nodes.js";
import type { Impossible } from "./random.js";
import { constraintOf, rangeOfSupport, supportOf } from "./support.js";
import { distributionArguments } from "./traverse.js";
import type { AnyExpr } from "./types.js";
import { cutSupport } from "./wrappers/ends.js";
import { truncated } from "./wrappers/truncated.js";

export interface PriorDraw {
  readonly distribution: Distribution;
  /** How many numbers it gives, each with a draw of its own, where it is a distribution of numbers and the parameter a vector. */
  readonly size: number | undefined;
  /** What is done with a vector's elements. */
  readonly finish?: "sort" | "centre" | "normalise";
  /** The draw stands only where all its numbers lie within these bounds. */
  readonly within: readonly Bounds[];
  /** The draw stands only where each element is above the one before. */
  readonly increasing?: boolean;
}

export interface Bounds {
  readonly lower?: Node | undefined;
  readonly upper?: Node | undefined;
}

export function priorDraw({ prior, constraint, event }: ParamNode): PriorDraw | Impossible {
  const size = prior.event.length === 0 ? event[0] : undefined;
  const ends = endsOf(prior);
  const whole: PriorDraw = { distribution: prior, size, within: isFixed(ends) ? [] : [ends] };
  if (constraint === undefined || isImplied(constraint, prior)) return whole;
  const order = size === undefined ? { increasing: true } : ({ finish: "sort" } as const);
  switch (constraint.kind) {
    case "none":
    case "affine":
      return whole;
    case "positive":
    case "lower":
    case "upper":
    case "interval":
    case "circular":
      return cut(whole, boundsOf(constraint));
    case "ordered":
      return { ...whole, ...order };
    case "positiveOrdered":
      return { ...cut(whole, { lower: constant(0) }), ...order };
    case "zeroSum":
      if (isFixedNormal(prior)) return { ...whole, finish: "centre" };
      break;
    case "unitVector":
      if (isFlat(prior)) return { distribution: normal(0, 1).node, size, finish: "normalise", within: [] };
      break;
    case "simplex":
      if (isFlat(prior) && size !== undefined)
        return { ...whole, distribution: dirichlet(new Array(size).fill(1)).node, size: undefined };
  }
  return { impossible: `no way is known to draw from ${describeDistribution(prior)} under the constraint ${constraint.kind}()` };
}

/** It says no more than the prior's support does. */
function isImplied(constraint: Constraint, prior: Distribution): boolean {
  return constraint.kind === constraintOf(supportOf(prior)).kind && !("lower" in constraint) && !("upper" in constraint);
}

function boundsOf(constraint: Constraint): Bounds {
  if (constraint.kind === "positive") return { lower: constant(0) };
  if (constraint.kind === "circular") return { lower: constant(-Math.PI), upper: constant(Math.PI) };
  return {
    ...("lower" in constraint && { lower: constraint.lower }),
    ...("upper" in constraint && { upper: constraint.upper }),
  };
}

function endsOf(prior: Distribution): Bounds {
  const [lower, upper] = rangeOfSupport(supportOf(prior)).map((end) => (end === undefined ? end : toNode(end)));
  return { lower, upper };
}

/** What lies between bounds. Of bounds beyond the support nothing does: such draws are found outside of it. */
function cut(whole: PriorDraw, bounds: Bounds): PriorDraw {
  const { distribution } = whole;
  const isApart = isFixed(bounds) && distributionArguments(distribution).every(isDataOnly);
  if (isApart && distribution.kind === "plain") {
    if (distribution.family.improper) return { ...whole, distribution: betweenEnds(distribution, bounds) ?? distribution };
    if (distribution.family.logCdf !== undefined && !distribution.family.discrete) {
      const part = truncated(new Dist(distribution), expression(bounds.lower) ?? -Infinity, expression(bounds.upper) ?? Infinity);
      return { ...whole, distribution: part.node, within: [endsOf(distribution)] };
    }
  }
  return { ...whole, within: [...whole.within, bounds] };
}

/** An improper prior of which a piece of finite length is left. */
function betweenEnds(prior: Distribution, { lower, upper }: Bounds): Distribution | undefined {
  const left = cutSupport(supportOf(prior), { lower: expression(lower), upper: expression(upper) });
  return left.kind === "interval" ? uniform(new Expr(left.lower), new Expr(left.upper)).node : undefined;
}

function expression(node: Node | undefined): AnyExpr | undefined {
  return node && new Expr(node);
}

function isFixed({ lower, upper }: Bounds): boolean {
  return [lower, upper].every((bound) => bound === undefined || isDataOnly(bound));
}

function isFlat(prior: Distribution): boolean {
  return prior.kind === "plain" && prior.family.name === "flat";
}

/** Normals of one scale, which is known as their means are: how much of them lies where the sum is 0 depends on both. */
function isFixedNormal(prior: Distribution): boolean {
  if (prior.kind !== "plain" || prior.family.name !== "normal") return false;
  return prior.parameters.sigma?.event.length === 0 && distributionArguments(prior).every(isDataOnly);
}

/** Parameters: unknown values with a prior. */
import { WasmcmcError } from "../errors.js";
import { describeDistribution } from "./describe.js";
import { Dist, isDiscrete } from "./dist.js";
import { Expr, toNode } from "./expression.js";
import type { Constraint, Node, ParamNode } from "./graph.js";
import { directArguments, joinDims, reachable } from "./nodes.js";
import { boundsOf } from "./traverse.js";
import type { AnyExpr, Shape } from "./types.js";
import { isVectorRequirement } from "./vector_requirement.js";

export interface ParamOptions<Dims extends string, Size extends number> {
  /** Where chains start, in the parameter's own space: a number for all, numbers row by row, or an expression of data. */
  readonly init?: number | readonly number[] | AnyExpr;
  /** One value for each member of these dims, each with the prior. Dims of the prior's parameters need not be named. */
  readonly dims?: Dims | readonly Dims[];
  /** Makes a vector of this length (an event) of a prior for numbers: each element has the prior. */
  readonly size?: Size;
  /** Replaces the constraint that the prior's support implies. */
  readonly constraint?: Constraint;
  /** For messages, and for a parameter that is not tracked. */
  readonly name?: string;
  /** False keeps it out of the results; it then needs a name and is not returned. */
  readonly track?: boolean;
}

type ParamEvent<Event extends Shape, Size extends number> = [Size] extends [never] ? Event : [Size];

/**
 * An unknown value with this prior. Return it from the model's callback: its key is its name.
 *
 *     const m = param(uniform(0, 10), { init: 3 });
 *     const theta = param(normal(mu, tau), { dims: "school" });   // one for each school; theta.at(school) gathers
 */
export function param<
  PriorDims extends string,
  Event extends Shape,
  Components extends string,
  const Dims extends string = never,
  const Size extends number = never,
>(
  prior: Dist<PriorDims, Event, Components>,
  options: ParamOptions<Dims, Size> = {},
): Expr<NoInfer<PriorDims | Dims>, ParamEvent<Event, Size>> {
  if (!(prior instanceof Dist))
    throw badOption("param(prior) did not get a distribution.", "Write param(normal(0, 1)).", "prior", prior);
  checkPrior(prior);
  const declared = options.dims === undefined ? [] : typeof options.dims === "string" ? [options.dims] : options.dims;
  const node: ParamNode = {
    kind: "param",
    prior: prior.node,
    track: options.track ?? true,
    dims: checkDims(prior, joinDims([declared, prior.node.dims]), declared),
    event: eventOf(prior, options.size),
    ...(options.init !== undefined && { init: initNode(prior, options.init) }),
    ...(options.name !== undefined && { name: options.name }),
    ...(options.constraint !== undefined && { constraint: options.constraint }),
  };
  if (!node.track && node.name === undefined) {
    const remedy = 'Write param(prior, { name: "z", track: false }).';
    throw badOption(
      `A parameter with prior ${describeDistribution(node.prior)} is not tracked and has no name.`,
      remedy,
      "name",
      undefined,
    );
  }
  checkConstraint(node);
  return new Expr(node);
}

function checkPrior(prior: Dist<string, Shape, string>): void {
  if (!isDiscrete(prior.node)) return;
  throw new WasmcmcError({
    code: "discrete-parameter",
    problem: `A parameter has the discrete prior ${describeDistribution(prior.node)}, which has no gradient to sample by.`,
    remedy: "Sum the discrete choice out, for instance by mixture(weights, components).",
    value: describeDistribution(prior.node),
  });
}

function checkDims(prior: Dist<string, Shape, string>, all: readonly string[], declared: readonly string[]): readonly string[] {
  const wrong = declared.find((dim, i) => typeof dim !== "string" || dim === "" || declared.indexOf(dim) !== i);
  if (wrong === undefined) return all;
  const problem = `A parameter with prior ${describeDistribution(prior.node)} is declared over the dims ${JSON.stringify(declared)}.`;
  throw badOption(problem, "Name each dim once.", "dims", wrong);
}

function eventOf(prior: Dist<string, Shape, string>, size: number | undefined): readonly number[] {
  if (size === undefined) return prior.node.event;
  if (Number.isInteger(size) && size > 0 && prior.node.event.length === 0) return [size];
  const problem =
    prior.node.event.length > 0
      ? `param got a size, but ${describeDistribution(prior.node)} is a distribution of vectors already.`
      : `The size of a parameter with prior ${describeDistribution(prior.node)} is ${size}.`;
  throw badOption(problem, prior.node.event.length > 0 ? "Leave size out." : "Give a positive integer.", "size", size);
}

function initNode(prior: Dist<string, Shape, string>, init: number | readonly number[] | AnyExpr): Node | readonly number[] {
  if (typeof init === "number") return [init];
  if (Array.isArray(init)) return init;
  const node = toNode(init);
  for (const each of reachable([node], directArguments)) {
    if (each.kind !== "param") continue;
    throw new WasmcmcError({
      code: "bad-init",
      problem: `The init of a parameter with prior ${describeDistribution(prior.node)} depends on a parameter.`,
      remedy: "Give numbers, or an expression of data and constants such as log(10).",
      variable: each.name,
    });
  }
  return node;
}

function checkConstraint({ constraint, event, dims, prior }: ParamNode): void {
  if (constraint === undefined) return;
  const extra = boundsOf(constraint)
    .flatMap((bound) => bound.dims)
    .find((dim) => !dims.includes(dim));
  const wanted = eventWanted(constraint, event);
  if (extra === undefined && wanted === undefined) return;
  throw new WasmcmcError({
    code: "bad-constraint",
    problem:
      extra === undefined
        ? `The constraint ${constraint.kind}() is for ${wanted?.what}, but a parameter with prior ${describeDistribution(prior)} has event shape [${event}].`
        : `A bound of a parameter with prior ${describeDistribution(prior)} is over "${extra}", the parameter is not.`,
    remedy: extra === undefined ? `${wanted?.remedy}` : `Reduce the bound (sum, mean), or give the parameter dims: "${extra}".`,
    variable: constraint.kind,
    value: extra,
  });
}

/** What a constraint needs, where the event is of another shape. */
function eventWanted({ kind }: Constraint, event: readonly number[]): { what: string; remedy: string } | undefined {
  const [rows = 0, columns] = event;
  if (kind === "choleskyCorrelation") {
    if (event.length === 2 && rows === columns && rows >= 2) return undefined;
    return { what: "square matrices", remedy: "Give the parameter a prior of such: param(lkjCholesky(2, 1))." };
  }
  if (!isVectorRequirement(kind) || (event.length === 1 && rows >= 2)) return undefined;
  return {
    what: "vectors",
    remedy: `Give the parameter a size of 2 or more: param(prior, { size: 2, constraint: ${kind}() }).`,
  };
}

function badOption(problem: string, remedy: string, variable: string, value: unknown): WasmcmcError {
  return new WasmcmcError({ code: "bad-option", problem, remedy, variable, value });
}

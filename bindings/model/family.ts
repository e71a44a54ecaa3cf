/** Makes a family of distributions from its formulas, and plain distributions from a family and parameters. */
import { WasmcmcError } from "../errors.js";
import { Dist } from "./dist.js";
import type { DensityForm, Family, Requirement, Support } from "./distribution.js";
import { Expr, toNode } from "./expression.js";
import { add, log1mexp } from "./functions.js";
import type { Node } from "./graph.js";
import { joinDims, joinShapes, reduce } from "./nodes.js";
import { checkParameter } from "./requirement.js";
import { endsOf, guard } from "./support.js";
import type { AnyExpr, Argument, DimsOf, EventOf, JoinEvents, Operand, Shape } from "./types.js";
import type { Variates } from "./variates.js";

type Named<Names extends string, Value> = Readonly<Record<Names, Value>>;

/** What one file of `distributions/` says: formulas in expressions. `logp` may assume a value inside the support. */
export interface Formulas<Names extends string> {
  readonly name: string;
  readonly discrete?: boolean;
  readonly improper?: boolean;
  /** A value is an event with one density, not one for each element. */
  readonly multivariate?: boolean;
  readonly parameters: Named<Names, Requirement>;
  support(parameters: Named<Names, Node>): Support;
  /** A plain sum of terms where it can be, so that what depends on data alone is told apart and computed once. */
  logp(value: AnyExpr, parameters: Named<Names, AnyExpr>): AnyExpr | number;
  densityForm?(value: AnyExpr, parameters: Named<Names, AnyExpr>): ExprDensityForm | undefined;
  /**
   * log P(X <= value) and log P(X > value), for values inside the support, each accurate where it is far below 0. Where only one is
   * given, the other is log(1 - exp(it)).
   */
  logCdf?(value: AnyExpr, parameters: Named<Names, AnyExpr>): AnyExpr | number;
  logSurvival?(value: AnyExpr, parameters: Named<Names, AnyExpr>): AnyExpr | number;
  quantile?(p: AnyExpr, parameters: Named<Names, AnyExpr>): AnyExpr | number;
  lowerQuantile?(logShare: AnyExpr, parameters: Named<Names, AnyExpr>): AnyExpr | number;
  upperQuantile?(logShare: AnyExpr, parameters: Named<Names, AnyExpr>): AnyExpr | number;
  mean?(parameters: Named<Names, AnyExpr>): AnyExpr | number;
  variance?(parameters: Named<Names, AnyExpr>): AnyExpr | number;
  random?(parameters: Named<Names, AnyExpr>, variates: Variates): AnyExpr | number;
  randomPositive?(parameters: Named<Names, AnyExpr>, variates: Variates): AnyExpr | number;
}

/**
 * exp(-0.5 ((value - mean) * inverseRoot)^2) * inverseRoot * exp(offset) / sqrt(2 pi); of more dimensions
 * exp(quadratic) * inverseRoot * exp(offset) / (2 pi)^(dimensions / 2).
 */
export type ExprDensityForm = {
  readonly inverseRoot: AnyExpr;
  readonly offset?: AnyExpr | number;
} & ({ readonly value: AnyExpr; readonly mean: AnyExpr | number } | { readonly quadratic: AnyExpr; readonly dimensions: number });

type NamedNodes = Readonly<Record<string, Node>>;

/* @__NO_SIDE_EFFECTS__ */
export function family<Names extends string>(formulas: Formulas<Names>): Family {
  const { name, discrete = false, improper = false, parameters, support, densityForm, mean, variance } = formulas;
  const wrap = (nodes: NamedNodes) =>
    Object.fromEntries(Object.entries(nodes).map(([key, node]) => [key, new Expr(node)])) as Named<Names, AnyExpr>;
  const inside = (value: AnyExpr, nodes: NamedNodes): AnyExpr | number => formulas.logp(value, wrap(nodes));
  const guarded = (value: Node, nodes: NamedNodes) => {
    const found = guard(support(nodes as Named<Names, Node>), new Expr(value));
    return found && formulas.multivariate
      ? { ...found, term: new Expr(reduce("sum", found.term.node, "event")) as AnyExpr }
      : found;
  };
  return {
    name,
    discrete,
    ...(improper && { improper }),
    parameters,
    support: (nodes) => support(nodes as Named<Names, Node>),
    logpInside: (value, nodes) => toNode(inside(new Expr(value), nodes)),
    logp(value, nodes) {
      const outside = guarded(value, nodes);
      return toNode(outside ? add(inside(outside.value, nodes), outside.term) : inside(new Expr(value), nodes));
    },
    ...(densityForm && {
      densityForm(value: Node, nodes: NamedNodes) {
        const outside = guarded(value, nodes);
        const form = densityForm(outside?.value ?? new Expr(value), wrap(nodes));
        return form && toDensityForm(form, outside?.term);
      },
    }),
    ...tails(formulas, wrap),
    ...quantiles(formulas, wrap),
    ...(mean && { mean: (nodes: NamedNodes) => toNode(mean(wrap(nodes))) }),
    ...(variance && { variance: (nodes: NamedNodes) => toNode(variance(wrap(nodes))) }),
    ...draws(formulas, wrap),
  };
}

type Tail = (value: Node, nodes: NamedNodes) => Node;

/** Both tails, each made of the other where only one is given, and known outside the support. */
function tails<Names extends string>(
  { support, logCdf, logSurvival }: Formulas<Names>,
  wrap: (nodes: NamedNodes) => Named<Names, AnyExpr>,
): { logCdf?: Tail; logSurvival?: Tail } {
  if (!logCdf && !logSurvival) return {};
  const below = (x: AnyExpr, nodes: Named<Names, AnyExpr>) =>
    logCdf ? logCdf(x, nodes) : log1mexp(logSurvival?.(x, nodes) as Operand);
  const above = (x: AnyExpr, nodes: Named<Names, AnyExpr>) =>
    logSurvival ? logSurvival(x, nodes) : log1mexp(logCdf?.(x, nodes) as Operand);
  const tail =
    (formula: typeof below, atLower: number, atUpper: number): Tail =>
    (value, nodes) => {
      const ends = endsOf(support(nodes as Named<Names, Node>), new Expr(value));
      const inside = formula(ends.value, wrap(nodes));
      return toNode(ends.outside(inside, atLower, atUpper));
    };
  return { logCdf: tail(below, Number.NEGATIVE_INFINITY, 0), logSurvival: tail(above, 0, Number.NEGATIVE_INFINITY) };
}

function quantiles<Names extends string>(
  { quantile, lowerQuantile, upperQuantile }: Formulas<Names>,
  wrap: (nodes: NamedNodes) => Named<Names, AnyExpr>,
): { quantile?: Tail; lowerQuantile?: Tail; upperQuantile?: Tail } {
  const of =
    (formula: NonNullable<typeof quantile>): Tail =>
    (share, nodes) =>
      toNode(formula(new Expr(share), wrap(nodes)));
  return {
    ...(quantile && { quantile: of(quantile) }),
    ...(lowerQuantile && { lowerQuantile: of(lowerQuantile) }),
    ...(upperQuantile && { upperQuantile: of(upperQuantile) }),
  };
}

type Draw = (nodes: NamedNodes, variates: Variates) => Node;

function draws<Names extends string>(
  { random, randomPositive }: Formulas<Names>,
  wrap: (nodes: NamedNodes) => Named<Names, AnyExpr>,
): { random?: Draw; randomPositive?: Draw } {
  const of =
    (formula: NonNullable<typeof random>): Draw =>
    (nodes, variates) =>
      toNode(formula(wrap(nodes), variates));
  return { ...(random && { random: of(random) }), ...(randomPositive && { randomPositive: of(randomPositive) }) };
}

function toDensityForm(form: ExprDensityForm, term: AnyExpr | undefined): DensityForm {
  const inverseRoot = form.inverseRoot.node;
  const offset = form.offset !== undefined && term ? add(form.offset, term) : (form.offset ?? term);
  const shared = { inverseRoot, ...(offset !== undefined && { offset: toNode(offset) }) };
  if ("quadratic" in form) return { ...shared, quadratic: form.quadratic.node, dimensions: form.dimensions };
  return { ...shared, quadratic: { value: form.value.node, mean: toNode(form.mean), inverseRoot }, dimensions: 1 };
}

/** The type of a plain distribution with such parameters. Takes the union of the parameters' types. */
export type PlainDist<Parameters> = Dist<DimsOf<Parameters>, JoinEvents<EventOf<Parameters>>>;

/** A distribution of a family; constant parameters are checked here, others when they have values. */
export function plain<Parameters extends Argument>(
  of: Family,
  values: Readonly<Record<string, Parameters>>,
): PlainDist<Parameters> {
  const parameters = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, parameterNode(of.name, name, value)]),
  );
  for (const [name, requirement] of Object.entries(of.parameters)) {
    const node = parameters[name];
    if (node) checkParameter(of.name, name, requirement, node);
  }
  return new Dist({ kind: "plain", family: of, parameters, ...joinShapes(of.name, Object.values(parameters)) });
}

/** A distribution of events of this shape, from parameters that are nodes of shapes of their own. */
export function multivariate<Dims extends string, Event extends Shape>(
  of: Family,
  parameters: NamedNodes,
  event: Event,
): Dist<Dims, Event> {
  for (const [name, requirement] of Object.entries(of.parameters))
    checkParameter(of.name, name, requirement, parameters[name] as Node);
  const dims = joinDims(Object.values(parameters).map((node) => node.dims));
  return new Dist({ kind: "plain", family: of, parameters, dims, event });
}

function parameterNode(distribution: string, name: string, value: unknown): Node {
  try {
    return toNode(value);
  } catch (cause) {
    throw new WasmcmcError({
      code: "parameter-value",
      problem: `${distribution}: ${name} is ${typeof value === "number" ? value : "neither a number nor an expression"}.`,
      remedy: cause instanceof WasmcmcError ? cause.remedy : `Give ${distribution} another ${name}.`,
      variable: name,
      value,
      cause,
    });
  }
}

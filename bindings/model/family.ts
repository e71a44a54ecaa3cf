/** Makes a family of distributions from its formulas, and plain distributions from a family and parameters. */
import { WasmcmcError } from "../errors.js";
import { Dist } from "./dist.js";
import type { DensityForm, Family, Requirement, Support } from "./distribution.js";
import { Expr, toNode } from "./expression.js";
import { add } from "./functions.js";
import type { Node } from "./graph.js";
import { joinShapes } from "./nodes.js";
import { checkParameter } from "./requirement.js";
import { guard } from "./support.js";
import type { AnyExpr, Argument, DimsOf, EventOf, JoinEvents } from "./types.js";

type Named<Names extends string, Value> = Readonly<Record<Names, Value>>;

/** What one file of `distributions/` says: formulas in expressions. `logp` may assume a value inside the support. */
export interface Formulas<Names extends string> {
  readonly name: string;
  readonly discrete?: boolean;
  readonly parameters: Named<Names, Requirement>;
  support(parameters: Named<Names, Node>): Support;
  /** A plain sum of terms where it can be, so that what depends on data alone is told apart and computed once. */
  logp(value: AnyExpr, parameters: Named<Names, AnyExpr>): AnyExpr | number;
  densityForm?(value: AnyExpr, parameters: Named<Names, AnyExpr>): ExprDensityForm;
}

/** exp(-0.5 ((value - mean) * inverseRoot)^2) * inverseRoot * exp(offset) / sqrt(2 pi) */
export interface ExprDensityForm {
  readonly value: AnyExpr;
  readonly mean: AnyExpr | number;
  readonly inverseRoot: AnyExpr;
  readonly offset?: AnyExpr | number;
}

type NamedNodes = Readonly<Record<string, Node>>;

export function family<Names extends string>(formulas: Formulas<Names>): Family {
  const { name, discrete = false, parameters, support, densityForm } = formulas;
  const wrap = (nodes: NamedNodes) =>
    Object.fromEntries(Object.entries(nodes).map(([key, node]) => [key, new Expr(node)])) as Named<Names, AnyExpr>;
  const inside = (value: AnyExpr, nodes: NamedNodes): AnyExpr | number => formulas.logp(value, wrap(nodes));
  const guarded = (value: Node, nodes: NamedNodes) => guard(support(nodes as Named<Names, Node>), new Expr(value));
  return {
    name,
    discrete,
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
        return toDensityForm(densityForm(outside?.value ?? new Expr(value), wrap(nodes)), outside?.term);
      },
    }),
  };
}

function toDensityForm(form: ExprDensityForm, term: AnyExpr | undefined): DensityForm {
  const inverseRoot = form.inverseRoot.node;
  const quadratic = { value: form.value.node, mean: toNode(form.mean), inverseRoot };
  const offset = form.offset !== undefined && term ? add(form.offset, term) : (form.offset ?? term);
  return { quadratic, inverseRoot, dimensions: 1, ...(offset !== undefined && { offset: toNode(offset) }) };
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

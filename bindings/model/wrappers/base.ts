/** What a wrapper takes and gives: a base distribution of single numbers, and parameters of its own beside the base's. */
import { WasmcmcError } from "../../errors.js";
import { constantOf } from "../constraints.js";
import { describeDistribution } from "../describe.js";
import { Dist } from "../dist.js";
import type { Family, PlainDistribution } from "../distribution.js";
import { Expr, toNode } from "../expression.js";
import { multivariate } from "../family.js";
import { exp, expm1 } from "../functions.js";
import type { Node } from "../graph.js";
import { isMultivariate } from "../multivariate.js";
import type { AnyExpr, DimsOf, Operand, Shape } from "../types.js";
import type { Variates } from "../variates.js";

/** The type of a wrapped distribution; `Own` is the union of the wrapper's own parameters. */
export type WrappedDist<Dims extends string, Event extends Shape, Own> = Dist<Dims | DimsOf<Own>, Event>;

/** The base of a wrapper. Mixtures and distributions of vectors have none of what wrappers are made of. */
export function baseOf(wrapper: string, base: unknown, mixtureRemedy: string): PlainDistribution {
  if (!(base instanceof Dist)) {
    throw refused(wrapper, "did not get a distribution", `Write ${wrapper}(poisson(rate), ...): the distribution first.`, base);
  }
  const { node } = base;
  if (node.kind !== "plain") throw refused(wrapper, `got ${describeDistribution(node)}`, mixtureRemedy, node.kind);
  if (!isMultivariate(node)) return node;
  throw refused(
    wrapper,
    `got ${describeDistribution(node)}, whose values are vectors`,
    "Wrap distributions of single numbers.",
    node,
  );
}

/** What to do where a base has no closed distribution function. */
export const closedBases =
  "Use a base whose cdf is known (the documentation of truncated lists them), such as normal, gamma or weibull, or custom(...) with logCdf.";

export function refused(wrapper: string, problem: string, remedy: string, value: unknown): WasmcmcError {
  return new WasmcmcError({ code: "wrapped-distribution", problem: `${wrapper}: ${problem}.`, remedy, variable: wrapper, value });
}

/** A bound, or nothing where it is the infinity that bounds nothing. */
export function boundOf(bound: Operand, nothing: number): Operand | undefined {
  return isBound(bound, nothing) ? bound : undefined;
}

function isBound(bound: Operand, nothing: number): boolean {
  return (typeof bound === "number" ? bound : bound instanceof Expr ? constantOf(bound.node) : undefined) !== nothing;
}

/** A name for a wrapper's parameter that none of the base's has. */
export function ownName(wrapper: string, { parameters }: PlainDistribution, name: string): string {
  return Object.hasOwn(parameters, name) ? ownName(wrapper, { parameters } as PlainDistribution, `${wrapper} ${name}`) : name;
}

/** The base's family, exchanged for one made of it, with the wrapper's parameters after the base's. */
export function wrapped(
  base: PlainDistribution,
  family: Family,
  own: Readonly<Record<string, Operand>>,
): Dist<string, readonly number[]> {
  const nodes = Object.entries(own).map(([name, value]): [string, Node] => [name, toNode(value)]);
  return multivariate(family, { ...base.parameters, ...Object.fromEntries(nodes) }, base.event);
}

/** Functions of the base with its parameters at hand, in expressions. */
export class Inner {
  private readonly nodes: Readonly<Record<string, Node>>;

  constructor(
    readonly family: Family,
    parameters: Readonly<Record<string, AnyExpr | Node>>,
  ) {
    this.nodes = Object.fromEntries(
      Object.entries(parameters).map(([name, each]) => [name, each instanceof Expr ? each.node : each]),
    );
  }

  get support() {
    return this.family.support(this.nodes);
  }

  logp(value: Operand): AnyExpr {
    return new Expr(this.family.logp(toNode(value), this.nodes));
  }

  logpInside(value: Operand): AnyExpr {
    return new Expr(this.family.logpInside(toNode(value), this.nodes));
  }

  logCdf(value: Operand): AnyExpr {
    return this.function("logCdf", value);
  }

  logSurvival(value: Operand): AnyExpr {
    return this.function("logSurvival", value);
  }

  quantile(p: Operand): AnyExpr {
    return this.function("quantile", p);
  }

  /** Of a share given as its logarithm. */
  lowerQuantile(logShare: AnyExpr): AnyExpr {
    return this.family.lowerQuantile ? this.function("lowerQuantile", logShare) : this.quantile(exp(logShare));
  }

  /** The value above which the share lies. */
  upperQuantile(logShare: AnyExpr): AnyExpr {
    return this.family.upperQuantile ? this.function("upperQuantile", logShare) : this.quantile(expm1(logShare).neg());
  }

  mean(): AnyExpr {
    return new Expr(this.made("mean")(this.nodes));
  }

  variance(): AnyExpr {
    return new Expr(this.made("variance")(this.nodes));
  }

  random(variates: Variates): AnyExpr {
    return new Expr(this.made("random")(this.nodes, variates));
  }

  randomPositive(variates: Variates): AnyExpr {
    return new Expr(this.made("randomPositive")(this.nodes, variates));
  }

  private function(name: "logCdf" | "logSurvival" | "quantile" | "lowerQuantile" | "upperQuantile", value: Operand): AnyExpr {
    return new Expr(this.made(name)(toNode(value), this.nodes));
  }

  private made<Name extends keyof Family>(name: Name): NonNullable<Family[Name]> {
    const formula = this.family[name];
    if (formula === undefined) throw new RangeError(`${this.family.name} has no ${name}`);
    return formula as NonNullable<Family[Name]>;
  }
}

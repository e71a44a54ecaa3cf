/** Distributions of a person's own, written as expressions. */
import { WasmcmcError } from "../../errors.js";
import { Dist } from "../dist.js";
import type { PlainDistribution, Requirement, Support } from "../distribution.js";
import { Expr, toNode } from "../expression.js";
import { type Formulas, family, multivariate, plain } from "../family.js";
import type { Node } from "../graph.js";
import { directArguments, reachable } from "../nodes.js";
import type { AnyExpr, Argument, DimsOf, EventOf, JoinEvents, Operand, Shape } from "../types.js";
import { drawnFromGrid } from "./custom_draw.js";

/** The event [2] of a literal that is read as `readonly [2]`; any event (`any`, of a parameter that is an `Operand`) stays any. */
type Writable<Event extends Shape> = 0 extends 1 & Event ? Event : { -readonly [Axis in keyof Event]: Event[Axis] };

type Parameters = Readonly<Record<string, Argument>>;
type Expressions<P> = { readonly [Name in keyof P]: AnyExpr };

/** Ends of a support; of a discrete distribution whole numbers. Both are included. */
export interface SupportEnds {
  readonly lower?: Operand;
  readonly upper?: Operand;
}

export type NamedSupport = "real" | "positive" | "nonnegative" | "unit" | "boolean" | "count" | "circular" | "simplex";

/**
 * What a density is made of. `logCdf`, `logSurvival`, `quantile`, `mean` and `variance` are what a distribution's methods of these names
 * give for a value inside the support; `random` makes a value of the variates that it is handed, `variates.normal()` and others.
 */
export interface CustomOptions<P extends Parameters, Event extends Shape>
  extends Pick<
    Formulas<Extract<keyof P, string>>,
    "logCdf" | "logSurvival" | "quantile" | "random" | "mean" | "variance" | "discrete"
  > {
  /** What messages call it. */
  readonly name: string;
  /** Everything that the formulas depend on besides the value: parameters, columns of the data, numbers. */
  readonly parameters: P;
  /** The log density of a value inside the support, or the log probability. */
  logp(value: AnyExpr, parameters: Expressions<P>): AnyExpr | number;
  /** Where the density is positive: all numbers; of a discrete distribution 0, 1, 2, ... */
  readonly support?: NamedSupport | SupportEnds | ((parameters: Expressions<P>) => SupportEnds);
  /** What must hold of parameters: "real" (any finite number), "positive", "nonnegative", "unit", "count", "simplex". */
  readonly requirements?: { readonly [Name in keyof P]?: Requirement };
  /** The shape of a value, where it is not that of the parameters: [] for a number, [3] for a vector of three. */
  readonly event?: Event;
}

/**
 * A density of one's own. All that it depends on is handed over in `parameters`; the log density is a sum of terms where it can be, so that
 * those of the data alone are computed once.
 *
 *     const spaceDensity = (L: Operand) => custom({
 *       name: "spaceDensity",
 *       parameters: { L },
 *       requirements: { L: "positive" },
 *       support: "positive",
 *       logp: (r, { L }) => log(r).mul(2).sub(r.div(L)).sub(log(L).mul(3)).sub(log(2)),
 *       random: ({ L }, variates) => exp(variates.logGamma(3)).mul(L),
 *     });
 *
 * With `logCdf` (and `logSurvival`, accurate in the upper tail) it can be truncated and censored. Without `random` it is drawn from only
 * where its support has two ends: of whole numbers each with its probability where they are constants 1,024 or fewer values apart, else
 * from 256 cells of equal width with the density at their middle. Stan: a function _lpdf; PyMC: CustomDist.
 */
export function custom<const P extends Parameters, const Event extends Shape = JoinEvents<EventOf<P[keyof P]>>>(
  options: CustomOptions<P, Event>,
): Dist<DimsOf<P[keyof P]>, Writable<Event>> {
  const { name, parameters, event, requirements, support, discrete = false, ...formulas } = options;
  const required = Object.keys(parameters).map((key): [string, Requirement] => [key, requirements?.[key] ?? "real"]);
  const asked = formulas as unknown as Formulas<string>;
  const given = family<string>({
    ...asked,
    name,
    discrete,
    parameters: Object.fromEntries(required),
    support: (nodes) => supportOf(support as AnySupport, discrete, nodes),
  });
  const made: Dist<string, Shape> =
    event === undefined ? plain(given, parameters) : multivariate(given, mapNodes(parameters), event);
  const node = made.node as PlainDistribution;
  checkCaptured(node);
  if (given.random) return made as unknown as Dist<DimsOf<P[keyof P]>, Writable<Event>>;
  return new Dist({ ...node, family: { ...given, ...drawnFromGrid(node) } });
}

function mapNodes(parameters: Parameters): Readonly<Record<string, Node>> {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, toNode(value)]));
}

type AnySupport = NamedSupport | SupportEnds | ((parameters: Expressions<Parameters>) => SupportEnds) | undefined;

function supportOf(support: AnySupport, discrete: boolean, nodes: Readonly<Record<string, Node>>): Support {
  if (support === undefined) return { kind: discrete ? "count" : "real" };
  if (typeof support === "string") return { kind: support };
  const expressions = Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, new Expr(node) as AnyExpr]));
  const { lower, upper } = typeof support === "function" ? support(expressions) : support;
  if (discrete) {
    const [from, to] = [lower ?? Number.NEGATIVE_INFINITY, upper ?? Number.POSITIVE_INFINITY];
    return { kind: "integers", lower: toNode(from), upper: toNode(to) };
  }
  if (lower === undefined) return upper === undefined ? { kind: "real" } : { kind: "upper", upper: toNode(upper) };
  return upper === undefined
    ? { kind: "lower", lower: toNode(lower) }
    : { kind: "interval", lower: toNode(lower), upper: toNode(upper) };
}

/** What a formula takes from around it instead of from its parameters would be lost to the model. */
function checkCaptured({ family, parameters, event }: PlainDistribution): void {
  const value: Node = { kind: "data", name: "value", role: "value", dims: [], event };
  const known = new Set<Node>([value, ...reachable(Object.values(parameters), directArguments)]);
  for (const each of reachable([family.logp(value, parameters)], directArguments)) {
    if ((each.kind !== "param" && each.kind !== "data") || known.has(each)) continue;
    const what = each.kind === "data" ? `the column ${each.name}` : "a parameter of the model";
    throw new WasmcmcError({
      code: "parameter-value",
      problem: `${family.name}: logp uses ${what}, which is not among its parameters.`,
      remedy: "Hand it over: custom({ parameters: { x }, logp: (value, { x }) => ... }).",
      variable: each.name,
    });
  }
}

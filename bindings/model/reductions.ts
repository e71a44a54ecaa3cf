/** Sums and the like: over the event, over dims, or by the groups of a column of labels. The result broadcasts back. */
import { WasmcmcError } from "../errors.js";
import { Expr, toNode } from "./expression.js";
import { exp } from "./functions.js";
import type { ReductionName } from "./graph.js";
import { IndexColumn } from "./index_column.js";
import { elementwise, quoteDims, reduce } from "./nodes.js";
import type { AnyExpr, Joins, Shape } from "./types.js";

/**
 * - `sum(x)`: over the event if x has one (its dims stay), else over all dims, to a single number.
 * - `sum(x, "point")`, `sum(x, ["point", "feature"])`: over these dims.
 * - `sum(x, { by: school })`: the rows of each school; the dims of the labels give way to the dim "school".
 */
export interface Reduction {
  <D extends string, E extends Shape>(x: Expr<D, E>): E extends readonly [] ? Expr<never, []> : Expr<D, []>;
  <D extends string, E extends Shape, Over extends D>(x: Expr<D, E>, over: Over | readonly Over[]): Expr<Exclude<D, Over>, E>;
  <D extends string, E extends Shape, Target extends string, Rows extends D>(
    x: Expr<D, E>,
    groups: { readonly by: IndexColumn<Target, Rows> },
  ): Expr<Exclude<D, Rows> | Target, E>;
}

type Over = string | readonly string[] | { readonly by: IndexColumn<string, string> };

/* @__NO_SIDE_EFFECTS__ */
function reduction(op: ReductionName): Reduction {
  return ((x: AnyExpr, over?: Over) => {
    const source = toNode(x);
    if (over === undefined) return new Expr(reduce(op, source, source.event.length > 0 ? "event" : source.dims));
    if (typeof over === "string") return new Expr(reduce(op, source, [over]));
    if ("by" in over) return new Expr(reduce(op, source, { by: labels(over.by) }));
    return new Expr(reduce(op, source, over));
  }) as Reduction;
}

function labels(by: unknown): IndexColumn<string, string>["node"] {
  if (by instanceof IndexColumn) return by.node;
  throw new WasmcmcError({
    code: "not-an-expression",
    problem: "{ by: ... } did not get a column of labels.",
    remedy: 'Declare the column as index("school", "point") in the data of the model.',
    value: by,
  });
}

/** The sum. */
export const sum = reduction("sum");
/** The arithmetic mean. */
export const mean = reduction("mean");
/** log(sum(exp(x))), without overflow; exact at -inf */
export const logSumExp = reduction("logSumExp");

/**
 * exp(x) / sum(exp(x)) of a vector (an event): shares with sum 1, as weights that depend on covariates. Where one number is fixed, as in
 * `softmax(stack(0, eta))`, the others are told apart. Stan, PyMC: softmax.
 */
export function softmax<Dims extends string, Event extends readonly [number]>(x: Expr<Dims, Event>): Expr<Dims, Event> {
  const vector: AnyExpr = x;
  return exp(vector.sub(logSumExp(vector)));
}

type DotResult<A extends AnyExpr, B extends AnyExpr> = A["event"] extends readonly []
  ? Expr<Exclude<A["dims"][number] | B["dims"][number], A["dims"][number] & B["dims"][number]>, []>
  : Expr<A["dims"][number] | B["dims"][number], []>;

/**
 * The sum of products: over the event if a and b have one, else over the one dim that both have
 * (`dot(design, beta)` of dims [point, feature] and [feature] is over "point"). Where they share several dims, name the one.
 */
export function dot<A extends AnyExpr, B extends AnyExpr>(a: A, b: B & Joins<A, B>): DotResult<A, B>;
export function dot<A extends AnyExpr, B extends AnyExpr, Over extends A["dims"][number] & B["dims"][number]>(
  a: A,
  b: B & Joins<A, B>,
  over: Over,
): Expr<Exclude<A["dims"][number] | B["dims"][number], Over>, A["event"]>;
export function dot(a: AnyExpr, b: AnyExpr, over?: string): AnyExpr {
  const [left, right] = [toNode(a), toNode(b)];
  const product = elementwise("mul", [left, right]);
  if (over !== undefined) return new Expr(reduce("sum", product, [over]));
  if (left.event.length > 0 && right.event.length > 0) return new Expr(reduce("sum", product, "event"));
  const shared = left.dims.filter((dim) => right.dims.includes(dim));
  if (shared.length !== 1) {
    throw new WasmcmcError({
      code: shared.length === 0 ? "missing-dim" : "ambiguous-dim",
      problem: `dot sums over the dim that both arguments have, but they are over ${quoteDims(left.dims)} and ${quoteDims(right.dims)}.`,
      remedy:
        shared.length === 0
          ? "Give two vectors over one dim, or two events of one length."
          : `Name the dim: dot(a, b, "${shared[0]}").`,
    });
  }
  return new Expr(reduce("sum", product, shared));
}

/** What runs along an axis: rows before, row numbers, a dim under a second name. */
import { WasmcmcError } from "../errors.js";
import { describeNode } from "./describe.js";
import { Expr, toNode } from "./expression.js";
import type { Node } from "./graph.js";
import { quoteDims } from "./nodes.js";
import type { AnyExpr, Operand, Shape } from "./types.js";

/** The expression's dims must have `dim`. */
export function requireDim(what: string, node: Node, dim: string): void {
  if (node.dims.includes(dim)) return;
  throw new WasmcmcError({
    code: "missing-dim",
    problem: `${what} runs along "${dim}", but ${describeNode(node)} is over ${quoteDims(node.dims)}.`,
    remedy: "Name a dim that it has.",
    variable: dim,
  });
}

/**
 * The same numbers over another name of a dim, so that a dim can meet itself: with `const other = rename(x, "point", "other")`,
 * `x.sub(other)` is over all pairs of points. The new name needs no data: it has the length of the old one.
 */
export function rename<Dims extends string, Event extends Shape, From extends Dims, const To extends string>(
  x: Expr<Dims, Event>,
  from: From,
  to: To,
): Expr<Exclude<Dims, From> | To, Event> {
  const source = toNode(x);
  requireDim("rename", source, from);
  if (source.dims.includes(to)) {
    throw new WasmcmcError({
      code: "ambiguous-dim",
      problem: `rename to "${to}": ${describeNode(source)} is over "${to}" already.`,
      remedy: "Choose a name that it does not have.",
      variable: to,
    });
  }
  const dims = source.dims.map((dim) => (dim === from ? to : dim));
  return new Expr({ kind: "call", op: "rename", args: [source], over: [from, to], count: 0, dims, event: source.event });
}

/** The number of each row along a dim, from 0. */
export function rowNumber<const Dim extends string>(dim: Dim): Expr<Dim, []> {
  return new Expr({ kind: "call", op: "rowNumber", args: [], over: [dim], count: 0, dims: [dim], event: [] });
}

/**
 * Row t of the result is row t - `steps` of x, along a dim; the first `steps` rows are `fill` (0).
 *
 *     lag(y, "time")          // y of the row before
 *     lag(y, "time", 2)       // y two rows before
 */
export function lag<Dims extends string>(x: Expr<Dims, []>, along: Dims, steps = 1, fill: Operand = 0): Expr<Dims, []> {
  const args: readonly [Node, Node] = [toNode(x), toNode(fill)];
  requireDim("lag", args[0], along);
  if (!Number.isInteger(steps) || steps < 1 || args.some(({ event }) => event.length > 0)) {
    throw new WasmcmcError({
      code: "bad-option",
      problem: Number.isInteger(steps) && steps >= 1 ? "lag got a vector of static length." : `lag by ${steps} rows.`,
      remedy: "Give a whole number of rows, 1 or more, and expressions without an event.",
      variable: "lag",
      value: steps,
    });
  }
  return new Expr({ kind: "call", op: "lag", args, over: [along], count: steps, dims: args[0].dims, event: [] });
}

/** Element (i, i) of a square matrix over two dims, as a vector over the first. */
export function diagonal<Row extends string, Column extends string>(
  matrix: Expr<Row | Column, []>,
  row: Row,
  column: Column,
): Expr<Row, []> {
  const source = toNode(matrix);
  for (const dim of [row, column]) requireDim("diagonal", source, dim);
  const dims = source.dims.filter((dim) => dim !== column);
  const node: Node = { kind: "call", op: "diagonal", args: [source], over: [row, column], count: 0, dims, event: [] };
  return new Expr(node) as AnyExpr;
}

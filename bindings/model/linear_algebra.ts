/** Square matrices over two dims of one length: Cholesky factors and triangular systems, for up to about a thousand rows. */
import { WasmcmcError } from "../errors.js";
import { requireDim, rowNumber } from "./axes.js";
import { describeNode } from "./describe.js";
import { Expr, toNode } from "./expression.js";
import { add, eq, where } from "./functions.js";
import type { CallName, Node } from "./graph.js";
import { quoteDims } from "./nodes.js";
import type { AnyExpr, Operand } from "./types.js";

/**
 * The lower triangular L with L L^T = matrix, a symmetric positive definite matrix over the dims [row, column] (its lower triangle is
 * read); NaN where it is not positive definite. Elements above the diagonal are 0.
 */
export function cholesky<Row extends string, Column extends string>(
  matrix: Expr<Row | Column, []>,
  row: Row,
  column: Column,
): Expr<Row | Column, []> {
  const source = squareOver("cholesky", matrix, row, column);
  return new Expr({
    kind: "call",
    op: "cholesky",
    args: [source],
    over: [row, column],
    count: 0,
    dims: [row, column],
    event: [],
  });
}

/**
 * The solution x of L x = b, with L lower triangular over [row, column] and b over row, or over row and one further dim. x is over
 * the same dims.
 */
export function solveLower<Row extends string, Column extends string, Dims extends string>(
  factor: Expr<Row | Column, []>,
  b: Expr<Dims | Row, []>,
  row: Row,
  column: Column,
): Expr<Dims | Row, []> {
  return solve("solveLower", factor, b, row, column);
}

/** The solution x of L^T x = b; otherwise as `solveLower`. */
export function solveLowerTransposed<Row extends string, Column extends string, Dims extends string>(
  factor: Expr<Row | Column, []>,
  b: Expr<Dims | Row, []>,
  row: Row,
  column: Column,
): Expr<Dims | Row, []> {
  return solve("solveLowerTransposed", factor, b, row, column);
}

/** matrix + value on the diagonal of a matrix over [row, column]: a nugget, a noise variance, a jitter. */
export function addDiagonal<Row extends string, Column extends string>(
  matrix: Expr<Row | Column, []>,
  value: Operand,
  row: Row,
  column: Column,
): Expr<Row | Column, []> {
  const isDiagonal = eq(rowNumber(row), rowNumber(column)) as AnyExpr;
  return add(matrix as AnyExpr, where(isDiagonal, value as AnyExpr, 0)) as AnyExpr;
}

function solve(op: CallName, factor: AnyExpr, b: AnyExpr, row: string, column: string): AnyExpr {
  const [matrix, right] = [squareOver(op, factor, row, column), toNode(b)];
  requireDim(op, right, row);
  const others = right.dims.filter((dim) => dim !== row);
  if (others.length <= 1 && !others.includes(column)) {
    return new Expr({
      kind: "call",
      op,
      args: [matrix, right],
      over: [row, column],
      count: 0,
      dims: [row, ...others],
      event: [],
    });
  }
  throw new WasmcmcError({
    code: "ambiguous-dim",
    problem: `${op}: the right side is over ${quoteDims(right.dims)}; it may have "${row}" and one further dim, not "${column}".`,
    remedy: `Rename or reduce the others.`,
    variable: row,
  });
}

function squareOver(what: string, matrix: AnyExpr, row: string, column: string): Node {
  const node = toNode(matrix);
  for (const dim of [row, column]) requireDim(what, node, dim);
  if (node.dims.length === 2 && node.event.length === 0) return node;
  throw new WasmcmcError({
    code: "ambiguous-dim",
    problem: `${what} is for a matrix over "${row}" and "${column}", but ${describeNode(node)} is over ${quoteDims(node.dims)}.`,
    remedy: "Reduce or gather the other dims first.",
    variable: what,
  });
}

/**
 * The algebra of small matrices of expressions: events [K, K], whose elements may be over dims, unrolled element by element. A zero that
 * is known to be one costs nothing.
 */
import { WasmcmcError } from "../errors.js";
import { Expr, toNode } from "./expression.js";
import { add, mul, neg, reciprocal, sqrt, square, stack, sub } from "./functions.js";
import type { Node } from "./graph.js";
import { constant, element, sameList } from "./nodes.js";
import type { AnyExpr, DimsOf, EventOf, Operand } from "./types.js";

/** A vector as an event [K]: an expression of that event, or its elements. */
export type VectorArgument = AnyExpr | readonly Operand[];

/** A square matrix as an event [K, K]: an expression of that event, or its rows. */
export type MatrixArgument = AnyExpr | readonly (readonly Operand[])[];

export type VectorDims<V> = V extends readonly Operand[] ? DimsOf<V[number]> : DimsOf<V>;
export type VectorEvent<V> = V extends readonly Operand[]
  ? [V["length"]]
  : EventOf<V> extends readonly [infer K extends number]
    ? [K]
    : [number];
export type MatrixDims<M> = M extends readonly (readonly Operand[])[] ? DimsOf<M[number][number]> : DimsOf<M>;
export type MatrixEvent<M> = M extends readonly (readonly Operand[])[]
  ? [M["length"], M["length"]]
  : EventOf<M> extends readonly [infer K extends number, number]
    ? [K, K]
    : [number, number];

/** Rows of a lower triangle: row i has i + 1 elements. */
export type Triangle = readonly (readonly AnyExpr[])[];

/** Elements are unrolled, each a step of the program: beyond this many rows there are too many of them. */
const MaxSize = 32;

/** The vector as a node of event [K]. */
export function vectorNode(what: string, vector: unknown): Node {
  const node = Array.isArray(vector) ? listNode(vector, [vector.length]) : toNode(vector);
  if (node.event.length === 1) return node;
  throw new WasmcmcError({
    code: "event-mismatch",
    problem: `${what} must be a vector, but has event shape [${node.event}].`,
    remedy: "Give a list of numbers and expressions, or stack(...).",
    variable: what,
    value: vector,
  });
}

/** The matrix as a node of event [K, K]; `size` is the K that it must have, where there is one. */
export function matrixNode(what: string, matrix: unknown, size?: number): Node {
  const node = Array.isArray(matrix) ? rowsNode(what, matrix) : toNode(matrix);
  const [rows, columns] = node.event;
  if (node.event.length !== 2 || rows !== columns || rows !== (size ?? rows)) {
    const wanted = size === undefined ? "a square matrix" : `a matrix of event shape [${size}, ${size}]`;
    throw new WasmcmcError({
      code: "event-mismatch",
      problem: `${what} must be ${wanted}, but has event shape [${node.event}].`,
      remedy: "Give its rows, as in [[a, b], [b, c]], or an expression made of such.",
      variable: what,
      value: matrix,
    });
  }
  checkSize(what, rows as number);
  return node;
}

/** Refuses sizes that are not whole numbers from `least` to the largest that is unrolled. */
export function checkSize(what: string, size: number, least = 1): void {
  if (Number.isInteger(size) && size >= least && size <= MaxSize) return;
  const tooLarge = size > MaxSize;
  throw new WasmcmcError({
    code: tooLarge ? "unsupported-model" : "parameter-value",
    problem: `${what} has the size ${size}; an event may have ${least} to ${MaxSize}.`,
    remedy: tooLarge
      ? "Put larger ones over two dims, as gaussianProcess({ covariance, over: [row, column] }) takes them."
      : "Give a whole number.",
    variable: what,
    value: size,
  });
}

function rowsNode(what: string, rows: readonly unknown[]): Node {
  const ragged = rows.findIndex((row) => !Array.isArray(row) || row.length !== rows.length);
  if (ragged < 0 && rows.length > 0) return listNode(rows.flat(), [rows.length, rows.length]);
  const row = rows[ragged];
  throw new WasmcmcError({
    code: "event-mismatch",
    problem: `${what} has ${rows.length} rows, but row ${ragged} ${Array.isArray(row) ? `has ${row.length} elements` : "is no list"}.`,
    remedy: "Give a square matrix row by row, as in [[a, b], [b, c]].",
    variable: what,
    row: ragged,
    value: row,
  });
}

/** Numbers alone make a constant; else the elements are stacked. */
function listNode(list: readonly unknown[], event: readonly number[]): Node {
  if (list.every((item) => typeof item === "number")) return { ...constant(list), event };
  return { ...stack(...(list as readonly AnyExpr[])).node, event } as Node;
}

/** An event of this shape from its elements, row-major. */
export function eventOf(elements: readonly Operand[], event: readonly number[]): AnyExpr {
  return new Expr(listNode(elements, event));
}

/** The elements of an event, row-major. */
export function elementsOf({ node }: AnyExpr): AnyExpr[] {
  const count = node.event.reduce((product, length) => product * length, 1);
  return Array.from({ length: count }, (_, k) => new Expr(elementNode(node, k)));
}

function elementNode(node: Node, k: number): Node {
  if (node.kind === "stack") return node.elements[k] as Node;
  return node.kind === "constant" ? constant(node.values[k] as number) : element(node, k);
}

/** The elements of a value that must have an event of this shape. */
export function valueElements(distribution: string, value: AnyExpr, event: readonly number[]): AnyExpr[] {
  if (sameList(value.node.event, event)) return elementsOf(value);
  throw new WasmcmcError({
    code: "event-mismatch",
    problem: `${distribution}: the value has event shape [${value.node.event}], the distribution [${event}].`,
    remedy: "Give a value of that shape, such as stack(x, y) for a distribution of pairs.",
    variable: distribution,
  });
}

/** The elements on and below the diagonal of an event [K, K]. */
export function triangleOf(matrix: AnyExpr): Triangle {
  const size = matrix.node.event[0] as number;
  const elements = elementsOf(matrix);
  return Array.from({ length: size }, (_, i) => elements.slice(i * size, i * size + i + 1));
}

/** The last element of each row. */
export function diagonalOf(triangle: Triangle): AnyExpr[] {
  return triangle.map((row) => row[row.length - 1] as AnyExpr);
}

/** A lower triangular factor with the reciprocals of its diagonal. */
export interface Factor {
  readonly rows: Triangle;
  readonly inverseDiagonal: readonly AnyExpr[];
}

export function factorOf(rows: Triangle): Factor {
  return { rows, inverseDiagonal: diagonalOf(rows).map((x) => reciprocal(x)) };
}

/** The Cholesky factor of a symmetric matrix, by rows; NaN from the first row on at which it is not positive definite. */
export function choleskyFactor(matrix: Triangle): Factor {
  const rows: AnyExpr[][] = [];
  const inverseDiagonal: AnyExpr[] = [];
  for (const [i, given] of matrix.entries()) {
    const row: AnyExpr[] = [];
    for (let j = 0; j < i; j++) {
      const rest = minus(given[j] as AnyExpr, dotOf(row, rows[j] as AnyExpr[], j));
      row.push(times(rest, inverseDiagonal[j] as AnyExpr));
    }
    row.push(sqrt(minus(given[i] as AnyExpr, dotOf(row, row, i))));
    inverseDiagonal.push(reciprocal(row[i] as AnyExpr));
    rows.push(row);
  }
  return { rows, inverseDiagonal };
}

/** The solution x of L x = b. */
export function solveTriangle({ rows, inverseDiagonal }: Factor, b: readonly AnyExpr[]): AnyExpr[] {
  const x: AnyExpr[] = [];
  for (const [i, row] of rows.entries()) x.push(times(minus(b[i] as AnyExpr, dotOf(row, x, i)), inverseDiagonal[i] as AnyExpr));
  return x;
}

/** L z */
export function triangleTimes(rows: Triangle, z: readonly AnyExpr[]): AnyExpr[] {
  return rows.map((row) => dotOf(row, z, row.length));
}

/** L L^T as an event [K, K]. */
export function productWithTransposed(rows: Triangle): AnyExpr {
  const size = rows.length;
  const below = rows.map((row, i) => rows.slice(0, i + 1).map((other, j) => dotOf(row, other, j + 1)));
  const elements = rows.flatMap((_, i) => rows.map((_, j) => (below[Math.max(i, j)] as AnyExpr[])[Math.min(i, j)] as AnyExpr));
  return eventOf(elements, [size, size]);
}

export const zero: AnyExpr = new Expr(constant(0));
export const one: AnyExpr = new Expr(constant(1));

/** The sum of products of the first `count` elements. */
export function dotOf(a: readonly AnyExpr[], b: readonly AnyExpr[], count: number): AnyExpr {
  let total = zero;
  for (let k = 0; k < count; k++) total = plus(total, times(a[k] as AnyExpr, b[k] as AnyExpr));
  return total;
}

function isNumber({ node }: AnyExpr, value: number): boolean {
  return node.kind === "constant" && node.event.length === 0 && node.values[0] === value;
}

/** a b */
export function times(a: AnyExpr, b: AnyExpr): AnyExpr {
  if (isNumber(a, 0) || isNumber(b, 0)) return zero;
  if (isNumber(a, 1)) return b;
  if (isNumber(b, 1)) return a;
  return a === b ? square(a) : mul(a, b);
}

function plus(a: AnyExpr, b: AnyExpr): AnyExpr {
  if (isNumber(a, 0)) return b;
  return isNumber(b, 0) ? a : add(a, b);
}

function minus(a: AnyExpr, b: AnyExpr): AnyExpr {
  if (isNumber(b, 0)) return a;
  return isNumber(a, 0) ? neg(b) : sub(a, b);
}

/**
 * Weighted linear least squares for any design matrix, by Householder QR of the weighted columns scaled to unit length
 * (Golub and Van Loan 2013, sections 5.2 and 5.3): the classical fit that a posterior is compared with.
 */
import { WasmcmcError } from "../errors.js";

/** A column of the design matrix: one number a row, or the same number in every row. */
export type DesignColumn = ArrayLike<number> | number;

export interface LeastSquaresOptions {
  /** Standard deviation of each y, or of all. Without it all rows weigh the same and the residuals tell the scale. */
  readonly sigma?: DesignColumn;
}

export interface LeastSquaresFit<Name extends string = string> {
  readonly names: readonly Name[];
  readonly coefficients: Readonly<Record<Name, number>>;
  readonly standardErrors: Readonly<Record<Name, number>>;
  /**
   * Row-major, in the order of `names`. With `sigma` given it is (X' W X)^-1; without, that times the
   * residual variance (NaN where there are no more rows than columns).
   */
  readonly covariance: Float64Array;
  /** Sum of squared residuals, each over its sigma. */
  readonly chiSquared: number;
  readonly degreesOfFreedom: number;
}

/** A column whose part outside the ones before it is shorter than this share of it, per row, adds nothing. */
const Negligible = 2 ** -48;

/**
 * Fits y = sum of coefficient * column. Throws a typed error where lengths differ, a number is not finite, a sigma is not
 * positive, or a column is a combination of the others.
 *
 *     leastSquares({ m: x, b: 1 }, y, { sigma: yErr }).coefficients.m
 */
export function leastSquares<Name extends string>(
  design: Readonly<Record<Name, DesignColumn>>,
  y: ArrayLike<number>,
  options: LeastSquaresOptions = {},
): LeastSquaresFit<Name> {
  const names = Object.keys(design) as Name[];
  const rows = y.length;
  const p = names.length;
  if (p === 0 || rows < p) throw tooFewRows(rows, p);
  const weights = inverseSigmas(options.sigma ?? 1, rows);
  const target = weighted("y", y, weights);
  const columns = names.map((name) => weighted(name, design[name], weights));
  const norms = columns.map((column, k) => normalise(column, names[k]!));
  const root = invertUpper(triangularise(columns, target, names), p);
  for (let i = 0; i < p * p; i++) root[i] = root[i]! / norms[Math.floor(i / p)]!;
  const degreesOfFreedom = rows - p;
  const chiSquared = target.subarray(p).reduce((total, residual) => total + residual * residual, 0);
  const solution = applyRoot(root, target, p);
  const covariance = squareOfRoot(root, p, options.sigma === undefined ? chiSquared / degreesOfFreedom : 1);
  const byName = (value: (k: number) => number): Record<Name, number> =>
    Object.fromEntries(names.map((name, k) => [name, value(k)])) as Record<Name, number>;
  return {
    names,
    coefficients: byName((k) => solution[k]!),
    standardErrors: byName((k) => Math.sqrt(covariance[k * p + k]!)),
    covariance,
    chiSquared,
    degreesOfFreedom,
  };
}

/** root * target, of an upper triangular root and the first p numbers. */
function applyRoot(root: Float64Array, target: Float64Array, p: number): Float64Array {
  const product = new Float64Array(p);
  for (let i = 0; i < p; i++) for (let k = i; k < p; k++) product[i]! += root[i * p + k]! * target[k]!;
  return product;
}

/** scale * root * root'. */
function squareOfRoot(root: Float64Array, p: number, scale: number): Float64Array {
  const square = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      let product = 0;
      for (let k = Math.max(i, j); k < p; k++) product += root[i * p + k]! * root[j * p + k]!;
      square[i * p + j] = scale * product;
    }
  }
  return square;
}

function tooFewRows(rows: number, columns: number): WasmcmcError {
  return new WasmcmcError({
    code: columns === 0 ? "bad-shape" : "rank-deficient",
    problem: columns === 0 ? "The design has no columns." : `${rows} rows cannot determine ${columns} coefficients.`,
    remedy: "Give at least one column and at least as many rows as columns.",
    value: rows,
  });
}

function inverseSigmas(sigma: DesignColumn, rows: number): Float64Array {
  checkLength("sigma", sigma, rows);
  return Float64Array.from({ length: rows }, (_, row) => {
    const value = typeof sigma === "number" ? sigma : sigma[row]!;
    if (value > 0 && value < Infinity) return 1 / value;
    throw new WasmcmcError({
      code: "not-positive",
      problem: `sigma is ${value} in row ${row}; a standard deviation must be finite and above zero.`,
      remedy: "Correct the row or leave it out.",
      variable: "sigma",
      row,
      value,
    });
  });
}

function weighted(name: string, column: DesignColumn, weights: Float64Array): Float64Array {
  checkLength(name, column, weights.length);
  return weights.map((weight, row) => {
    const value = typeof column === "number" ? column : column[row]!;
    if (Number.isFinite(value)) return value * weight;
    throw new WasmcmcError({
      code: "not-finite",
      problem: `"${name}" is ${value} in row ${row}.`,
      remedy: "Correct the row or leave it out.",
      variable: name,
      row,
      value,
    });
  });
}

function checkLength(name: string, column: DesignColumn, rows: number): void {
  if (typeof column === "number" || column.length === rows) return;
  throw new WasmcmcError({
    code: "length-mismatch",
    problem: `"${name}" has ${column.length} rows but y has ${rows}.`,
    remedy: "Give every column as many rows as y, or a single number.",
    variable: name,
    value: column.length,
  });
}

/** Scales a column to unit length and returns the length it had. */
function normalise(column: Float64Array, name: string): number {
  const norm = euclidean(column, 0);
  if (norm === 0) throw dependent(name, "is zero in every row");
  for (let i = 0; i < column.length; i++) column[i] = column[i]! / norm;
  return norm;
}

/** Length of the part of a column from a row on. */
function euclidean(column: Float64Array, from: number): number {
  let largest = 0;
  for (let i = from; i < column.length; i++) largest = Math.max(largest, Math.abs(column[i]!));
  if (largest === 0) return 0;
  let total = 0;
  for (let i = from; i < column.length; i++) total += (column[i]! / largest) ** 2;
  return largest * Math.sqrt(total);
}

/** Turns the columns into R (returned row-major) and the target into Q' target, one reflection a column. */
function triangularise(columns: readonly Float64Array[], target: Float64Array, names: readonly string[]): Float64Array {
  const p = columns.length;
  for (let k = 0; k < p; k++) {
    const column = columns[k]!;
    const norm = euclidean(column, k);
    if (norm <= Negligible * Math.sqrt(column.length)) throw dependent(names[k]!, "is a combination of the columns before it");
    const diagonal = column[k]! > 0 ? -norm : norm;
    const reflector = column.slice();
    reflector.fill(0, 0, k);
    reflector[k] = column[k]! - diagonal;
    const half = norm * (norm + Math.abs(column[k]!));
    column[k] = diagonal;
    for (const other of [...columns.slice(k + 1), target]) reflect(other, reflector, half, k);
  }
  return Float64Array.from({ length: p * p }, (_, i) => (i % p >= Math.floor(i / p) ? columns[i % p]![Math.floor(i / p)]! : 0));
}

/** Subtracts reflector * (reflector . column) / half, where half is half the squared length of the reflector. */
function reflect(column: Float64Array, reflector: Float64Array, half: number, from: number): void {
  let product = 0;
  for (let i = from; i < column.length; i++) product += reflector[i]! * column[i]!;
  const factor = product / half;
  for (let i = from; i < column.length; i++) column[i] = column[i]! - factor * reflector[i]!;
}

function invertUpper(r: Float64Array, p: number): Float64Array {
  const inverse = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    inverse[j * p + j] = 1 / r[j * p + j]!;
    for (let i = j - 1; i >= 0; i--) {
      let product = 0;
      for (let k = i + 1; k <= j; k++) product += r[i * p + k]! * inverse[k * p + j]!;
      inverse[i * p + j] = -product / r[i * p + i]!;
    }
  }
  return inverse;
}

function dependent(name: string, how: string): WasmcmcError {
  return new WasmcmcError({
    code: "rank-deficient",
    problem: `The column "${name}" ${how}, so that its coefficient is not determined.`,
    remedy: "Leave it out.",
    variable: name,
  });
}

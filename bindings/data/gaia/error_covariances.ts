/** Covariance matrices of stars' errors, from the errors and correlations that catalogues give. */
import { WasmcmcError } from "../../errors.js";
import type { Table } from "../table.js";
import { type ColumnNames, gaiaColumn, type TableOrColumns, tableOf } from "./columns_of.js";

export interface ErrorCovarianceOptions {
  /** What columns are called that do not have Gaia's names: `{ pmra_error: "e_pmRA", pmra_pmdec_corr: "rho" }`. */
  readonly columns?: ColumnNames;
}

/** "pmra_pmdec_corr" and the like: of each name with those after it, where names are known to the compiler. */
type CorrelationName<Names extends readonly string[]> = number extends Names["length"]
  ? `${string}_corr`
  : Names extends readonly [infer First extends string, ...infer Rest extends readonly string[]]
    ? `${First}_${Rest[number]}_corr` | CorrelationName<Rest>
    : never;

export interface ErrorCovariances<Names extends readonly string[] = readonly string[]> {
  /** Of the quantities, in the order asked for. */
  readonly names: Names;
  /** Row by row: element (i, j) of a star's matrix at `(star * d + i) * d + j`, in the product of the quantities' units. */
  readonly values: Float64Array;
  /** [stars, d, d]. */
  readonly shape: readonly [number, number, number];
  /** Of one star, as rows. */
  matrix(row: number): number[][];
  /**
   * Checked errors and correlations by Gaia's names, as data of a model: "pmra_error", "pmdec_error", "pmra_pmdec_corr", and so on.
   * Correlations stand in the order asked for, those above the diagonal row by row, as the language's `errorCovariance` takes them.
   */
  readonly data: Readonly<Record<`${Names[number]}_error` | CorrelationName<Names>, Float64Array>>;
}

/**
 * The covariance of each star's errors: C[i, j] = correlation(i, j) error(i) error(j).
 *
 *     const errors = errorCovariances(stars, ["parallax", "pmra", "pmdec"]);
 *     errors.matrix(0);                       // 3 x 3, of the first star
 *     cluster.bind({ ...stars.toData({ pmra: "pmra", pmdec: "pmdec" }), ...errorCovariances(stars, ["pmra", "pmdec"]).data });
 *
 * In the model: `mvNormal(mu, { covariance: intrinsic.add(errorCovariance(pmra_error, pmdec_error, pmra_pmdec_corr)) })`.
 *
 * Errors, which name the row: "not-finite" (a null), "not-positive" (an error of 0 or less, or correlations that no covariance has),
 * "outside-support" (a correlation beyond -1 and 1); "missing-column".
 */
export function errorCovariances<const Names extends readonly string[]>(
  columns: TableOrColumns,
  names: Names,
  { columns: called = {} }: ErrorCovarianceOptions = {},
): ErrorCovariances<Names> {
  checkNames(names);
  const table = tableOf(columns);
  const size = names.length;
  const errors = names.map((name) => errorColumn(table, name, called));
  const pairs = names.flatMap((first, i) => names.slice(i + 1).map((second, k) => ({ first, second, i, j: i + 1 + k })));
  const correlations = pairs.map(({ first, second }) => correlationColumn(table, first, second, called));
  const values = new Float64Array(table.rowCount * size * size);
  for (let row = 0; row < table.rowCount; row++) {
    const at = row * size * size;
    errors.forEach(({ values: error }, i) => {
      values[at + i * size + i] = error[row]! ** 2;
    });
    pairs.forEach(({ i, j }, k) => {
      const covariance = correlations[k]!.values[row]! * (errors[i]!.values[row]! * errors[j]!.values[row]!);
      values[at + i * size + j] = covariance;
      values[at + j * size + i] = covariance;
    });
  }
  if (size > 2) requirePositiveDefinite(values, size, names);
  const data = Object.fromEntries([...errors, ...correlations].map(({ name, values: numbers }) => [name, numbers]));
  const matrix = (row: number): number[][] =>
    names.map((_, i) => Array.from(values.subarray((row * size + i) * size, (row * size + i + 1) * size)));
  return { names, values, shape: [table.rowCount, size, size], matrix, data: data as ErrorCovariances<Names>["data"] };
}

interface Named {
  /** By Gaia's habit. */
  readonly name: string;
  readonly values: Float64Array;
}

function errorColumn(table: Table, name: string, called: ColumnNames): Named {
  const gaia = `${name}_error`;
  const values = gaiaColumn(table, called, gaia, `The covariance of ${name}`);
  requireRows(values, called[gaia] ?? gaia, (value) => value > 0 && value < Infinity, "not-positive", "no positive error");
  return { name: gaia, values };
}

/** Catalogues write a pair in one order: either is found. */
function correlationColumn(table: Table, first: string, second: string, called: ColumnNames): Named {
  const gaia = `${first}_${second}_corr`;
  const other = `${second}_${first}_corr`;
  const name = !table.has(called[gaia] ?? gaia) && table.has(called[other] ?? other) ? other : gaia;
  const values = gaiaColumn(table, called, name, `The covariance of ${first} and ${second}`);
  // Two quantities whose errors are each other's have no covariance that can be inverted.
  requireRows(values, called[name] ?? name, (value) => Math.abs(value) < 1, "outside-support", "no correlation between -1 and 1");
  return { name: gaia, values };
}

function requireRows(
  values: Float64Array,
  column: string,
  isRight: (value: number) => boolean,
  code: "not-positive" | "outside-support",
  what: string,
): void {
  const wrong = values.findIndex((value) => !isRight(value));
  if (wrong < 0) return;
  const value = values[wrong] as number;
  const count = values.reduce((sum, each) => sum + Number(!isRight(each)), 0);
  const others = count === 1 ? "" : `, as ${count - 1} more`;
  const isNull = Number.isNaN(value);
  throw new WasmcmcError({
    code: isNull ? "not-finite" : code,
    problem: `Row ${wrong} of "${column}" is ${isNull ? "null" : `${value}, ${what}`}${others}.`,
    remedy: isNull ? `Leave such rows out: table.dropNulls(["${column}"]).table.` : "Leave such rows out with table.filter.",
    variable: column,
    row: wrong,
    value,
  });
}

/** By Cholesky factors; the first row without one is named. */
function requirePositiveDefinite(values: Float64Array, size: number, names: readonly string[]): void {
  const factor = new Float64Array(size * size);
  const stars = values.length / (size * size);
  for (let row = 0; row < stars; row++) {
    if (factorize(values.subarray(row * size * size, (row + 1) * size * size), factor, size)) continue;
    throw new WasmcmcError({
      code: "not-positive",
      problem: `The correlations of ${names.join(", ")} in row ${row} contradict each other: their matrix is not positive definite.`,
      remedy: "Leave this row out with table.filter, or ask for fewer quantities.",
      variable: names.join(", "),
      row,
    });
  }
}

/** Whether the matrix has a Cholesky factor; pivots are measured by the diagonal, so units do not matter. */
function factorize(matrix: Float64Array, factor: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) rest -= factor[i * size + k]! * factor[j * size + k]!;
      if (i !== j) factor[i * size + j] = rest / factor[j * size + j]!;
      // Below some roundings of the diagonal a pivot's sign says nothing.
      else if (!(rest > 4 * size * Number.EPSILON * matrix[i * size + i]!)) return false;
      else factor[i * size + i] = Math.sqrt(rest);
    }
  }
  return true;
}

function checkNames(names: readonly string[]): void {
  if (names.length > 0 && new Set(names).size === names.length) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `There is no covariance of ${JSON.stringify(names)}.`,
    remedy: 'Name each quantity once, as in ["parallax", "pmra", "pmdec"].',
    variable: "names",
    value: names,
  });
}

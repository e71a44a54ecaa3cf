/** What must hold of whole vectors and matrices, tested on numbers: at once for constants, row by row for data, and for starts. */

/** Sums, lengths and symmetry may miss by this much: the rounding of numbers that a person typed with some ten digits. */
export const vectorTolerance = 1e-8;

/** Kinds of vectors (events [K]) and matrices (events [K, K], row-major) that have more to them than their elements. */
export type VectorRequirement =
  | "simplex"
  | "ordered"
  | "positiveOrdered"
  | "zeroSum"
  | "unitVector"
  | "choleskyCorrelation"
  | "covariance"
  | "choleskyFactor";

/** What is wrong with a vector: the number at fault, its name and place, and what it must be. */
export interface VectorFault {
  readonly what: string;
  readonly value: number;
  readonly must: string;
  /** Flat place of the element at fault; 0 where it is the whole that is. */
  readonly position: number;
}

const tests: Readonly<Record<VectorRequirement, (values: readonly number[]) => VectorFault | undefined>> = {
  simplex: (values) => firstElement(values, (x) => x >= 0, "0 or more") ?? totalOf("sum", values, 1),
  ordered: increasing,
  positiveOrdered: (values) => firstElement(values.slice(0, 1), (x) => x > 0, "above 0") ?? increasing(values),
  zeroSum: (values) => totalOf("sum", values, 0),
  unitVector: (values) =>
    totalOf(
      "sum of squares",
      values.map((x) => x * x),
      1,
    ),
  choleskyCorrelation: (values) => lowerTriangle(values) ?? unitRows(values),
  covariance: (values) => symmetric(values) ?? definite(values),
  choleskyFactor: lowerTriangle,
};

export function isVectorRequirement(requirement: string): requirement is VectorRequirement {
  return Object.hasOwn(tests, requirement);
}

/** The first thing that a requirement finds wrong with a vector, or undefined. */
export function faultOf(requirement: VectorRequirement, values: readonly number[]): VectorFault | undefined {
  return firstElement(values, Number.isFinite, "finite") ?? tests[requirement](values);
}

function firstElement(values: readonly number[], admits: (x: number) => boolean, must: string): VectorFault | undefined {
  const position = values.findIndex((x) => !admits(x));
  return position < 0 ? undefined : { what: `element ${position}`, value: values[position] as number, must, position };
}

function totalOf(what: string, values: readonly number[], wanted: number): VectorFault | undefined {
  const total = values.reduce((sum, x) => sum + x, 0);
  const size = values.reduce((sum, x) => sum + Math.abs(x), 0);
  if (Math.abs(total - wanted) <= vectorTolerance * Math.max(1, size)) return undefined;
  return { what, value: total, must: String(wanted), position: 0 };
}

function increasing(values: readonly number[]): VectorFault | undefined {
  const position = values.findIndex((x, k) => k > 0 && !(x > (values[k - 1] as number)));
  if (position < 0) return undefined;
  return { what: `element ${position}`, value: values[position] as number, must: "above the one before it", position };
}

function matrixOf(values: readonly number[]): readonly (readonly number[])[] {
  const size = Math.sqrt(values.length);
  return Array.from({ length: size }, (_, i) => values.slice(i * size, (i + 1) * size));
}

function elementFault(i: number, j: number, size: number, value: number, must: string): VectorFault {
  return { what: `element [${i}, ${j}]`, value, must, position: i * size + j };
}

function lowerTriangle(values: readonly number[]): VectorFault | undefined {
  for (const [i, row] of matrixOf(values).entries()) {
    for (const [j, x] of row.entries()) {
      if (i === j && !(x > 0)) return elementFault(i, j, row.length, x, "above 0");
      if (j > i && x !== 0) return elementFault(i, j, row.length, x, "0");
    }
  }
  return undefined;
}

function unitRows(values: readonly number[]): VectorFault | undefined {
  for (const [i, row] of matrixOf(values).entries()) {
    const squares = row.map((x) => x * x);
    const fault = totalOf(`sum of squares in row ${i}`, squares, 1);
    if (fault) return { ...fault, position: i * row.length };
  }
  return undefined;
}

function symmetric(values: readonly number[]): VectorFault | undefined {
  const rows = matrixOf(values);
  for (const [i, row] of rows.entries()) {
    for (let j = 0; j < i; j++) {
      const [below, above] = [row[j] as number, rows[j]?.[i] as number];
      if (Math.abs(below - above) > vectorTolerance * Math.max(Math.abs(below), Math.abs(above)))
        return elementFault(j, i, row.length, above, `${below}, that of [${i}, ${j}]`);
    }
  }
  return undefined;
}

/** By pivots: the leading minor of order k is the product of the first k. */
function definite(values: readonly number[]): VectorFault | undefined {
  const rows = matrixOf(values).map((row) => [...row]);
  let minor = 1;
  for (const [k, pivotRow] of rows.entries()) {
    const pivot = pivotRow[k] as number;
    minor *= pivot;
    if (!(pivot > 0)) return { what: `leading minor of order ${k + 1}`, value: minor, must: "above 0", position: 0 };
    for (const row of rows.slice(k + 1)) {
      const factor = (row[k] as number) / pivot;
      for (let j = k; j < row.length; j++) row[j] = (row[j] as number) - factor * (pivotRow[j] as number);
    }
  }
  return undefined;
}

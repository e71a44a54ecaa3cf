/** What must hold of bound values, tested row by row. */
import { isInside, requirementInWords, simplexTolerance, supportInWords } from "../model/requirement.js";
import type { CheckLayout } from "../program/compiled.js";

export interface Violation {
  readonly row: number;
  readonly value: number;
  readonly must: string;
}

export interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** The first row that breaks the requirement. `columns` are the elements of the value's event. */
export function violation(
  requirement: CheckLayout["requirement"],
  columns: readonly Float64Array[],
  bounds?: Bounds,
): Violation | undefined {
  if (requirement === "simplex") return simplexViolation(columns);
  if (requirement === "zeroSum" || requirement === "choleskyCorrelation") return undefined;
  for (const column of columns) {
    for (let row = 0; row < column.length; row++) {
      const value = column[row] as number;
      const [lower, upper] = [at(bounds?.lower, row), at(bounds?.upper, row)];
      if (!isInside(requirement, value, lower, upper)) return { row, value, must: supportInWords(requirement, lower, upper) };
    }
  }
  return undefined;
}

function simplexViolation(columns: readonly Float64Array[]): Violation | undefined {
  const rows = Math.max(...columns.map((column) => column.length));
  for (let row = 0; row < rows; row++) {
    const values = columns.map((column) => at(column, row));
    const sum = values.reduce((total, value) => total + value, 0);
    const culprit = values.find((value) => !(value >= 0)) ?? (Math.abs(sum - 1) <= simplexTolerance ? undefined : sum);
    if (culprit !== undefined) return { row, value: culprit, must: requirementInWords.simplex };
  }
  return undefined;
}

function at(column: Float64Array | undefined, row: number): number {
  return (column?.length === 1 ? column[0] : column?.[row]) ?? Number.NaN;
}

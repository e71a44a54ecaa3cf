/** What must hold of bound values, tested row by row. */
import { isInside, supportInWords } from "../model/requirement.js";
import { faultOf, isVectorRequirement, type VectorRequirement } from "../model/vector_requirement.js";
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
  if (isVectorRequirement(requirement)) return vectorViolation(requirement, columns);
  for (const column of columns) {
    for (let row = 0; row < column.length; row++) {
      const value = column[row] as number;
      const [lower, upper] = [at(bounds?.lower, row), at(bounds?.upper, row)];
      if (!isInside(requirement, value, lower, upper)) return { row, value, must: supportInWords(requirement, lower, upper) };
    }
  }
  return undefined;
}

function vectorViolation(requirement: VectorRequirement, columns: readonly Float64Array[]): Violation | undefined {
  const rows = Math.max(...columns.map((column) => column.length));
  for (let row = 0; row < rows; row++) {
    const values = columns.map((column) => at(column, row));
    const fault = faultOf(requirement, values);
    if (fault) return { row, value: fault.value, must: `${fault.must} (its ${fault.what})` };
  }
  return undefined;
}

function at(column: Float64Array | undefined, row: number): number {
  return (column?.length === 1 ? column[0] : column?.[row]) ?? Number.NaN;
}

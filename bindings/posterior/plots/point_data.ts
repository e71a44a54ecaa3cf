/** Points with errors as plots take them, checked before anything is drawn. */
import { WasmcmcError } from "../../errors.js";

export interface PointData {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Standard deviations: bars of one to each side. */
  readonly xErr?: ArrayLike<number>;
  readonly yErr?: ArrayLike<number>;
}

/** One point; errors are 0 where none are given. */
export interface Point {
  readonly row: number;
  readonly x: number;
  readonly y: number;
  readonly xErr: number;
  readonly yErr: number;
}

/** Points with finite coordinates, and how many others there are. Throws `length-mismatch` for columns of different lengths. */
export function pointsOf(data: PointData): { points: Point[]; missing: number } {
  checkColumn("x", data?.x);
  checkLength("y", data.y, data.x.length);
  for (const [name, column] of Object.entries({ xErr: data.xErr, yErr: data.yErr })) {
    if (column !== undefined) checkLength(name, column, data.x.length);
  }
  const all = Array.from(data.x, (x, row): Point => {
    return { row, x, y: data.y[row]!, xErr: data.xErr?.[row] ?? 0, yErr: data.yErr?.[row] ?? 0 };
  });
  const points = all.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  return { points, missing: all.length - points.length };
}

/** Throws `missing-column` for a column that is not there: programs without types can leave one out. */
export function checkColumn(name: string, column: ArrayLike<unknown> | undefined): void {
  if (typeof column === "object" && column !== null) return;
  throw new WasmcmcError({
    code: "missing-column",
    problem: `The column "${name}" is ${String(column)}.`,
    remedy: "Pass an array with a number a row.",
    variable: name,
    value: column,
  });
}

/** Throws `length-mismatch` where a column has not one value a point. */
export function checkLength(name: string, column: ArrayLike<unknown>, count: number): void {
  checkColumn(name, column);
  if (column.length === count) return;
  throw new WasmcmcError({
    code: "length-mismatch",
    problem: `There are ${count} points, but "${name}" has ${column.length} values.`,
    remedy: "Give one value a point.",
    variable: name,
    value: column.length,
  });
}

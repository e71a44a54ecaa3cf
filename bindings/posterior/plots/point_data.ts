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
  for (const [name, column] of Object.entries({ y: data.y, xErr: data.xErr, yErr: data.yErr })) {
    if (column !== undefined) checkLength(name, column, data.x.length);
  }
  const all = Array.from(data.x, (x, row): Point => {
    return { row, x, y: data.y[row]!, xErr: data.xErr?.[row] ?? 0, yErr: data.yErr?.[row] ?? 0 };
  });
  const points = all.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  return { points, missing: all.length - points.length };
}

/** Throws `length-mismatch` where a column has not one value a point. */
export function checkLength(name: string, column: ArrayLike<unknown>, count: number): void {
  if (column.length === count) return;
  throw new WasmcmcError({
    code: "length-mismatch",
    problem: `There are ${count} points, but "${name}" has ${column.length} values.`,
    remedy: "Give one value a point.",
    variable: name,
    value: column.length,
  });
}

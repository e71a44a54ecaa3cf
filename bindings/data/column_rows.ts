/** Rows of columns: how many numbers a row has, and taking some rows of a column. */
import type { Column, ColumnValues } from "./column.js";

/** Numbers of `values` that a cell has; of ragged columns undefined. */
export function cellSize({ shape, type }: Column): number {
  return shape.reduce((product, length) => product * length, 1) * (type.startsWith("complex") ? 2 : 1);
}

export function isNumeric({ type }: Column): boolean {
  return type !== "string" && !type.startsWith("complex");
}

/** Where row i of a column has its values: from the first number up to the second. */
export function rowRange(column: Column): (row: number) => readonly [number, number] {
  const { offsets } = column;
  const size = cellSize(column);
  if (offsets === undefined) return (row) => [row * size, (row + 1) * size];
  const parts = column.type.startsWith("complex") ? 2 : 1;
  return (row) => [(offsets[row] as number) * parts, (offsets[row + 1] as number) * parts];
}

type Typed = Exclude<ColumnValues, readonly string[]>;

const emptyLike = (values: Typed, length: number): Typed => new (values.constructor as new (length: number) => Typed)(length);

/** The cells of the given rows, in that order; a row may be -1, for a null cell. */
export function takeRows(column: Column, rows: ArrayLike<number>): Column {
  if (column.offsets !== undefined) return takeRagged(column, column.offsets, rows);
  const size = cellSize(column);
  const missing = Array.prototype.some.call(rows, (row: number) => row < 0);
  const nulls = column.nulls !== undefined || missing ? new Uint8Array(rows.length * size) : undefined;
  const { values } = column;
  const taken: ColumnValues = Array.isArray(values)
    ? Array.from(rows).flatMap((row) => (row < 0 ? new Array<string>(size).fill("") : values.slice(row * size, (row + 1) * size)))
    : emptyLike(values as Typed, rows.length * size);
  for (let place = 0; place < rows.length; place++) {
    const row = rows[place]!;
    for (let k = 0; k < size; k++) {
      if (row < 0) nulls![place * size + k] = 1;
      else {
        if (!Array.isArray(taken)) (taken as Float64Array)[place * size + k] = (values as Float64Array)[row * size + k]!;
        if (column.nulls?.[row * size + k]) nulls![place * size + k] = 1;
      }
    }
  }
  const { nulls: _, ...rest } = column;
  return { ...rest, values: taken, ...(nulls?.includes(1) && { nulls }) };
}

function takeRagged(column: Column, offsets: Uint32Array, rows: ArrayLike<number>): Column {
  const lengths = Array.from(rows, (row) => (row < 0 ? 0 : offsets[row + 1]! - offsets[row]!));
  const ends = new Uint32Array(rows.length + 1);
  lengths.forEach((length, place) => {
    ends[place + 1] = ends[place]! + length;
  });
  const places = lengths.flatMap((length, place) => Array.from({ length }, (_, k) => offsets[rows[place]!]! + k));
  const flat = takeRows({ ...withoutOffsets(column), shape: [] }, places);
  return { ...flat, shape: column.shape, offsets: ends };
}

function withoutOffsets({ offsets: _, ...rest }: Column): Column {
  return rest;
}

/** 1 for each row that has a null, or a NaN, in any of its numbers. */
export function nullRows(column: Column, rowCount: number): Uint8Array {
  const { values, nulls } = column;
  const range = rowRange(column);
  const out = new Uint8Array(rowCount);
  const isReal = values instanceof Float64Array || values instanceof Float32Array;
  for (let row = 0; row < rowCount; row++) {
    const [from, to] = range(row);
    for (let i = from; i < to; i++) if (nulls?.[i] || (isReal && Number.isNaN(values[i]))) out[row] = 1;
  }
  return out;
}

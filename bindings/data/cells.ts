/** Columns from cells: what readers of files that come as values a row make them with. */
import type { Column, ColumnType, ColumnValues } from "./column.js";

/** One value a row; null or undefined where there is none. */
export type Cell = number | bigint | boolean | string | Date | null | undefined;

const arrays = {
  float64: Float64Array,
  float32: Float32Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  boolean: Uint8Array,
  complex64: Float32Array,
  complex128: Float64Array,
} as const;

/** An array for `length` numbers of a type. */
export function arrayFor(type: Exclude<ColumnType, "string">, length: number): Exclude<ColumnValues, readonly string[]> {
  return new arrays[type](length);
}

/** The type that holds all cells: 64-bit integers where there are bigints, booleans, text, else float64. */
export function typeOf(cells: ArrayLike<Cell>): ColumnType {
  let type: ColumnType | undefined;
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    if (cell === null || cell === undefined) continue;
    const own: ColumnType =
      typeof cell === "bigint"
        ? "int64"
        : typeof cell === "boolean"
          ? "boolean"
          : typeof cell === "number"
            ? "float64"
            : "string";
    if (type === undefined) type = own;
    else if (type !== own)
      return type === "string" || own === "string" || type === "boolean" || own === "boolean" ? "string" : "float64";
  }
  return type ?? "float64";
}

/** A column of scalars. Dates become ISO text; nulls are 0, NaN or "" with a mask. */
export function columnOfCells(name: string, cells: ArrayLike<Cell>, type: ColumnType = typeOf(cells)): Column {
  const exact = exactValues(cells, type);
  if (exact !== undefined) return { name, type, shape: [], values: exact };
  const nulls = new Uint8Array(cells.length);
  for (let row = 0; row < cells.length; row++) if (cells[row] === null || cells[row] === undefined) nulls[row] = 1;
  const mask = nulls.includes(1) ? { nulls } : {};
  if (type === "string") return { name, type, shape: [], values: Array.from(cells, textOf), ...mask };
  const values = arrayFor(type, cells.length);
  const isBig = values instanceof BigInt64Array || values instanceof BigUint64Array;
  const none = type === "float64" || type === "float32" ? NaN : 0;
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    if (isBig) values[row] = nulls[row] ? 0n : BigInt(cell as bigint);
    else values[row] = nulls[row] ? none : Number(cell);
  }
  return { name, type, shape: [], values, ...mask };
}

/** The cells themselves, where they are an array of the column's own type. */
function exactValues(cells: ArrayLike<Cell>, type: ColumnType): Exclude<ColumnValues, readonly string[]> | undefined {
  if (type === "string" || type === "boolean" || type.startsWith("complex")) return undefined;
  return cells instanceof arrays[type] ? (cells as unknown as Exclude<ColumnValues, readonly string[]>) : undefined;
}

function textOf(cell: Cell): string {
  if (cell === null || cell === undefined) return "";
  return cell instanceof Date ? cell.toISOString() : String(cell);
}

/** A column of a table: typed values, with a mask of nulls, a unit and a description. */

/** Flat, row by row. Uint8Array with type "boolean" holds 0 and 1; complex numbers are pairs. */
export type ColumnValues =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | readonly string[];

export type ColumnType =
  | "float64"
  | "float32"
  | "int8"
  | "uint8"
  | "int16"
  | "uint16"
  | "int32"
  | "uint32"
  | "int64"
  | "uint64"
  | "boolean"
  | "complex64"
  | "complex128"
  | "string";

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Of a cell: [] for one value a row, [3] for three. Of ragged columns []. */
  readonly shape: readonly number[];
  readonly values: ColumnValues;
  /** 1 where the cell is null; absent where none is. One a value of `values` (before pairing of complex numbers). */
  readonly nulls?: Uint8Array;
  /** For arrays of varying length: row i has the values from offsets[i] up to offsets[i + 1]. */
  readonly offsets?: Uint32Array;
  readonly unit?: string;
  readonly description?: string;
  /** What else the file says of the column, under the file's own keys: ucd, TDISP, ... */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}

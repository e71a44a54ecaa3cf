/** A column of values as programs have them: typed arrays, arrays of numbers, bigints, booleans or text, with or without nulls. */
import { type Cell, columnOfCells } from "./cells.js";
import type { Column, ColumnType, ColumnValues } from "./column.js";

export type CellValues =
  | Exclude<ColumnValues, readonly string[]>
  | readonly (number | bigint | boolean | string | null | undefined)[];

/** What is said of a column beside its values. */
export interface ColumnDetails {
  /** Of a cell: [3] for three values a row; one when absent. */
  readonly shape?: readonly number[];
  /** 1 where the value is null. */
  readonly nulls?: ArrayLike<number | boolean>;
  readonly unit?: string;
  readonly description?: string;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}

const types: readonly (readonly [new (length: number) => ColumnValues, ColumnType])[] = [
  [Float64Array, "float64"],
  [Float32Array, "float32"],
  [Int8Array, "int8"],
  [Uint8Array, "uint8"],
  [Int16Array, "int16"],
  [Uint16Array, "uint16"],
  [Int32Array, "int32"],
  [Uint32Array, "uint32"],
  [BigInt64Array, "int64"],
  [BigUint64Array, "uint64"],
];

/** A column by its name and values: typed arrays keep their type, other values get the one that holds them all. */
export function columnOf(name: string, values: CellValues, details: ColumnDetails = {}): Column {
  const type = types.find(([Typed]) => values instanceof Typed)?.[1];
  const made: Column =
    type === undefined
      ? columnOfCells(name, values as readonly Cell[])
      : { name, type, shape: [], values: values as Exclude<ColumnValues, readonly string[]> };
  const { nulls, ...rest } = details;
  if (nulls === undefined) return { ...made, ...rest };
  const mask = Uint8Array.from(made.values as ArrayLike<unknown>, (_, place) => (nulls[place] || made.nulls?.[place] ? 1 : 0));
  return { ...made, ...rest, ...(mask.includes(1) && { nulls: mask }) };
}

/** Columns of lists from cells that are arrays, and back: one list a row, as Parquet, Arrow and JSON have them. */
import { type Cell, columnOfCells } from "./cells.js";
import type { Column, ColumnType } from "./column.js";
import { rowRange } from "./column_rows.js";

/** A column of arrays of varying length; a list that is null counts as empty. */
export function columnOfLists(name: string, lists: ArrayLike<Iterable<Cell> | null | undefined>, type?: ColumnType): Column {
  const flat: Cell[] = [];
  const offsets = new Uint32Array(lists.length + 1);
  for (let row = 0; row < lists.length; row++) {
    for (const cell of lists[row] ?? []) flat.push(cell);
    offsets[row + 1] = flat.length;
  }
  return { ...columnOfCells(name, flat, type), offsets };
}

/** The lists of a column: of complex numbers their parts one after the other. Nulls are null, booleans booleans. */
export function listsOf(column: Column, rowCount: number): Cell[][] {
  const range = rowRange(column);
  const { values, nulls, type } = column;
  return Array.from({ length: rowCount }, (_, row) => {
    const [from, to] = range(row);
    return Array.from({ length: to - from }, (_, k): Cell => {
      if (nulls?.[from + k]) return null;
      const value = values[from + k] as Cell;
      return type === "boolean" ? value === 1 : value;
    });
  });
}

/** A table as plain arrays, to compare before and after it went through a file. */
import type { Column, Table } from "../../../bindings/data/index.js";

export interface Compared {
  /** Where a format has NaN for null, or null for NaN. */
  readonly nanIsNull?: boolean;
  readonly details?: boolean;
}

/** Values with null where the mask says so; what is under the mask does not count. */
export function cellsOf({ values, nulls }: Column, nanIsNull = false): unknown[] {
  return Array.from(values as ArrayLike<unknown>, (value, k) =>
    nulls?.[k] || (nanIsNull && Number.isNaN(value)) ? null : value,
  );
}

export function contentOf(table: Table, { nanIsNull = false, details = true }: Compared = {}): unknown {
  return {
    rows: table.rowCount,
    columns: table.columns.map((column) => {
      const { name, type, shape, offsets, unit, description, attributes } = column;
      const told = details ? { unit, description, attributes } : {};
      return { name, type, shape, offsets: offsets && [...offsets], cells: cellsOf(column, nanIsNull), ...told };
    }),
  };
}

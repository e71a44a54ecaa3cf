/** Columns that a computation takes by Gaia's names, from a table or from plain arrays, under whatever names the user's file has. */
import { WasmcmcError } from "../../errors.js";
import { Table } from "../table.js";

/** A table, or arrays by name with NaN for nulls. */
export type TableOrColumns = Table | Readonly<Record<string, ArrayLike<number>>>;

/** The user's names of columns, by Gaia's. */
export type ColumnNames = Readonly<Record<string, string>>;

export function tableOf(columns: TableOrColumns): Table {
  return columns instanceof Table ? columns : Table.from(columns);
}

/** Numbers of a column, NaN where it is null; what names Gaia's column where it is absent. */
export function gaiaColumn(table: Table, names: ColumnNames, name: string, purpose: string): Float64Array {
  const actual = names[name] ?? name;
  if (table.has(actual)) return table.numbers(actual);
  throw new WasmcmcError({
    code: "missing-column",
    problem: `${purpose} needs the column "${actual}", which the table does not have.`,
    remedy: `Download it too, or say what it is called: columns: { ${name}: "..." }.`,
    variable: actual,
  });
}

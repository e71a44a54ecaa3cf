/** Joining two tables by columns that agree. */
import { WasmcmcError } from "../errors.js";
import type { Column } from "./column.js";
import { takeRows } from "./column_rows.js";

export interface JoinOptions {
  /** Names of the columns that must agree. */
  readonly on: string | readonly string[];
  /** "left" keeps rows without a partner, with nulls; "inner", the default, does not. */
  readonly how?: "inner" | "left";
  /** Added to names that both tables have. */
  readonly suffix?: string;
}

/** What is read of a table. */
interface Joined {
  readonly columns: readonly Column[];
  readonly rowCount: number;
  has(name: string): boolean;
  strings(name: string): readonly string[];
  isNull(name: string): Uint8Array;
}

/** Columns and number of rows of the join: rows in the order of the left table; for each, its partners in the order of the right. */
export function joinColumns(
  left: Joined,
  right: Joined,
  { on, how = "inner", suffix = "_2" }: JoinOptions,
): { columns: Column[]; rowCount: number } {
  const names = typeof on === "string" ? [on] : on;
  const partners = new Map<string, number[]>();
  const rightKeys = keysOf(right, names);
  rightKeys.forEach((key, row) => {
    if (key === undefined) return;
    const known = partners.get(key);
    if (known === undefined) partners.set(key, [row]);
    else known.push(row);
  });
  const rows: number[] = [];
  const others: number[] = [];
  keysOf(left, names).forEach((key, row) => {
    const found = key === undefined ? undefined : partners.get(key);
    for (const other of found ?? (how === "left" ? [-1] : [])) {
      rows.push(row);
      others.push(other);
    }
  });
  const added = right.columns
    .filter(({ name }) => !names.includes(name))
    .map((column) => ({ ...takeRows(column, others), name: left.has(column.name) ? column.name + suffix : column.name }));
  return { columns: [...left.columns.map((column) => takeRows(column, rows)), ...added], rowCount: rows.length };
}

/** A key for each row; undefined where a part is null. */
function keysOf(table: Joined, names: readonly string[]): (string | undefined)[] {
  if (names.length === 0) {
    throw new WasmcmcError({ code: "bad-option", problem: "A join needs a column.", remedy: 'Say which: { on: "source_id" }.' });
  }
  const columns = names.map((name) => ({ texts: table.strings(name), nulls: table.isNull(name) }));
  return Array.from({ length: table.rowCount }, (_, row) =>
    columns.some(({ nulls }) => nulls[row] === 1) ? undefined : columns.map(({ texts }) => texts[row]).join("\0"),
  );
}

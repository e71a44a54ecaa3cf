/** Tables as JSON: an object of columns. */
import { cannotWrite } from "./cannot_write.js";
import type { Column } from "./column.js";
import { cellSize } from "./column_rows.js";
import { doubleText, singleText } from "./number_text.js";
import type { Table } from "./table.js";

/**
 * A table as JSON text: `{"source_id": [5340492357404649216], "g": [12.5], "name": [null]}`. Integers have all their digits, also those
 * beyond 2^53, which `readJson` and Python read exactly; arrays become arrays; nulls and NaN become null.
 * Units and descriptions have no place there.
 *
 * Throws "cannot-write" for infinite and complex numbers.
 */
export function writeJson(table: Table): string {
  const columns = table.columns.map((column) => `${JSON.stringify(column.name)}:${columnText(column, table.rowCount)}`);
  return `{${columns.join(",\n")}}\n`;
}

function columnText(column: Column, rowCount: number): string {
  const { name, type, shape, offsets } = column;
  if (type.startsWith("complex")) {
    throw cannotWrite(
      `The column "${name}" holds complex numbers, which JSON has not.`,
      "Leave it out, or write FITS or Parquet.",
      name,
    );
  }
  const size = cellSize(column);
  const rows: string[] = [];
  for (let row = 0; row < rowCount; row++) {
    if (offsets !== undefined) {
      rows.push(nested(column, [offsets[row + 1]! - offsets[row]!], offsets[row]!, row));
    } else rows.push(nested(column, shape, row * size, row));
  }
  return `[${rows.join(",")}]`;
}

/** An array of a shape, whose values start at a place. */
function nested(column: Column, shape: readonly number[], place: number, row: number): string {
  const [length, ...inner] = shape;
  if (length === undefined) return elementText(column, place, row);
  const step = inner.reduce((product, axis) => product * axis, 1);
  return `[${Array.from({ length }, (_, k) => nested(column, inner, place + k * step, row)).join(",")}]`;
}

function elementText({ name, type, values, nulls }: Column, place: number, row: number): string {
  const value = values[place];
  if (nulls?.[place] || Number.isNaN(value)) return "null";
  if (type === "string") return JSON.stringify(value);
  if (type === "boolean") return value ? "true" : "false";
  if (typeof value !== "number") return String(value);
  if (Number.isFinite(value)) return type === "float32" ? singleText(value) : doubleText(value);
  throw cannotWrite(
    `Row ${row} of the column "${name}" is ${value}, which JSON has not.`,
    "Make it null, or write CSV or FITS.",
    name,
    row,
    value,
  );
}

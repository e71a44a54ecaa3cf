/** Tables as CSV or TSV: a header line, then a line a row. RFC 4180, in UTF-8. */
import { WasmcmcError } from "../errors.js";
import { cannotWrite } from "./cannot_write.js";
import type { Column } from "./column.js";
import { doubleText, singleText } from "./number_text.js";
import type { Table } from "./table.js";

export interface WriteCsvOptions {
  /** One character; a comma when absent. */
  readonly delimiter?: string;
  /** What stands for a null; an empty cell when absent. */
  readonly missing?: string;
}

/**
 * A table as CSV text. Integers have all their digits, real numbers the shortest text that gives them back in their type. A null is an
 * empty cell (or `missing`); a text that looks like one (empty, NA, NaN, null) is quoted, which `readCsv` takes for text, as
 * PostgreSQL's COPY does. Units and descriptions have no place in CSV.
 *
 * Throws "cannot-write" for arrays and complex numbers, for a text that is the same as `missing`, and where there are no columns.
 *
 *     await writeFile("stars.tsv", writeCsv(stars, { delimiter: "\t" }))
 */
export function writeCsv(table: Table, { delimiter = ",", missing = "" }: WriteCsvOptions = {}): string {
  checkSigns(delimiter, missing);
  if (table.columns.length === 0) throw cannotWrite("The table has no column, so CSV has no header line.", "Add a column.");
  const special = new RegExp(`["\\r\\n#${delimiter === "#" ? "" : escaped(delimiter)}]|^\\s|\\s$`);
  const quoted = (text: string): string => (special.test(text) ? inQuotes(text) : text);
  // A line of nothing would be no row.
  const isLone = table.columns.length === 1 && missing === "";
  const noneOf = ({ type }: Column): string => (isLone ? (type === "string" ? "NA" : '""') : missing);
  const columns = table.columns.map((column) => cellTexts(column, quoted, missing, noneOf(column)));
  const lines = [table.names.map((name) => (name === "" ? '""' : quoted(name))).join(delimiter)];
  const cells = new Array<string>(columns.length);
  for (let row = 0; row < table.rowCount; row++) {
    for (let place = 0; place < cells.length; place++) cells[place] = (columns[place] as (row: number) => string)(row);
    lines.push(cells.join(delimiter));
  }
  return `${lines.join("\n")}\n`;
}

const inQuotes = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const escaped = (character: string): string => character.replace(/[\\\]^-]/, "\\$&");

/** Texts that readers take for a null. */
const LooksMissing = /^(?:NA|NaN|null)?$/i;

function cellTexts(column: Column, quoted: (text: string) => string, missing: string, none: string): (row: number) => string {
  const { name, type, shape, offsets, nulls } = column;
  if (offsets !== undefined || shape.length > 0 || type.startsWith("complex")) {
    const what = offsets === undefined && shape.length === 0 ? "complex numbers" : "arrays";
    throw cannotWrite(
      `The column "${name}" holds ${what}, for which CSV has no cell.`,
      "Leave it out, or write FITS or Parquet.",
      name,
    );
  }
  if (type === "string") {
    const values = column.values as readonly string[];
    return (row) => (nulls?.[row] ? none : textCell(values[row] as string, quoted, missing, name, row));
  }
  if (type === "boolean") return (row) => (nulls?.[row] ? none : column.values[row] ? "true" : "false");
  const text = type === "float32" ? singleText : type === "float64" ? doubleText : String;
  return (row) => (nulls?.[row] ? none : (text as (value: unknown) => string)(column.values[row]));
}

function textCell(text: string, quoted: (text: string) => string, missing: string, name: string, row: number): string {
  if (missing !== "" && text.trim() === missing) {
    throw cannotWrite(
      `Row ${row} of the column "${name}" is the text "${missing}", which is to stand for a null.`,
      "Choose another sign for nulls: { missing: ... }.",
      name,
      row,
      text,
    );
  }
  return LooksMissing.test(text) ? inQuotes(text) : quoted(text);
}

function checkSigns(delimiter: string, missing: string): void {
  if (delimiter.length !== 1 || '"\r\n'.includes(delimiter)) {
    throw new WasmcmcError({
      code: "bad-option",
      problem: `${JSON.stringify(delimiter)} cannot separate cells.`,
      remedy: 'Pass one character, such as ";" or "\\t".',
      variable: "delimiter",
      value: delimiter,
    });
  }
  if (!/["\r\n]/.test(missing) && !missing.includes(delimiter)) return;
  throw new WasmcmcError({
    code: "bad-option",
    problem: `${JSON.stringify(missing)} cannot stand for a null.`,
    remedy: "Pass text without quotes, delimiters and line ends.",
    variable: "missing",
    value: missing,
  });
}

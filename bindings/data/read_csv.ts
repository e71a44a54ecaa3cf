/** CSV and TSV into tables: types inferred, nulls marked, comments passed over. */
import type { Column } from "./column.js";
import { type CsvTable, parseCsv } from "./csv.js";
import { Table } from "./table.js";

export interface ReadCsvOptions {
  /** One character; by default a tab where the header has one and no comma, else a comma. */
  readonly delimiter?: string;
  /** Lines that start with this are passed over; "#" when absent, "" for none. */
  readonly comment?: string;
  /** What stands for a null, beside an empty cell, NA and NaN. */
  readonly missing?: readonly string[];
}

/**
 * A table from CSV. Numbers are float64; whole numbers beyond 2^53 (source ids) are int64 (uint64 from 2^63 on), exactly; true and false are
 * booleans; all else is text, in which a quoted cell is never null, be it empty.
 *
 *     const table = readCsv("x,y\n1,2\n3,\n");
 *     table.isNull("y");   // [0, 1]
 */
export function readCsv(source: string | Uint8Array, options: ReadCsvOptions = {}): Table {
  const { comment = "#", missing = [] } = options;
  const text = typeof source === "string" ? source : new TextDecoder("utf-8", { fatal: false }).decode(source);
  const body = comment === "" ? text : blankComments(text, comment);
  const delimiter = options.delimiter ?? guessDelimiter(body);
  const parsed = parseCsv(body, { delimiter });
  const columns = parsed.names.map((name) => columnOf(name, parsed, missing));
  return new Table(columns, parsed.rowCount);
}

/** Commented lines become empty, so that line numbers in errors stay right. Quoted cells over several lines keep theirs. */
function blankComments(text: string, comment: string): string {
  if (!text.includes(comment)) return text;
  let quoted = false;
  return text
    .split("\n")
    .map((line) => {
      const isComment = !quoted && line.startsWith(comment);
      if (isComment) return line.endsWith("\r") ? "\r" : "";
      if ((line.split('"').length - 1) % 2 === 1) quoted = !quoted;
      return line;
    })
    .join("\n");
}

function guessDelimiter(text: string): string {
  const header = /[^\r\n]+/.exec(text)?.[0] ?? "";
  return header.includes("\t") && !header.includes(",") ? "\t" : ",";
}

const Whole = /^\s*[+-]?\d+\s*$/;
const Missing = /^\s*(?:NA|NaN|null)?\s*$/i;

function columnOf(name: string, table: CsvTable, missing: readonly string[]): Column {
  const parsed = table.columns[name]!;
  const texts = (): readonly string[] => table.strings(name);
  if (parsed instanceof Float64Array) {
    if (parsed.some((value) => Math.abs(value) > Number.MAX_SAFE_INTEGER)) {
      const exact = wholeNumbers(name, texts());
      if (exact !== undefined) return exact;
    }
    const cells = missing.length === 0 ? [] : texts();
    const values =
      missing.length === 0 ? parsed : parsed.map((value, row) => (missing.includes(cells[row]!.trim()) ? NaN : value));
    return { name, type: "float64", shape: [], values, ...nullsOf(values, Number.isNaN) };
  }
  const isMissing = (text: string): boolean => Missing.test(text) || missing.includes(text.trim());
  if (missing.length > 0 && parsed.some((text) => missing.includes(text.trim()))) {
    const numbers = Float64Array.from(parsed, (text) => (isMissing(text) ? NaN : /^\s*$/.test(text) ? NaN : Number(text)));
    if (parsed.every((text, row) => isMissing(text) || !Number.isNaN(numbers[row]))) {
      return { name, type: "float64", shape: [], values: numbers, ...nullsOf(numbers, Number.isNaN) };
    }
  }
  if (parsed.length > 0 && parsed.every((text) => /^(?:true|false)?$/i.test(text.trim())) && parsed.some((text) => text !== "")) {
    const values = Uint8Array.from(parsed, (text) => (/^true$/i.test(text.trim()) ? 1 : 0));
    return { name, type: "boolean", shape: [], values, ...nullsOf(parsed, (text) => text.trim() === "") };
  }
  // A quoted text is none of the usual signs: it may be empty, or the letters NA.
  const isQuoted = table.isQuoted(name);
  const isNone = (text: string, row: number): boolean => (isQuoted[row] ? missing.includes(text.trim()) : isMissing(text));
  const values = parsed.map((text, row) => (isNone(text, row) ? "" : text));
  return { name, type: "string", shape: [], values, ...nullsOf(parsed, isNone) };
}

/** Undefined where a cell is no whole number of 64 bits; unsigned where one is too large for a sign. */
function wholeNumbers(name: string, texts: readonly string[]): Column | undefined {
  const values = new Array<bigint>(texts.length).fill(0n);
  for (const [row, text] of texts.entries()) {
    if (Missing.test(text)) continue;
    if (!Whole.test(text)) return undefined;
    values[row] = BigInt(text.trim().replace(/^\+/, ""));
  }
  const nulls = nullsOf(texts, (text) => Missing.test(text));
  if (values.every((value) => BigInt.asIntN(64, value) === value)) {
    return { name, type: "int64", shape: [], values: BigInt64Array.from(values), ...nulls };
  }
  if (!values.every((value) => BigInt.asUintN(64, value) === value)) return undefined;
  return { name, type: "uint64", shape: [], values: BigUint64Array.from(values), ...nulls };
}

function nullsOf<T>(values: ArrayLike<T>, isNull: (value: T, row: number) => boolean): { nulls: Uint8Array } | object {
  const nulls = new Uint8Array(values.length);
  let any = false;
  for (let row = 0; row < values.length; row++) {
    if (!isNull(values[row] as T, row)) continue;
    nulls[row] = 1;
    any = true;
  }
  return any ? { nulls } : {};
}

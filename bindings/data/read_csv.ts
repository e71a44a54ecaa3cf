/** CSV and TSV into tables: types inferred, nulls marked, comments passed over. */
import type { Column } from "./column.js";
import { CsvTable, checkDelimiter } from "./csv.js";
import { CsvCells, firstLine } from "./csv_cells.js";
import { decodeText } from "./decode_text.js";
import { Room } from "./room.js";
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
  const text = typeof source === "string" ? source : decodeText(source);
  const delimiter = checkDelimiter(options.delimiter ?? guessDelimiter(text, comment));
  const cells = new CsvCells(text, delimiter, comment);
  new Room(text.length).take(ColumnBytes * cells.names.length, "So many columns", () => 0);
  const parsed = new CsvTable(cells);
  const isNumeric = (name: string): boolean => parsed.columns[name] instanceof Float64Array;
  if (missing.length > 0) markMissing(parsed, parsed.names.filter(isNumeric), missing);
  const whole = wholeColumns(
    parsed,
    parsed.names.filter((name) => isNumeric(name) && (parsed.columns[name] as Float64Array).some(isLong)),
  );
  const quoted = quotedCells(
    parsed,
    parsed.names.filter((name) => !isNumeric(name)),
  );
  const columns = parsed.names.map((name): Column => {
    const values = parsed.columns[name]!;
    if (!(values instanceof Float64Array)) return textColumn(name, values, quoted.get(name)!, missing);
    return whole.get(name) ?? { name, type: "float64", shape: [], values, ...nullsOf(values, Number.isNaN) };
  });
  return new Table(columns, parsed.rowCount);
}

/** Bytes that a column takes before any of its values, about. */
const ColumnBytes = 800;

function guessDelimiter(text: string, comment: string): string {
  const header = firstLine(text, comment);
  return header.includes("\t") && !header.includes(",") ? "\t" : ",";
}

const isLong = (value: number): boolean => Math.abs(value) > Number.MAX_SAFE_INTEGER;

/** Spaces do not count. */
function isUsuallyMissing(text: string): boolean {
  const word = text.trim();
  return word.length <= 4 && /^(?:NA|NaN|null)?$/i.test(word);
}

/** Numbers that stand for nulls become NaN. */
function markMissing(table: CsvTable, names: readonly string[], missing: readonly string[]): void {
  const columns = names.map((name) => table.columns[name] as Float64Array);
  table.eachCell(names, (place, start, end, row) => {
    if (missing.includes(table.text.slice(start, end).trim())) columns[place]![row] = NaN;
  });
}

/** Columns of text: of truth values, numbers where it is only the signs of nulls that are none, else text. */
function textColumn(name: string, texts: readonly string[], quoted: Uint8Array | undefined, missing: readonly string[]): Column {
  const isMissing = (text: string): boolean => isUsuallyMissing(text) || missing.includes(text.trim());
  if (missing.length > 0 && texts.some((text) => missing.includes(text.trim()))) {
    const numbers = Float64Array.from(texts, (text) => (isMissing(text) ? NaN : Number(text)));
    if (texts.every((text, row) => isMissing(text) || !Number.isNaN(numbers[row]))) {
      return { name, type: "float64", shape: [], values: numbers, ...nullsOf(numbers, Number.isNaN) };
    }
  }
  if (texts.some((text) => text !== "") && texts.every(isTruthValue)) {
    const values = Uint8Array.from(texts, (text) => (/^true$/i.test(text.trim()) ? 1 : 0));
    return { name, type: "boolean", shape: [], values, ...nullsOf(texts, (text) => text.trim() === "") };
  }
  // A quoted text is none of the usual signs: it may be empty, or the letters NA.
  const isNone = (text: string, row: number): boolean => (quoted?.[row] ? missing.includes(text.trim()) : isMissing(text));
  const nulls = nullsOf(texts, isNone);
  const isWritten = "nulls" in nulls && texts.some((text, row) => text !== "" && nulls.nulls[row] === 1);
  const values = isWritten ? texts.map((text, row) => (nulls.nulls[row] === 1 ? "" : text)) : texts;
  return { name, type: "string", shape: [], values, ...nulls };
}

function isTruthValue(text: string): boolean {
  const word = text.trim();
  return word.length <= 5 && /^(?:true|false)?$/i.test(word);
}

/** Which cells are quoted, by column; undefined where none is. */
function quotedCells(table: CsvTable, names: readonly string[]): Map<string, Uint8Array | undefined> {
  const masks = names.map((): Uint8Array | undefined => undefined);
  if (table.text.includes('"')) {
    table.eachCell(names, (place, start, _, row) => {
      if (table.text[start - 1] !== '"') return;
      masks[place] ??= new Uint8Array(table.rowCount);
      masks[place]![row] = 1;
    });
  }
  return new Map(names.map((name, place) => [name, masks[place]]));
}

/** Digits of the longest integer of 64 bits, with its sign. */
const LongestInteger = 20;

/** Columns in which every cell is a whole number of 64 bits; unsigned where one is too large for a sign. */
function wholeColumns(table: CsvTable, names: readonly string[]): Map<string, Column> {
  const found = names.map(() => ({ values: new BigInt64Array(table.rowCount), isWhole: true, least: 0n, most: 0n }));
  table.eachCell(names, (place, start, end, row) => {
    const column = found[place]!;
    const text = table.text.slice(start, end);
    if (!column.isWhole || isUsuallyMissing(text)) return;
    const word = text.trim();
    column.isWhole = word.length <= LongestInteger && /^[+-]?\d+$/.test(word);
    if (!column.isWhole) return;
    const value = BigInt(word.replace(/^\+/, ""));
    if (value < column.least) column.least = value;
    if (value > column.most) column.most = value;
    // A value from 2^63 on wraps around, and is itself again when the same bytes are taken as unsigned.
    column.values[row] = value;
  });
  const columns = new Map<string, Column>();
  for (const [place, { values, isWhole, least, most }] of found.entries()) {
    const name = names[place]!;
    const nulls = nullsOf(table.columns[name] as Float64Array, Number.isNaN);
    const isSigned = least >= -(2n ** 63n) && most < 2n ** 63n;
    const isUnsigned = least >= 0n && most < 2n ** 64n;
    if (!isWhole || !(isSigned || isUnsigned)) continue;
    if (isSigned) columns.set(name, { name, type: "int64", shape: [], values, ...nulls });
    else columns.set(name, { name, type: "uint64", shape: [], values: new BigUint64Array(values.buffer), ...nulls });
  }
  return columns;
}

function nullsOf<T>(values: ArrayLike<T>, isNull: (value: T, row: number) => boolean): { nulls: Uint8Array } | object {
  let nulls: Uint8Array | undefined;
  for (let row = 0; row < values.length; row++) {
    if (!isNull(values[row] as T, row)) continue;
    nulls ??= new Uint8Array(values.length);
    nulls[row] = 1;
  }
  return nulls === undefined ? {} : { nulls };
}

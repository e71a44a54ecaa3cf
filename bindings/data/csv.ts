/**
 * Reading CSV with a header line into columns: Float64Array where every cell is a number or missing, else strings as they
 * stand. Missing is an empty cell, NA or NaN, and is NaN among numbers. Lines end in \n, \r\n or \r; empty lines are passed over.
 */
import { WasmcmcError } from "../errors.js";
import { CsvCells } from "./csv_cells.js";
import { CsvError } from "./csv_error.js";
import { parseNumber } from "./number.js";

export { CsvError };

export interface CsvOptions {
  /** One character; a comma when absent. */
  readonly delimiter?: string;
}

export type CsvColumn = Float64Array | readonly string[];

const Missing = /^\s*(?:NA|NaN)?\s*$/i;

export class CsvTable {
  readonly names: readonly string[];
  readonly rowCount: number;
  readonly columns: Readonly<Record<string, CsvColumn>>;
  readonly #cells: CsvCells;

  constructor(cells: CsvCells) {
    this.#cells = cells;
    this.names = headerOf(cells);
    this.rowCount = cells.rowCount - 1;
    this.columns = Object.fromEntries(this.names.map((name, place) => [name, this.#numbersAt(place) ?? this.#stringsAt(place)]));
  }

  /** A numeric column. Throws where there is none of that name, and names the first cell that is no number. */
  numbers(name: string): Float64Array {
    const place = this.#placeOf(name);
    const column = this.columns[name]!;
    if (column instanceof Float64Array) return column;
    const row = column.findIndex((cell) => Number.isNaN(parseNumber(cell, 0, cell.length)) && !Missing.test(cell));
    const line = this.#cells.lineOf((row + 1) * this.names.length + place);
    throw new CsvError(
      `"${column[row]}" in the column "${name}" is not a number.`,
      "Correct it, or leave the cell empty.",
      line,
      place + 1,
      {
        variable: name,
        row,
        value: column[row],
      },
    );
  }

  /** A column as text, as it stands in the file. */
  strings(name: string): readonly string[] {
    return this.#stringsAt(this.#placeOf(name));
  }

  /** 1 for each row in which the cell of the column is quoted. */
  isQuoted(name: string): Uint8Array {
    const place = this.#placeOf(name);
    return Uint8Array.from({ length: this.rowCount }, (_, row) =>
      this.#cells.isQuoted((row + 1) * this.names.length + place) ? 1 : 0,
    );
  }

  #placeOf(name: string): number {
    const place = this.names.indexOf(name);
    if (place >= 0) return place;
    throw new WasmcmcError({
      code: "missing-column",
      problem: `The table has no column "${name}".`,
      remedy: `It has ${this.names.map((known) => `"${known}"`).join(", ")}.`,
      variable: name,
    });
  }

  #stringsAt(place: number): string[] {
    return Array.from({ length: this.rowCount }, (_, row) => this.#cells.at((row + 1) * this.names.length + place));
  }

  #numbersAt(place: number): Float64Array | undefined {
    const cells = this.#cells;
    const column = new Float64Array(this.rowCount);
    for (let row = 0; row < column.length; row++) {
      const cell = (row + 1) * cells.width + place;
      const value = parseNumber(cells.text, cells.start(cell), cells.end(cell));
      if (Number.isNaN(value) && !Missing.test(cells.at(cell))) return undefined;
      column[row] = value;
    }
    return column;
  }
}

/**
 * Parses a whole file, given as text or as UTF-8 bytes (a Buffer is one).
 *
 *     const { x, y } = parseCsv("x,y\n1,2\n3,4\n").columns
 */
export function parseCsv(source: string | Uint8Array, options: CsvOptions = {}): CsvTable {
  const text = typeof source === "string" ? source : decode(source);
  return new CsvTable(new CsvCells(text, checkDelimiter(options.delimiter ?? ",")));
}

function headerOf(cells: CsvCells): string[] {
  if (cells.width === 0) throw new CsvError("There is no header line.", "Put the names of the columns in the first line.", 1, 1);
  const names = Array.from({ length: cells.width }, (_, place) => cells.at(place).trim());
  for (const [place, name] of names.entries()) {
    if (names.indexOf(name) === place) continue;
    const problem = `The column name "${name}" occurs twice.`;
    throw new CsvError(problem, "Give every column its own name.", cells.lineOf(place), place + 1, {
      variable: name,
      value: name,
    });
  }
  return names;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new WasmcmcError({
      code: "damaged-csv",
      problem: "The bytes are not UTF-8 text.",
      remedy: "Convert the file to UTF-8, or decode it yourself and pass the text.",
      cause,
    });
  }
}

function checkDelimiter(delimiter: string): number {
  if (delimiter.length === 1 && !'"\r\n'.includes(delimiter)) return delimiter.charCodeAt(0);
  throw new WasmcmcError({
    code: "bad-option",
    problem: `${JSON.stringify(delimiter)} cannot separate cells.`,
    remedy: 'Pass one character, such as ";" or "\\t".',
    variable: "delimiter",
    value: delimiter,
  });
}

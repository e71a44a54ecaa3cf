/**
 * Reading CSV with a header line into columns: Float64Array where every cell is a number or missing, else strings as they
 * stand. Missing is an empty cell, NA or NaN, and is NaN among numbers. Lines end in \n, \r\n or \r; empty lines are passed over.
 */
import { WasmcmcError } from "../errors.js";
import { CsvCells } from "./csv_cells.js";
import { CsvError } from "./csv_error.js";
import { parseNumber } from "./number.js";
import { emptyTexts } from "./text_array.js";

export { CsvError };

export interface CsvOptions {
  /** One character; a comma when absent. */
  readonly delimiter?: string;
}

export type CsvColumn = Float64Array | readonly string[];

export class CsvTable {
  readonly names: readonly string[];
  readonly rowCount: number;
  readonly columns: Readonly<Record<string, CsvColumn>>;
  readonly #cells: CsvCells;

  constructor(cells: CsvCells) {
    this.#cells = cells;
    this.names = cells.names;
    const { numbers, rowCount } = numbersOf(cells);
    this.rowCount = rowCount;
    const textNames = this.names.filter((_, place) => numbers[place] === undefined);
    const texts = this.#texts(textNames);
    this.columns = Object.fromEntries(this.names.map((name, place) => [name, numbers[place] ?? texts.get(name)!]));
  }

  /** A numeric column. Throws where there is none of that name, and names the first cell that is no number. */
  numbers(name: string): Float64Array {
    const wanted = this.#placeOf(name);
    const column = this.columns[name]!;
    if (column instanceof Float64Array) return column;
    this.eachCell([name], (_, start, end, row) => {
      if (!Number.isNaN(parseNumber(this.#cells.text, start, end)) || isMissing(this.#cells.text, start, end)) return;
      throw new CsvError(
        `"${column[row]}" in the column "${name}" is not a number.`,
        "Correct it, or leave the cell empty.",
        this.#cells.lineAt(start),
        wanted + 1,
        { variable: name, row, value: column[row] },
      );
    });
    return Float64Array.from(column, Number);
  }

  /** A column as text, as it stands in the file. */
  strings(name: string): readonly string[] {
    this.#placeOf(name);
    return this.#texts([name]).get(name)!;
  }

  /** The text of the file, in which `eachCell` names places. */
  get text(): string {
    return this.#cells.text;
  }

  /** Calls `take` for each cell of some columns, in one pass over the file; `place` is the column's among the names given. */
  eachCell(names: readonly string[], take: (place: number, start: number, end: number, row: number) => void): void {
    const places = new Map(names.map((name, place) => [name, place]));
    const wanted = Int32Array.from(this.names, (name) => places.get(name) ?? -1);
    if (names.length === 0) return;
    this.#cells.each((column, start, end, row) => {
      if (wanted[column]! >= 0) take(wanted[column]!, start, end, row);
    });
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

  #texts(names: readonly string[]): Map<string, string[]> {
    const texts = names.map(() => emptyTexts(this.rowCount));
    this.eachCell(names, (place, start, end, row) => {
      texts[place]![row] = this.#cells.at(start, end);
    });
    return new Map(names.map((name, place) => [name, texts[place]!]));
  }
}

/** Empty, NA or NaN, spaces aside. */
function isMissing(text: string, start: number, end: number): boolean {
  if (start === end) return true;
  const word = text.slice(start, end).trim();
  return word.length <= 3 && /^(?:NA|NaN)?$/i.test(word);
}

/** The columns in which every cell is a number or missing, and undefined for the others. */
function numbersOf(cells: CsvCells): { numbers: (Float64Array | undefined)[]; rowCount: number } {
  const most = cells.mostRows;
  const numbers = cells.names.map((): Float64Array | undefined => new Float64Array(most));
  const rowCount = cells.each((column, start, end, row) => {
    const values = numbers[column];
    if (values === undefined) return;
    const value = parseNumber(cells.text, start, end);
    if (Number.isNaN(value) && !isMissing(cells.text, start, end)) numbers[column] = undefined;
    else values[row] = value;
  });
  return { numbers: rowCount === most ? numbers : numbers.map((values) => values?.slice(0, rowCount)), rowCount };
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

export function checkDelimiter(delimiter: string): number {
  if (delimiter.length === 1 && !'"\r\n'.includes(delimiter)) return delimiter.charCodeAt(0);
  throw new WasmcmcError({
    code: "bad-option",
    problem: `${JSON.stringify(delimiter)} cannot separate cells.`,
    remedy: 'Pass one character, such as ";" or "\\t".',
    variable: "delimiter",
    value: delimiter,
  });
}

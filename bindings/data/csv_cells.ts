/**
 * Cutting CSV text (RFC 4180) into cells, row by row. Nothing of the cells is kept: whoever wants them again cuts again, which takes less
 * time than the memory of their places would.
 */
import { CsvError } from "./csv_error.js";
import { textPool } from "./text_pool.js";

const Quote = 34;
const NewLine = 10;
const Return = 13;

/** Told of each cell: where its text starts and ends, in its quotes where it has them. */
export type TakeCell = (column: number, start: number, end: number, row: number) => void;

/** A quoted cell starts after its quote, and no other cell does. */
export class CsvCells {
  /** Of the columns, from the first line. */
  readonly names: readonly string[];
  readonly #firstRow: number;
  readonly #pool: (start: number, end: number) => string;
  #cellStart = 0;
  #cellEnd = 0;

  /** Lines that start with `comment` are passed over, unless it is empty. */
  constructor(
    readonly text: string,
    readonly delimiter: number,
    readonly comment = "",
  ) {
    this.#pool = textPool(text);
    const names: string[] = [];
    const starts: number[] = [];
    const start = this.#rowAfter(firstPlace(text));
    if (start >= text.length) throw noHeader();
    this.names = names;
    this.#firstRow = this.#cutRow(start, -1, (_, from, to) => {
      names.push(this.at(from, to).trim());
      starts.push(from);
    });
    this.#checkNames(starts);
  }

  /** Calls `take` for each cell after the header; gives the number of rows. Throws where a row has another number of cells. */
  each(take: TakeCell): number {
    const { length } = this.text;
    let row = 0;
    for (let place = this.#rowAfter(this.#firstRow); place < length; place = this.#rowAfter(place)) {
      place = this.#cutRow(place, row++, take);
    }
    return row;
  }

  /** No file of this text has more rows. */
  get mostRows(): number {
    const last = this.text.charCodeAt(this.text.length - 1);
    let ends = last === NewLine || last === Return ? -1 : 0;
    for (let place = this.#firstRow; place < this.text.length; place++) {
      const code = this.text.charCodeAt(place);
      if (code === NewLine || (code === Return && this.text.charCodeAt(place + 1) !== NewLine)) ends++;
    }
    // Each cell is followed by a delimiter or a line's end.
    return Math.min(Math.max(0, ends), Math.ceil((this.text.length - this.#firstRow + 1) / this.names.length));
  }

  /** The text of the cell between two places, quotes undone. */
  at(start: number, end: number): string {
    const text = this.#pool(start, end);
    return this.isQuoted(start) ? text.replaceAll('""', '"') : text;
  }

  isQuoted(start: number): boolean {
    return this.text.charCodeAt(start - 1) === Quote;
  }

  /** The line, counted from 1, of a place; lines end in \n, \r\n or a lone \r. */
  lineAt(place: number): number {
    let line = 1;
    for (let i = 0; i < place; i++) {
      const code = this.text.charCodeAt(i);
      if (code === NewLine || (code === Return && this.text.charCodeAt(i + 1) !== NewLine)) line++;
    }
    return line;
  }

  /** The place at which the next row starts: not an empty line, nor a comment. */
  #rowAfter(from: number): number {
    const { text, comment } = this;
    let place = from;
    for (; place < text.length; place++) {
      const code = text.charCodeAt(place);
      if (code === NewLine || code === Return) continue;
      if (comment === "" || !text.startsWith(comment, place)) break;
      place = endOfLine(text, place) - 1;
    }
    return place;
  }

  /** Cuts one row (-1 is the header) and returns the place after it. */
  #cutRow(from: number, row: number, take: TakeCell): number {
    const { text, delimiter } = this;
    const width = row < 0 ? Infinity : this.names.length;
    let place = from;
    let column = 0;
    for (; ; place++) {
      place = this.#cutCell(place, row, column);
      if (column < width) take(column, this.#cellStart, this.#cellEnd, row);
      column++;
      if (text.charCodeAt(place) !== delimiter) break;
    }
    if (row >= 0 && column !== width) throw this.#ragged(from, row, column);
    return place;
  }

  /** Cuts one cell and returns the place of the delimiter or line end after it (the text's end counts as one). */
  #cutCell(from: number, row: number, column: number): number {
    const { text, delimiter } = this;
    let place = from;
    if (text.charCodeAt(place) === Quote) return this.#cutQuoted(from, row, column);
    for (; place < text.length; place++) {
      const code = text.charCodeAt(place);
      if (code === delimiter || code === NewLine || code === Return) break;
    }
    this.#cellStart = from;
    this.#cellEnd = place;
    return place;
  }

  #cutQuoted(from: number, row: number, column: number): number {
    const { text } = this;
    let place = from;
    do {
      place = text.indexOf('"', place + 1);
      if (place < 0) {
        const remedy = "Close the quote, or remove the one that opens it.";
        throw this.#broken("A quoted cell is not closed.", remedy, from, row, column);
      }
    } while (text.charCodeAt(++place) === Quote);
    this.#cellStart = from + 1;
    this.#cellEnd = place - 1;
    const code = text.charCodeAt(place);
    if (place === text.length || code === this.delimiter || code === NewLine || code === Return) return place;
    throw this.#broken("Text follows a closing quote.", 'Write a quote inside a quoted cell twice ("").', from, row, column);
  }

  #checkNames(starts: readonly number[]): void {
    const seen = new Set<string>();
    for (const [place, name] of this.names.entries()) {
      if (seen.has(name)) {
        const problem = `The column name "${name}" occurs twice.`;
        const line = this.lineAt(starts[place]!);
        throw new CsvError(problem, "Give every column its own name.", line, place + 1, { variable: name, value: name });
      }
      seen.add(name);
    }
  }

  #broken(problem: string, remedy: string, start: number, row: number, column: number): CsvError {
    const value = this.text.slice(start, start + 20);
    return new CsvError(problem, remedy, this.lineAt(start), column + 1, { ...this.#where(row, column), value });
  }

  #ragged(start: number, row: number, cells: number): CsvError {
    const width = this.names.length;
    const column = Math.min(cells, width);
    const remedy =
      cells > width ? "Quote the cells that contain a delimiter." : "Fill the row up; a missing number is an empty cell.";
    const problem = `The row has ${cells} cells but the header has ${width}.`;
    return new CsvError(problem, remedy, this.lineAt(start), column + 1, { ...this.#where(row, column), value: cells });
  }

  #where(row: number, column: number): { variable: string | undefined; row: number | undefined } {
    return row < 0 ? { variable: undefined, row: undefined } : { variable: this.names[column], row };
  }
}

function noHeader(): CsvError {
  return new CsvError("There is no header line.", "Put the names of the columns in the first line.", 1, 1);
}

/** After a byte order mark. */
function firstPlace(text: string): number {
  return text.charCodeAt(0) === 0xfeff ? 1 : 0;
}

/** The text of the first line that is neither empty nor a comment. */
export function firstLine(text: string, comment: string): string {
  for (let place = firstPlace(text); place < text.length; ) {
    const end = endOfLine(text, place);
    if (end > place && (comment === "" || !text.startsWith(comment, place))) return text.slice(place, end);
    place = end + 1;
  }
  return "";
}

function endOfLine(text: string, from: number): number {
  let place = from;
  for (; place < text.length; place++) {
    const code = text.charCodeAt(place);
    if (code === NewLine || code === Return) break;
  }
  return place;
}

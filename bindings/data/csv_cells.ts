/** Cutting CSV text (RFC 4180) into cells. Only offsets are kept, so that a column of numbers never becomes strings. */
import { CsvError } from "./csv_error.js";

const Quote = 34;
const NewLine = 10;
const Return = 13;

/** Cells row by row, `width` in each. A quoted cell starts after its quote, and no other cell does. */
export class CsvCells {
  width = 0;
  #count = 0;
  #starts = new Int32Array(1024);
  #ends = new Int32Array(1024);

  constructor(
    readonly text: string,
    readonly delimiter: number,
  ) {
    let place = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    while (place < text.length) {
      const code = text.charCodeAt(place);
      if (code === NewLine || code === Return) place++;
      else place = this.#cutRow(place);
    }
  }

  get rowCount(): number {
    return this.width === 0 ? 0 : this.#count / this.width;
  }

  start(cell: number): number {
    return this.#starts[cell]!;
  }

  end(cell: number): number {
    return this.#ends[cell]!;
  }

  /** A cell's text, quotes undone. */
  at(cell: number): string {
    const start = this.start(cell);
    const text = this.text.slice(start, this.end(cell));
    return this.isQuoted(cell) ? text.replaceAll('""', '"') : text;
  }

  isQuoted(cell: number): boolean {
    return this.text.charCodeAt(this.start(cell) - 1) === Quote;
  }

  /** The line, counted from 1, on which a cell starts. */
  lineOf(cell: number): number {
    return lineAt(this.text, this.start(cell));
  }

  /** Cuts one row and returns the place after it. */
  #cutRow(from: number): number {
    const first = this.#count;
    let place = from;
    for (;;) {
      place = this.#cutCell(place, first);
      const code = this.text.charCodeAt(place);
      if (code !== this.delimiter) break;
      place++;
    }
    const cells = this.#count - first;
    if (first === 0) this.width = cells;
    else if (cells !== this.width) throw this.#ragged(first, cells);
    return place;
  }

  /** Cuts one cell and returns the place of the delimiter or line end after it (the text's end counts as one). */
  #cutCell(from: number, rowStart: number): number {
    const { text } = this;
    let place = from;
    if (text.charCodeAt(place) === Quote) {
      do place = this.#closingQuote(place + 1, from, rowStart);
      while (text.charCodeAt(++place) === Quote);
      this.#push(from + 1, place - 1);
      const code = text.charCodeAt(place);
      if (place === text.length || code === this.delimiter || code === NewLine || code === Return) return place;
      throw this.#broken("Text follows a closing quote.", 'Write a quote inside a quoted cell twice ("").', from, rowStart, -1);
    }
    for (; place < text.length; place++) {
      const code = text.charCodeAt(place);
      if (code === this.delimiter || code === NewLine || code === Return) break;
    }
    this.#push(from, place);
    return place;
  }

  #closingQuote(from: number, cellStart: number, rowStart: number): number {
    const place = this.text.indexOf('"', from);
    if (place >= 0) return place;
    throw this.#broken(
      "A quoted cell is not closed.",
      "Close the quote, or remove the one that opens it.",
      cellStart,
      rowStart,
      0,
    );
  }

  #push(start: number, end: number): void {
    if (this.#count === this.#starts.length) {
      this.#starts = grown(this.#starts);
      this.#ends = grown(this.#ends);
    }
    this.#starts[this.#count] = start;
    this.#ends[this.#count++] = end;
  }

  /** An error in the cell that is being cut; `pushed` is -1 when it is among the cells already, else 0. */
  #broken(problem: string, remedy: string, cellStart: number, rowStart: number, pushed: number): CsvError {
    const place = this.#count - rowStart + pushed;
    const value = this.text.slice(cellStart, cellStart + 20);
    return new CsvError(problem, remedy, lineAt(this.text, cellStart), place + 1, { ...this.#where(rowStart, place), value });
  }

  #ragged(first: number, cells: number): CsvError {
    const place = Math.min(cells, this.width);
    const remedy =
      cells > this.width ? "Quote the cells that contain a delimiter." : "Fill the row up; a missing number is an empty cell.";
    const problem = `The row has ${cells} cells but the header has ${this.width}.`;
    return new CsvError(problem, remedy, this.lineOf(first), place + 1, { ...this.#where(first, place), value: cells });
  }

  #where(rowStart: number, place: number): { variable: string | undefined; row: number | undefined } {
    if (rowStart === 0) return { variable: undefined, row: undefined };
    return { variable: place < this.width ? this.at(place) : undefined, row: rowStart / this.width - 1 };
  }
}

function grown(offsets: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * offsets.length);
  larger.set(offsets);
  return larger;
}

/** Lines end in \n, \r\n or a lone \r. */
function lineAt(text: string, place: number): number {
  return (text.slice(0, place).match(/\r\n|\n|\r/g) ?? []).length + 1;
}

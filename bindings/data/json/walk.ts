/**
 * The way through a table in JSON: an object of columns, or an array of rows. It is gone twice: first to see what the columns hold, then to
 * fill arrays of just that size, so that nothing is in memory but the file and the table.
 */
import { damagedJson, type JsonScanner, Token } from "./scanner.js";

/** What is told of a column's cells. The scanner holds the token's place. */
export interface CellTaker {
  readonly name: string;
  /** A cell that is no array. */
  scalar(token: number, row: number): void;
  /** A cell that is an array: its start, its elements with the depth of their array, the ends of arrays, its own end. */
  startArray(row: number): void;
  element(token: number, depth: number): void;
  endInner(depth: number, length: number): void;
  endArray(row: number): void;
}

/** The columns by their names. */
export interface Columns {
  /** The column whose name the scanner has just read; `row` is -1 in an object of columns. */
  find(row: number): CellTaker;
}

const DeepestNesting = 32;

/** Goes through all cells; gives the number of rows. */
export function walkTable(scanner: JsonScanner, columns: Columns): number {
  scanner.reset();
  const token = scanner.next();
  if (token !== Token.Array && token !== Token.Object) {
    throw damagedJson("The JSON is neither an object of columns nor an array of rows", scanner.start);
  }
  const rows = token === Token.Array ? walkRows(scanner, columns) : walkColumns(scanner, columns);
  scanner.finish();
  return rows;
}

function walkRows(scanner: JsonScanner, columns: Columns): number {
  let row = 0;
  if (scanner.closes()) return 0;
  do {
    if (scanner.next() !== Token.Object) throw damagedJson(`Row ${row} is not an object`, scanner.start);
    if (!scanner.closes(true)) {
      do {
        scanner.name();
        walkCell(scanner, columns.find(row), row);
      } while (scanner.goesOn(true));
    }
    row++;
  } while (scanner.goesOn());
  return row;
}

function walkColumns(scanner: JsonScanner, columns: Columns): number {
  let rows = -1;
  if (scanner.closes(true)) return 0;
  do {
    scanner.name();
    const column = columns.find(-1);
    const isArray = scanner.next() === Token.Array;
    const { start } = scanner;
    let row = 0;
    if (isArray && !scanner.closes()) {
      do walkCell(scanner, column, row++);
      while (scanner.goesOn());
    }
    if (!isArray || (rows >= 0 && row !== rows)) {
      const expected = rows < 0 ? "values" : `${rows} values`;
      throw damagedJson(`The column "${column.name}" is no array of ${expected}`, start, undefined, { variable: column.name });
    }
    rows = row;
  } while (scanner.goesOn(true));
  return rows;
}

function walkCell(scanner: JsonScanner, column: CellTaker, row: number): void {
  const token = scanner.next();
  if (token === Token.Object) throw badCell("is an object", column, row, scanner.start);
  if (token !== Token.Array) column.scalar(token, row);
  else {
    column.startArray(row);
    walkArray(scanner, column, row, 0);
    column.endArray(row);
  }
}

function walkArray(scanner: JsonScanner, column: CellTaker, row: number, depth: number): void {
  if (depth > DeepestNesting) throw badCell("is nested too deeply", column, row, scanner.start);
  let length = 0;
  if (!scanner.closes()) {
    do {
      const token = scanner.next();
      if (token === Token.Object) throw badCell("has an object in it", column, row, scanner.start);
      if (token === Token.Array) walkArray(scanner, column, row, depth + 1);
      else column.element(token, depth);
      length++;
    } while (scanner.goesOn());
  }
  column.endInner(depth, length);
}

export function badCell(problem: string, { name }: { readonly name: string }, row: number, byteOffset: number): Error {
  return damagedJson(`Row ${row} of the column "${name}" ${problem}`, byteOffset, undefined, { variable: name, row });
}

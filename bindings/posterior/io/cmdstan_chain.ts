/** One of CmdStan's CSV files: columns, rows of numbers, and comments between them. */
import { parseNumber } from "../../data/number.js";
import type { WasmcmcError } from "../../errors.js";
import { Comments } from "./cmdstan_comments.js";
import { damagedAt } from "./damaged_at.js";
import { unsupportedFile } from "./file_errors.js";

/** What a file holds: a chain, warm-up first. */
export interface Chain {
  readonly columns: readonly string[];
  /** Row by row. */
  readonly cells: Float64Array;
  readonly warmup: number;
  readonly draws: number;
  readonly comments: Comments;
}

/** Reads one file; `file` is its place among others, for errors. */
export function readChain(text: string, file: number): Chain {
  const comments = new Comments();
  let columns: string[] | undefined;
  let cells = new Float64Array(1024);
  let rows = 0;
  let line = 0;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const next = newline < 0 ? text.length : newline;
    const end = text.charCodeAt(next - 1) === 13 ? next - 1 : next;
    line++;
    if (text.charCodeAt(start) === 35) comments.take(text.slice(start + 1, end), rows);
    else if (end > start && columns === undefined) columns = header(text.slice(start, end), file, line);
    else if (end > start) {
      const width = columns!.length;
      if ((rows + 1) * width > cells.length) {
        const more = new Float64Array(2 * (rows + 1) * width);
        more.set(cells);
        cells = more;
      }
      readRow(text, start, end, cells.subarray(rows * width, (rows + 1) * width), { file, line, columns: columns! });
      rows++;
    }
    start = next + 1;
  }
  if (columns === undefined) throw damaged(file, line, "it ends before the names of columns");
  checkMethod(comments);
  const warmup = Math.min(rows, warmupRows(comments));
  return { columns, cells, warmup, draws: rows - warmup, comments };
}

function header(text: string, file: number, line: number): string[] {
  const columns = text.split(",").map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
  const repeated = columns.find((name, place) => name === "" || columns.indexOf(name) !== place);
  if (repeated !== undefined)
    throw damaged(file, line, repeated === "" ? "a column has no name" : `two columns are named ${repeated}`);
  const number = columns.find((name) => !Number.isNaN(Number(name)));
  if (number !== undefined) throw damaged(file, line, `a column is named ${number}: the names of columns are missing`);
  return columns;
}

interface RowPlace {
  readonly file: number;
  readonly line: number;
  readonly columns: readonly string[];
}

function readRow(text: string, start: number, end: number, cells: Float64Array, { file, line, columns }: RowPlace): void {
  let from = start;
  for (let k = 0; k < cells.length; k++) {
    const comma = text.indexOf(",", from);
    const isLast = comma < 0 || comma >= end;
    const to = isLast ? end : comma;
    const value = parseNumber(text, from, to);
    if (Number.isNaN(value) && !/^\s*[-+]?nan\s*$/i.test(text.slice(from, to)))
      throw damaged(
        file,
        line,
        `"${text.slice(from, Math.min(to, from + 20))}" in the column ${columns[k]} is no number`,
        columns[k],
      );
    cells[k] = value;
    if (isLast !== (k === cells.length - 1)) {
      const found = text.slice(start, end).split(",").length;
      throw damaged(file, line, `there are ${found} cells where there are ${cells.length} columns`);
    }
    from = to + 1;
  }
}

function checkMethod({ settings }: Comments): void {
  const method = settings.get("method");
  if (method !== "optimize" && method !== "variational" && method !== "diagnose") return;
  throw unsupportedFile(`This file is of the method "${method}".`, "Draws come from the method sample.", "method", method);
}

/** CmdStan keeps each `thin`-th iteration of warm-up, the first of them first. */
function warmupRows(comments: Comments): number {
  if ((comments.number("save_warmup") ?? 0) !== 1) return 0;
  if (comments.adaptedAfter !== undefined) return comments.adaptedAfter;
  return Math.ceil((comments.number("num_warmup") ?? 0) / (comments.number("thin") ?? 1));
}

function damaged(file: number, line: number, problem: string, variable?: string): WasmcmcError {
  return damagedAt("a CSV file of CmdStan's", `line ${line} of file ${file}`, problem, line, variable);
}

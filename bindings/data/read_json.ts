/** JSON into tables: an object of columns, or an array of rows. */
import { WasmcmcError } from "../errors.js";
import { type Cell, columnOfCells, typeOf } from "./cells.js";
import type { Column, ColumnType } from "./column.js";
import { columnOfLists } from "./list_cells.js";
import { Table } from "./table.js";

/**
 * A table from JSON text: `{"x": [1, 2], "y": [3, null]}` or `[{"x": 1, "y": 3}, {"x": 2}]`. null and what is missing are nulls. Whole
 * numbers beyond 2^53 (source ids) make a column int64 (uint64 from 2^63 on), exactly. Cells may be arrays of one shape, or of varying length.
 */
export function readJson(source: string | Uint8Array): Table {
  const text = typeof source === "string" ? source : new TextDecoder().decode(source);
  let value: unknown;
  try {
    value = JSON.parse(keepLongIntegers(text));
  } catch (cause) {
    throw wrong(`The text is not JSON: ${(cause as Error).message}.`, cause);
  }
  const columns = Array.isArray(value) ? byColumn(value) : value;
  if (typeof columns !== "object" || columns === null)
    throw wrong("The JSON is neither an object of columns nor an array of rows.");
  const entries = Object.entries(columns as Record<string, unknown>);
  const lengths = entries.map(([, cells]) => (Array.isArray(cells) ? cells.length : NaN));
  const odd = lengths.findIndex((length) => length !== lengths[0]);
  if (odd >= 0) throw wrong(`The column "${entries[odd]![0]}" is no array of ${lengths[0]} values.`);
  return new Table(
    entries.map(([name, cells]) => columnOf(name, cells as unknown[])),
    lengths[0] ?? 0,
  );
}

function byColumn(rows: readonly unknown[]): Record<string, unknown[]> {
  const names = new Set<string>();
  for (const [place, row] of rows.entries()) {
    if (typeof row !== "object" || row === null || Array.isArray(row)) throw wrong(`Row ${place} is not an object.`);
    for (const name of Object.keys(row)) names.add(name);
  }
  return Object.fromEntries([...names].map((name) => [name, rows.map((row) => (row as Record<string, unknown>)[name] ?? null)]));
}

/** Starts the text that stands for an integer of many digits until it is a bigint; no text of a file starts so by chance. */
const LongInteger = "\u{10FFFF}integer ";

/** JSON.parse rounds integers beyond 2^53: those of 16 digits and more are put in quotes before. */
function keepLongIntegers(text: string): string {
  if (!/\d{16}/.test(text)) return text;
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g, (token) =>
    /^-?[1-9]\d{15,19}$/.test(token) ? `"${LongInteger}${token}"` : token,
  );
}

function columnOf(name: string, given: readonly unknown[]): Column {
  const cells = given.map((cell, row) => restored(cell, () => wrong(`Row ${row} of the column "${name}" is nested too deeply.`)));
  const row = cells.findIndex((cell) => typeof cell === "object" && cell !== null && !Array.isArray(cell));
  if (row >= 0) throw wrong(`Row ${row} of the column "${name}" is an object.`);
  if (!cells.some(Array.isArray)) return columnOfCells(name, ...typed(cells as Cell[]));
  return columnOfArrays(name, cells);
}

const DeepestNesting = 32;

function restored(cell: unknown, tooDeep: () => Error, depth = 0): unknown {
  if (depth > DeepestNesting) throw tooDeep();
  if (Array.isArray(cell)) return cell.map((element) => restored(element, tooDeep, depth + 1));
  return typeof cell === "string" && cell.startsWith(LongInteger) ? BigInt(cell.slice(LongInteger.length)) : cell;
}

/** Whole numbers are bigints where one of them has to be. */
function typed(cells: Cell[]): [Cell[], ColumnType] {
  if (!cells.some((cell) => typeof cell === "bigint")) return [cells, typeOf(cells)];
  const isWhole = cells.every((cell) => cell == null || typeof cell === "bigint" || Number.isInteger(cell));
  if (!isWhole) return [cells.map((cell) => (typeof cell === "bigint" ? Number(cell) : cell)), "float64"];
  const whole = cells.map((cell) => (typeof cell === "number" ? BigInt(cell) : cell)) as (bigint | null)[];
  if (whole.every((cell) => cell === null || BigInt.asIntN(64, cell) === cell)) return [whole, "int64"];
  if (whole.every((cell) => cell === null || BigInt.asUintN(64, cell) === cell)) return [whole, "uint64"];
  return [whole.map((cell) => (cell === null ? null : Number(cell))), "float64"];
}

/** Arrays of one shape, else of varying length. */
function columnOfArrays(name: string, cells: readonly unknown[]): Column {
  const shapes = cells.map((cell) => (cell === null ? undefined : shapeOf(cell)));
  const shape = shapes[0];
  const lists = cells.map((cell) => (Array.isArray(cell) ? (cell.flat(Number.POSITIVE_INFINITY) as Cell[]) : null));
  const row = cells.findIndex((cell, place) => cell !== null && (shapes[place]?.length !== 1 || !isFlat(cell)));
  const [flat, type] = typed(lists.flatMap((list) => list ?? []));
  const ends = [0];
  for (const list of lists) ends.push((ends.at(-1) as number) + (list?.length ?? 0));
  const exact = lists.map((_, place) => flat.slice(ends[place], ends[place + 1]));
  const { offsets, ...column } = columnOfLists(name, exact, type);
  const isEven = shape !== undefined && cells.every((cell) => fits(cell, shape));
  if (isEven) return { ...column, shape };
  if (row < 0) return { ...column, offsets: offsets as Uint32Array };
  throw wrong(`Row ${row} of the column "${name}" is no array of values, or has another shape than the rows before it.`);
}

const shapeOf = (cell: unknown): number[] => (Array.isArray(cell) ? [cell.length, ...shapeOf(cell[0])] : []);
const isFlat = (cell: unknown): boolean =>
  Array.isArray(cell) && !cell.some((element) => typeof element === "object" && element !== null);

function fits(cell: unknown, [length, ...inner]: readonly number[]): boolean {
  if (length === undefined) return typeof cell !== "object" || cell === null;
  return Array.isArray(cell) && cell.length === length && cell.every((element) => fits(element, inner));
}

function wrong(problem: string, cause?: unknown): WasmcmcError {
  return new WasmcmcError({ code: "damaged-file", problem, remedy: 'Write columns: {"x": [1, 2], "y": [3, 4]}.', cause });
}

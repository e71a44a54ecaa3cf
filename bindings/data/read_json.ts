/** JSON into tables: an object of columns, or an array of rows. */
import { WasmcmcError } from "../errors.js";
import { type Cell, columnOfCells } from "./cells.js";
import { Table } from "./table.js";

/**
 * A table from JSON text: `{"x": [1, 2], "y": [3, null]}` or `[{"x": 1, "y": 3}, {"x": 2}]`. null and what is missing are nulls.
 */
export function readJson(source: string | Uint8Array): Table {
  const text = typeof source === "string" ? source : new TextDecoder().decode(source);
  let value: unknown;
  try {
    value = JSON.parse(text);
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
  for (const [name, cells] of entries) {
    const row = (cells as unknown[]).findIndex((cell) => typeof cell === "object" && cell !== null);
    if (row >= 0) throw wrong(`Row ${row} of the column "${name}" is an array or an object.`);
  }
  return new Table(
    entries.map(([name, cells]) => columnOfCells(name, cells as Cell[])),
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

function wrong(problem: string, cause?: unknown): WasmcmcError {
  return new WasmcmcError({ code: "damaged-file", problem, remedy: 'Write columns: {"x": [1, 2], "y": [3, 4]}.', cause });
}

/** JSON into tables: an object of columns, or an array of rows. */
import { ColumnFill, type ShortTexts } from "./json/fill.js";
import { KnownColumns, SurveyedColumns } from "./json/names.js";
import { JsonScanner } from "./json/scanner.js";
import { walkTable } from "./json/walk.js";
import { Room } from "./room.js";
import { Table } from "./table.js";

/**
 * A table from JSON text: `{"x": [1, 2], "y": [3, null]}` or `[{"x": 1, "y": 3}, {"x": 2}]`. null and what is missing are nulls. Where a
 * column has whole numbers from 2^53 on (source ids) and no others, it is int64 (uint64 from 2^63 on), exactly. Cells may be arrays of one
 * shape, or of varying length.
 *
 * Throws `damaged-file`, with the byte, where the text is no such table, and `too-large` where names in other rows make it far larger than the file.
 */
export function readJson(source: string | Uint8Array): Table {
  const bytes = typeof source === "string" ? new TextEncoder().encode(source) : source;
  const scanner = new JsonScanner(bytes);
  const room = new Room(bytes.length);
  const surveyed = new SurveyedColumns(scanner, room);
  const rows = walkTable(scanner, surveyed);
  for (const column of surveyed.list) column.finish(rows, room);
  const shortTexts: ShortTexts = new Map();
  const fills = surveyed.list.map((survey) => new ColumnFill(survey, rows, scanner, shortTexts));
  walkTable(scanner, new KnownColumns(surveyed.names, fills));
  return new Table(
    fills.map((fill) => fill.finish()),
    rows,
  );
}

/** VOTables, the XML tables of astronomical services, into tables. IVOA Recommendation VOTable 1.5. */

import { WasmcmcError } from "../../errors.js";
import { Table } from "../table.js";
import { readBinary } from "./binary.js";
import type { ColumnBuilder } from "./builder.js";
import { type Document, damaged, readDocument, type VoTable } from "./document.js";
import { readTableData } from "./table_data.js";

export interface ReadVoTableOptions {
  /** Which table: its number, counted from 0, or its ID or name; the first when absent. */
  readonly table?: number | string;
  /** Names of the columns wanted; all when absent. */
  readonly columns?: readonly string[];
}

/**
 * A table from a VOTable: TABLEDATA, BINARY and BINARY2, with nulls, units and descriptions. An error that a service reports in the
 * document is thrown, with its text; a table that the service cut (OVERFLOW) says so in `details.attributes.QUERY_STATUS`.
 */
export async function readVoTable(source: string | Uint8Array, options: ReadVoTableOptions = {}): Promise<Table> {
  const document = await readDocument(typeof source === "string" ? source : textOf(source));
  const chosen = choose(document.tables, options.table);
  const { builders, rows } = dataOf(document, chosen);
  const names = uniqueNames(builders);
  const columns = builders.map((builder, place) => builder.finish(names[place] as string));
  const table = new Table(columns, rows, {
    ...(chosen.name !== undefined && { name: chosen.name }),
    ...(chosen.description !== undefined && { description: chosen.description }),
    ...(chosen.status !== undefined && { attributes: { QUERY_STATUS: chosen.status } }),
  });
  return options.columns === undefined ? table : table.select(options.columns);
}

/** UTF-8, or what the XML declaration names. */
function textOf(bytes: Uint8Array): string {
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const declared = /<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1] ?? "utf-8";
  try {
    return new TextDecoder(declared).decode(bytes);
  } catch (cause) {
    throw damaged(`The encoding "${declared}" is not known`, cause);
  }
}

function choose(tables: readonly VoTable[], wanted: number | string | undefined): VoTable {
  const found =
    typeof wanted === "string" ? tables.find(({ id, name }) => id === wanted || name === wanted) : tables[wanted ?? 0];
  if (found !== undefined) return found;
  const known = tables.map(({ id, name }, place) => name ?? id ?? String(place)).join(", ");
  throw new WasmcmcError({
    code: "unsupported-file",
    problem: tables.length === 0 ? "The VOTable has no table." : `The VOTable has no table ${JSON.stringify(wanted)}.`,
    remedy: tables.length === 0 ? "Check what the service was asked for." : `It has ${known}.`,
    value: wanted,
  });
}

function dataOf(document: Document, table: VoTable): { builders: ColumnBuilder[]; rows: number } {
  const part = table.data === undefined ? undefined : document.parts[table.data];
  if (part === undefined) return readTableData("", 0, 0, table.fields);
  if (part.kind === "TABLEDATA") return readTableData(document.text, part.start, part.end, table.fields);
  if (part.kind !== "FITS") return readBinary(document.text, part.start, part.end, table.fields, part.kind === "BINARY2");
  throw new WasmcmcError({
    code: "unsupported-file",
    problem: "The VOTable's data are a FITS file.",
    remedy: "Ask the service for FITS, and read that.",
  });
}

/** Names of fields, or their IDs where names stand twice. */
function uniqueNames(builders: readonly ColumnBuilder[]): string[] {
  const names: string[] = [];
  for (const { field } of builders) {
    let name = field.name;
    if (names.includes(name) && field.id !== undefined) name = field.id;
    for (let n = 2; names.includes(name); n++) name = `${field.name}_${n}`;
    names.push(name);
  }
  return names;
}

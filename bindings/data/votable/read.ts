/** VOTables, the XML tables of astronomical services, into tables. IVOA Recommendation VOTable 1.5. */
import { WasmcmcError } from "../../errors.js";
import { Room } from "../room.js";
import { Table } from "../table.js";
import { readBinary } from "./binary.js";
import { ColumnBuilder } from "./builder.js";
import { damaged } from "./damage.js";
import { readTables, type VoTable } from "./document.js";
import { shapeOf } from "./shape.js";
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
  const text = typeof source === "string" ? source : textOf(source);
  const room = new Room(text.length);
  const chosen = choose(readTables(text, room), options.table);
  const { builders, rows } = dataOf(text, chosen, room);
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
    return new TextDecoder(declared, { ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw damaged(`The encoding "${declared}" is not known`, undefined, cause);
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

function dataOf(text: string, { data, fields }: VoTable, room: Room): { builders: ColumnBuilder[]; rows: number } {
  const builders = fields.map((field) => new ColumnBuilder(field, shapeOf(field), room));
  if (data === undefined) return { builders, rows: 0 };
  if (data.kind === "TABLEDATA") return { builders, rows: readTableData(text, data, builders) };
  if (data.kind !== "FITS") return { builders, rows: readBinary(text, data, builders) };
  throw new WasmcmcError({
    code: "unsupported-file",
    problem: "The VOTable's data are a FITS file.",
    remedy: "Ask the service for FITS, and read that.",
  });
}

/** Names of fields, or their IDs where names stand twice. */
function uniqueNames(builders: readonly ColumnBuilder[]): string[] {
  const names = new Set<string>();
  const last = new Map<string, number>();
  for (const { field } of builders) {
    let name = field.name;
    if (names.has(name) && field.id !== undefined) name = field.id;
    let n = last.get(field.name) ?? 2;
    for (; names.has(name); n++) name = `${field.name}_${n}`;
    last.set(field.name, n);
    names.add(name);
  }
  return [...names];
}

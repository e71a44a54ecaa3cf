/** Arrow IPC, files and streams, into tables, by apache-arrow. */
import { WasmcmcError } from "../errors.js";
import { loadArrow } from "../peers.js";
import { checkArrowMetadata } from "./arrow_metadata.js";
import { checkVector, listElements, plainColumn, tickCells } from "./arrow_vector.js";
import { type Cell, columnOfCells, typeOf } from "./cells.js";
import type { Column, ColumnType } from "./column.js";
import { isoDate, isoTime, type TimeUnit } from "./iso_time.js";
import { columnOfLists } from "./list_cells.js";
import { Room } from "./room.js";
import { timeAttributes } from "./stored_times.js";
import type { Table } from "./table.js";
import { NotesKey, notedTable } from "./table_notes.js";

type Arrow = typeof import("apache-arrow");
type Vector = import("apache-arrow").Vector;
type DataType = import("apache-arrow").DataType;

const types: Readonly<Record<string, ColumnType>> = { Float16: "float32", Utf8: "string", LargeUtf8: "string" };

/**
 * A table from the bytes of an Arrow IPC file or stream. Dictionaries become text; dates and times ISO text with all their digits; lists
 * arrays, of fixed shape where the type has one; a field's metadata `unit` and `description` are the column's. What `writeArrow` noted is
 * restored. Records and lists of lists are refused by name.
 */
export async function readArrow(bytes: Uint8Array): Promise<Table> {
  const arrow = await loadArrow();
  checkArrowMetadata(bytes);
  try {
    return tableOf(arrow, arrow.tableFromIPC(bytes), new Room(bytes.length));
  } catch (cause) {
    if (cause instanceof WasmcmcError) throw cause;
    throw new WasmcmcError({
      code: "damaged-file",
      problem: `The bytes are no Arrow IPC: ${(cause as Error).message} (within ${bytes.length} bytes from byte 0).`,
      remedy: "Check the file.",
      value: 0,
      cause,
    });
  }
}

function tableOf(arrow: Arrow, table: import("apache-arrow").Table, room: Room): Table {
  const columns = table.schema.fields.map(({ name, metadata }, place): Column => {
    const unit = metadata.get("unit");
    const description = metadata.get("description");
    const vector = table.getChildAt(place) as Vector;
    refuseOthers(arrow, name, vector.type as DataType);
    checkVector(arrow, vector, room);
    return {
      ...columnOfVector(arrow, name, vector),
      ...timeAttributesOf(arrow, table.schema.fields[place]!.type as DataType),
      ...(unit !== undefined && { unit }),
      ...(description !== undefined && { description }),
    };
  });
  return notedTable(columns, table.numRows, table.schema.metadata.get(NotesKey));
}

/** Throws for types other than scalars, dictionaries of them and lists of them. */
function refuseOthers(arrow: Arrow, name: string, type: DataType): void {
  const { DataType } = arrow;
  const inner = DataType.isDictionary(type)
    ? type.dictionary
    : DataType.isList(type) || DataType.isFixedSizeList(type)
      ? (type.children[0]!.type as DataType)
      : type;
  const isScalar = DataType.isDictionary(inner) || scalars.has(inner.typeId);
  if (isScalar) return;
  throw new WasmcmcError({
    code: "unsupported-file",
    problem: `The column "${name}" holds ${String(type).slice(0, 200)}.`,
    remedy: "Write scalars: numbers, booleans, text; or lists of them.",
    variable: name,
  });
}

/** Type_Null, Int, Float, Utf8, Bool, Date, Time, Timestamp, Duration, LargeUtf8 of Schema.fbs, as the library numbers them. */
const scalars: ReadonlySet<number> = new Set([1, 2, 3, 5, 6, 8, 9, 10, 18, 20]);

function columnOfVector(arrow: Arrow, name: string, vector: Vector): Column {
  const type = vector.type as DataType;
  if (arrow.DataType.isList(type) || arrow.DataType.isFixedSizeList(type)) return columnOfListVector(arrow, name, vector);
  const plain = plainColumn(name, vector);
  if (plain !== undefined) return plain;
  const cells = cellsOf(arrow, vector);
  return columnOfCells(name, cells, types[String(type)] ?? typeOf(cells));
}

function cellsOf(arrow: Arrow, vector: Vector): Cell[] {
  const type = vector.type as DataType;
  // The library gives times as milliseconds; their own ticks are in the buffers.
  const told = arrow.DataType.isTimestamp(type) ? timeOf(type.unit) : arrow.DataType.isDate(type) ? dateOf(type.unit) : undefined;
  return told === undefined
    ? Array.from({ length: vector.length }, (_, row) => vector.get(row) as Cell)
    : tickCells(vector, told);
}

const units: readonly TimeUnit[] = ["s", "ms", "us", "ns"];

function timeOf(unit: number): (ticks: bigint | number) => string {
  return (ticks) => isoTime(ticks, units[unit] as TimeUnit);
}

/** Days, or (1) milliseconds. */
function dateOf(unit: number): (ticks: bigint | number) => string {
  return unit === 1 ? (ticks) => isoTime(ticks, "ms") : (ticks) => isoDate(Number(ticks));
}

function timeAttributesOf(arrow: Arrow, type: DataType): Pick<Column, "attributes"> {
  if (arrow.DataType.isTimestamp(type))
    return timeAttributes({ unit: units[type.unit] as TimeUnit, zone: type.timezone ?? undefined });
  return arrow.DataType.isDate(type) && type.unit === 0 ? timeAttributes({ unit: "day", zone: undefined }) : {};
}

function columnOfListVector(arrow: Arrow, name: string, vector: Vector): Column {
  const type = vector.type as DataType;
  const direct = arrow.DataType.isList(type) ? listElements(arrow, vector) : undefined;
  if (direct !== undefined) return { ...columnOfVector(arrow, name, direct.elements), offsets: direct.offsets };
  const size = arrow.DataType.isFixedSizeList(type) ? type.listSize : undefined;
  const lists = Array.from({ length: vector.length }, (_, row) => vector.get(row) as Vector | null);
  const first = lists.find((list) => list !== null) ?? arrow.vectorFromArray([], type.children[0]!.type);
  const rows = lists.map((list) => (list === null ? new Array<Cell>(size ?? 0).fill(null) : cellsOf(arrow, list)));
  const column = columnOfLists(name, rows, columnOfVector(arrow, name, first).type);
  if (size === undefined) return column;
  const { offsets: _, ...fixed } = column;
  return { ...fixed, shape: [size] };
}

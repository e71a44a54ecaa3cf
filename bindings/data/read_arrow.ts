/** Arrow IPC, files and streams, into tables, by apache-arrow. */
import { WasmcmcError } from "../errors.js";
import { loadArrow } from "../peers.js";
import { checkArrowMetadata } from "./arrow_metadata.js";
import { type Cell, columnOfCells, typeOf } from "./cells.js";
import type { Column, ColumnType } from "./column.js";
import { isoDate, isoTime, type TimeUnit } from "./iso_time.js";
import { columnOfLists } from "./list_cells.js";
import { timeAttributes } from "./stored_times.js";
import type { Table } from "./table.js";
import { NotesKey, notedTable } from "./table_notes.js";

type Arrow = typeof import("apache-arrow");
type Vector = import("apache-arrow").Vector;
type DataType = import("apache-arrow").DataType;

const types: Readonly<Record<string, ColumnType>> = {
  Int8: "int8",
  Int16: "int16",
  Int32: "int32",
  Int64: "int64",
  Uint8: "uint8",
  Uint16: "uint16",
  Uint32: "uint32",
  Uint64: "uint64",
  Float16: "float32",
  Float32: "float32",
  Float64: "float64",
  Bool: "boolean",
  Utf8: "string",
  LargeUtf8: "string",
};

/**
 * A table from the bytes of an Arrow IPC file or stream. Dictionaries become text; dates and times ISO text with all their digits; lists
 * arrays, of fixed shape where the type has one; a field's metadata `unit` and `description` are the column's. What `writeArrow` noted is
 * restored. Records and lists of lists are refused by name.
 */
export async function readArrow(bytes: Uint8Array): Promise<Table> {
  const arrow = await loadArrow();
  checkArrowMetadata(bytes);
  try {
    return tableOf(arrow, arrow.tableFromIPC(bytes));
  } catch (cause) {
    if (cause instanceof WasmcmcError) throw cause;
    throw new WasmcmcError({
      code: "damaged-file",
      problem: `The bytes are no Arrow IPC: ${(cause as Error).message}.`,
      remedy: "Check the file.",
      cause,
    });
  }
}

function tableOf(arrow: Arrow, table: import("apache-arrow").Table): Table {
  const columns = table.schema.fields.map(({ name, metadata }, place): Column => {
    const unit = metadata.get("unit");
    const description = metadata.get("description");
    return {
      ...columnOfVector(arrow, name, table.getChildAt(place) as Vector),
      ...timeAttributesOf(arrow, table.schema.fields[place]!.type as DataType),
      ...(unit !== undefined && { unit }),
      ...(description !== undefined && { description }),
    };
  });
  return notedTable(columns, table.numRows, table.schema.metadata.get(NotesKey));
}

function columnOfVector(arrow: Arrow, name: string, vector: Vector): Column {
  const type = vector.type as DataType;
  if (arrow.DataType.isList(type) || arrow.DataType.isFixedSizeList(type)) return columnOfListVector(arrow, name, vector);
  const cells = cellsOf(arrow, vector);
  const odd = cells.find((cell) => typeof cell === "object" && cell !== null);
  if (odd === undefined) return columnOfCells(name, cells, types[String(type)] ?? typeOf(cells));
  throw new WasmcmcError({
    code: "unsupported-file",
    problem: `The column "${name}" holds ${String(type)}.`,
    remedy: "Write scalars: numbers, booleans, text; or lists of them.",
    variable: name,
  });
}

function cellsOf(arrow: Arrow, vector: Vector): Cell[] {
  const type = vector.type as DataType;
  const cells = Array.from({ length: vector.length }, (_, row) => vector.get(row) as Cell);
  // The library gives times as milliseconds; their own ticks are in the buffers.
  const told = arrow.DataType.isTimestamp(type) ? timeOf(type.unit) : arrow.DataType.isDate(type) ? dateOf(type.unit) : undefined;
  if (told === undefined) return cells;
  const ticks = vector.data.flatMap((data) => Array.from((data.values as BigInt64Array).subarray(0, data.length)));
  return cells.map((cell, row) => (cell === null ? null : told(ticks[row] as bigint | number)));
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
  if (arrow.DataType.isFixedSizeList(type)) checkListSize(name, vector, type.listSize);
  const lists = Array.from({ length: vector.length }, (_, row) => vector.get(row) as Vector | null);
  const inner = columnOfVector(
    arrow,
    name,
    lists.find((list) => list !== null) ?? arrow.vectorFromArray([], type.children[0]!.type),
  );
  if (inner.offsets !== undefined || inner.shape.length > 0) {
    throw new WasmcmcError({
      code: "unsupported-file",
      problem: `The column "${name}" holds ${String(type)}.`,
      remedy: "Write lists of scalars.",
      variable: name,
    });
  }
  const size = arrow.DataType.isFixedSizeList(type) ? type.listSize : undefined;
  const rows = lists.map((list) => (list === null ? new Array<Cell>(size ?? 0).fill(null) : cellsOf(arrow, list)));
  const column = columnOfLists(name, rows, inner.type);
  if (size === undefined) return column;
  const { offsets: _, ...fixed } = column;
  return { ...fixed, shape: [size] };
}

/** Lists of a fixed size have room for all their elements, null or not. */
function checkListSize(name: string, vector: Vector, size: number): void {
  const held = vector.data.reduce((sum, { children }) => sum + (children[0]?.length ?? 0), 0);
  if (size >= 0 && size * vector.length <= held) return;
  throw new WasmcmcError({
    code: "damaged-file",
    problem: `The column "${name}" declares lists of ${size} in ${vector.length} rows, but holds ${held} values.`,
    remedy: "Write the file again.",
    variable: name,
    value: size,
  });
}

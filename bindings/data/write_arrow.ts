/** Tables as Arrow IPC, by apache-arrow. */
import { loadArrow } from "../peers.js";
import type { Column } from "./column.js";
import { cellSize } from "./column_rows.js";
import { type StoredTimes, storedTimes } from "./stored_times.js";
import type { Table } from "./table.js";
import { isListed, NotesKey, notesText } from "./table_notes.js";

type Arrow = typeof import("apache-arrow");
type Data = import("apache-arrow").Data;
type DataType = import("apache-arrow").DataType;

export interface WriteArrowOptions {
  /** "file" (also called Feather; default) or "stream". */
  readonly layout?: "file" | "stream";
}

/**
 * The bytes of an Arrow IPC file: all types with their nulls, NaN apart from null, 64-bit integers exact. Arrays are lists (of fixed size where
 * they all have one shape), complex numbers lists of pairs, dates and times of files are such again. Units and descriptions stand in the fields' metadata, these and the rest as
 * JSON under "wasmcmc.table" in the schema's, from which `readArrow` restores them.
 *
 * Needs the package `apache-arrow` ("missing-package").
 *
 *     await writeFile("stars.arrow", await writeArrow(stars))   // pyarrow.ipc.open_file("stars.arrow").read_all()
 */
export async function writeArrow(table: Table, { layout = "file" }: WriteArrowOptions = {}): Promise<Uint8Array> {
  const arrow = await loadArrow();
  const children = table.columns.map((column) => columnData(arrow, column, table.rowCount));
  const fields = table.columns.map(
    (column, place) =>
      new arrow.Field(column.name, (children[place] as Data).type, column.nulls !== undefined, metadataOf(column)),
  );
  const schema = new arrow.Schema(fields, new Map([[NotesKey, notesText(table)]]));
  const struct = new arrow.Struct(fields);
  const data = arrow.makeData({ type: struct, length: table.rowCount, nullCount: 0, children });
  const Writer = layout === "stream" ? arrow.RecordBatchStreamWriter : arrow.RecordBatchFileWriter;
  return Writer.writeAll([new arrow.RecordBatch(schema, data as never)]).toUint8Array(true);
}

function metadataOf({ unit, description }: Column): Map<string, string> {
  const known = { unit, description };
  return new Map(Object.entries(known).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function elementType(arrow: Arrow, { type }: Column): DataType {
  const Classes = {
    float64: arrow.Float64,
    float32: arrow.Float32,
    complex128: arrow.Float64,
    complex64: arrow.Float32,
    int8: arrow.Int8,
    uint8: arrow.Uint8,
    int16: arrow.Int16,
    uint16: arrow.Uint16,
    int32: arrow.Int32,
    uint32: arrow.Uint32,
    int64: arrow.Int64,
    uint64: arrow.Uint64,
    boolean: arrow.Bool,
    string: arrow.Utf8,
  };
  return new Classes[type]();
}

function columnData(arrow: Arrow, column: Column, rowCount: number): Data {
  const child = elementData(arrow, column);
  if (!isListed(column)) return child;
  const field = new arrow.Field("item", child.type, column.nulls !== undefined);
  if (column.offsets === undefined) {
    const type = new arrow.FixedSizeList(cellSize(column), field);
    return arrow.makeData({ type, length: rowCount, nullCount: 0, child } as never);
  }
  const parts = column.type.startsWith("complex") ? 2 : 1;
  const valueOffsets = Int32Array.from(column.offsets, (end) => end * parts);
  return arrow.makeData({ type: new arrow.List(field), length: rowCount, nullCount: 0, valueOffsets, child } as never);
}

function elementData(arrow: Arrow, column: Column): Data {
  const { type, values, nulls } = column;
  const times = storedTimes(column);
  const length = values.length;
  const nullCount = nulls === undefined ? 0 : nulls.reduce((sum, value) => sum + value, 0);
  const validity = nulls === undefined ? {} : { nullBitmap: packedBits(nulls, 0) };
  const own = { type: elementType(arrow, column), length, nullCount, ...validity };
  if (times !== undefined) return arrow.makeData({ ...own, ...timeData(arrow, times) } as never);
  if (type === "string") return arrow.makeData({ ...own, ...textData(values as readonly string[]) } as never);
  return arrow.makeData({ ...own, data: type === "boolean" ? packedBits(values as Uint8Array, 1) : values } as never);
}

/** A column that was of dates or times when it was read is one again. */
function timeData(arrow: Arrow, { unit, zone, ticks }: StoredTimes): { type: DataType; data: Int32Array | BigInt64Array } {
  if (unit === "day") return { type: new arrow.DateDay(), data: Int32Array.from(ticks, Number) };
  const units = {
    s: arrow.TimeUnit.SECOND,
    ms: arrow.TimeUnit.MILLISECOND,
    us: arrow.TimeUnit.MICROSECOND,
    ns: arrow.TimeUnit.NANOSECOND,
  };
  return { type: new arrow.Timestamp(units[unit] as never, zone ?? null) as DataType, data: BigInt64Array.from(ticks) };
}

/** A bit for each value, set where it is (1) or is not (0) set; the first bit is the lowest. */
function packedBits(values: Uint8Array, set: 0 | 1): Uint8Array {
  const bits = new Uint8Array(Math.ceil(values.length / 64) * 8);
  for (const [i, value] of values.entries()) if ((value !== 0) === (set === 1)) bits[i >> 3]! |= 1 << (i & 7);
  return bits;
}

function textData(texts: readonly string[]): { valueOffsets: Int32Array; data: Uint8Array } {
  const encoder = new TextEncoder();
  const encoded = texts.map((text) => encoder.encode(text));
  const valueOffsets = new Int32Array(texts.length + 1);
  for (const [row, bytes] of encoded.entries()) valueOffsets[row + 1] = (valueOffsets[row] as number) + bytes.length;
  const data = new Uint8Array(valueOffsets.at(-1) as number);
  for (const [row, bytes] of encoded.entries()) data.set(bytes, valueOffsets[row]);
  return { valueOffsets, data };
}

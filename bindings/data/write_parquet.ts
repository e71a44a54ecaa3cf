/** Tables as Parquet files, by hyparquet-writer. */
import { loadHyparquetWriter } from "../peers.js";
import type { Cell } from "./cells.js";
import type { Column } from "./column.js";
import { listsOf } from "./list_cells.js";
import { storedTimes } from "./stored_times.js";
import type { Table } from "./table.js";
import { isListed, NotesKey, notesText } from "./table_notes.js";

type SchemaElement = import("hyparquet").SchemaElement;
type ColumnSource = Parameters<typeof import("hyparquet-writer").parquetWrite>[0]["columnData"][number];

/**
 * The bytes of a Parquet file (Snappy): all types with their nulls, NaN apart from null, 64-bit integers exact. Arrays are lists, complex
 * numbers lists of pairs, dates and times of files are such again; shapes, units, descriptions and attributes stand as JSON under "wasmcmc.table" in the file's metadata,
 * from which `readParquet` restores them.
 *
 * Needs the package `hyparquet-writer` ("missing-package").
 *
 *     await writeFile("stars.parquet", await writeParquet(stars))   // pandas.read_parquet("stars.parquet")
 */
export async function writeParquet(table: Table): Promise<Uint8Array> {
  const { ByteWriter, parquetWrite } = await loadHyparquetWriter();
  const writer = new ByteWriter();
  const columns = table.columns.map((column) => timesOf(column) ?? plainOf(column, table.rowCount));
  parquetWrite({
    writer,
    schema: [{ name: "root", num_children: table.columns.length }, ...columns.flatMap(({ schema }) => schema)],
    columnData: columns.map(({ source }) => source),
    rowGroupSize: 100_000,
    kvMetadata: [{ key: NotesKey, value: notesText(table) }],
    createdBy: "wasmcmc",
  });
  return writer.getBytes();
}

const physical = {
  float64: { type: "DOUBLE" },
  float32: { type: "FLOAT" },
  complex128: { type: "DOUBLE" },
  complex64: { type: "FLOAT" },
  int8: { type: "INT32", converted_type: "INT_8" },
  uint8: { type: "INT32", converted_type: "UINT_8" },
  int16: { type: "INT32", converted_type: "INT_16" },
  uint16: { type: "INT32", converted_type: "UINT_16" },
  int32: { type: "INT32" },
  uint32: { type: "INT32", converted_type: "UINT_32" },
  int64: { type: "INT64" },
  uint64: { type: "INT64", converted_type: "UINT_64" },
  boolean: { type: "BOOLEAN" },
  string: { type: "BYTE_ARRAY", converted_type: "UTF8" },
} as const;

interface Written {
  readonly schema: readonly SchemaElement[];
  readonly source: ColumnSource;
}

const plainOf = (column: Column, rowCount: number): Written => ({ schema: schemaOf(column), source: sourceOf(column, rowCount) });

const timeUnits = { s: "MILLIS", ms: "MILLIS", us: "MICROS", ns: "NANOS" } as const;

/** A column that was of dates or times when it was read is one again. */
function timesOf(column: Column): Written | undefined {
  const times = storedTimes(column);
  if (times === undefined) return undefined;
  const { name, nulls } = column;
  const { unit, zone, ticks } = times;
  const repetition_type = nulls === undefined ? "REQUIRED" : "OPTIONAL";
  const told = ticks.map((tick, row) => (nulls?.[row] ? null : unit === "s" ? 1000n * tick : tick));
  if (unit === "day") {
    const days = told.map((tick) => (tick === null ? null : Number(tick)));
    return { schema: [{ name, type: "INT32", converted_type: "DATE", repetition_type }], source: { name, data: days } };
  }
  const logical_type = { type: "TIMESTAMP", isAdjustedToUTC: zone !== undefined, unit: timeUnits[unit] } as const;
  return { schema: [{ name, type: "INT64", logical_type, repetition_type }], source: { name, data: told } };
}

function schemaOf(column: Column): SchemaElement[] {
  const { name, type, nulls } = column;
  const repetition = { repetition_type: nulls === undefined ? "REQUIRED" : "OPTIONAL" } as const;
  if (!isListed(column)) return [{ name, ...physical[type], ...repetition }];
  return [
    { name, repetition_type: "REQUIRED", converted_type: "LIST", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", ...physical[type], ...repetition },
  ];
}

function sourceOf(column: Column, rowCount: number): ColumnSource {
  const { name, type } = column;
  const data = isListed(column) ? listsOf(column, rowCount) : scalarsOf(column);
  // A dictionary would take -0 for 0, and real numbers are seldom the same.
  return { name, data, ...(/^(?:float|complex)/.test(type) && { encoding: "PLAIN" as const }) };
}

function scalarsOf({ type, values, nulls }: Column): ColumnSource["data"] {
  if (nulls === undefined && isPlain(values)) return values;
  return Array.from(values as ArrayLike<Cell>, (value, row) => (nulls?.[row] ? null : type === "boolean" ? value === 1 : value));

  /** Whether the writer takes the array as it is. */
  function isPlain(given: Column["values"]): given is Float64Array {
    return type !== "boolean" && [Float64Array, Float32Array, Int32Array, BigInt64Array].some((Typed) => given instanceof Typed);
  }
}

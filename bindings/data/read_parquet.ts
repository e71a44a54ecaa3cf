/** Parquet files into tables, by hyparquet. Nested columns are refused by name. */
import { WasmcmcError } from "../errors.js";
import { loadHyparquet, loadHyparquetCompressors } from "../peers.js";
import { type Cell, columnOfCells } from "./cells.js";
import type { Column, ColumnType } from "./column.js";
import { Table } from "./table.js";

export interface ReadParquetOptions {
  /** Names of the columns wanted; all when absent. */
  readonly columns?: readonly string[];
}

const types: Readonly<Record<string, ColumnType>> = {
  INT32: "int32",
  INT64: "int64",
  FLOAT: "float32",
  DOUBLE: "float64",
  BOOLEAN: "boolean",
};

/** A table from the bytes of a Parquet file: typed columns, nulls, strings; 64-bit integers exact. */
export async function readParquet(bytes: Uint8Array, { columns }: ReadParquetOptions = {}): Promise<Table> {
  const { parquetMetadata, parquetRead } = await loadHyparquet();
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const metadata = attempt(() => parquetMetadata(buffer));
  const rowCount = Number(metadata.num_rows);
  const leaves = metadata.schema.slice(1);
  const known = leaves.map(({ name }) => name);
  for (const { name, num_children, repetition_type } of leaves) {
    if (!num_children && repetition_type !== "REPEATED") continue;
    if (columns !== undefined && !columns.includes(name)) continue;
    throw damaged(`The column "${name}" holds lists or records`, "unsupported-file", "Choose other columns: { columns: [...] }.");
  }
  const missing = columns?.find((name) => !known.includes(name));
  if (missing !== undefined) throw damaged(`There is no column "${missing}"`, "missing-column", `It has ${known.join(", ")}.`);
  const needsMore = metadata.row_groups.some((group) =>
    group.columns.some(({ meta_data }) => !["UNCOMPRESSED", "SNAPPY"].includes(meta_data?.codec ?? "SNAPPY")),
  );
  const compressors = needsMore ? (await loadHyparquetCompressors()).compressors : undefined;
  const wanted = columns ?? known;
  const cells = new Map<string, Cell[]>(wanted.map((name) => [name, []]));
  try {
    await parquetRead({
      file: { byteLength: buffer.byteLength, slice: (start, end) => buffer.slice(start, end) },
      metadata,
      columns: [...wanted],
      ...(compressors !== undefined && { compressors }),
      onChunk: ({ columnName, columnData, rowStart }) => {
        const column = cells.get(columnName) as Cell[];
        for (let row = 0; row < columnData.length; row++) column[rowStart + row] = columnData[row] as Cell;
      },
    });
  } catch (cause) {
    throw damaged(`The data cannot be read: ${(cause as Error).message}`, "damaged-file", "Write the file again.", cause);
  }
  const made = wanted.map((name): Column => {
    const { type, logical_type, converted_type } = leaves.find((leaf) => leaf.name === name) as (typeof leaves)[number];
    const plain = logical_type === undefined || logical_type.type === "INTEGER" ? types[type ?? ""] : undefined;
    const isUnsigned = converted_type?.startsWith("UINT") ?? false;
    const column = cells.get(name) as Cell[];
    column.length = rowCount;
    return columnOfCells(name, column, isUnsigned && plain !== undefined ? (`u${plain}` as ColumnType) : plain);
  });
  return new Table(made, rowCount);
}

function attempt<T>(action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw damaged(`The bytes are no Parquet file: ${(cause as Error).message}`, "damaged-file", "Check the file.", cause);
  }
}

function damaged(
  problem: string,
  code: "damaged-file" | "unsupported-file" | "missing-column",
  remedy: string,
  cause?: unknown,
): WasmcmcError {
  return new WasmcmcError({ code, problem: `${problem}.`, remedy, cause });
}

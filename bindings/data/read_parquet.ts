/** Parquet files into tables, by hyparquet. Lists of scalars become arrays; records and lists of lists are refused by name. */
import { WasmcmcError } from "../errors.js";
import { loadHyparquet, loadHyparquetCompressors } from "../peers.js";
import type { Cell } from "./cells.js";
import type { Column } from "./column.js";
import { isoParsers } from "./iso_time.js";
import { columnOfLeaf, type Leaf, leafOf } from "./parquet_leaf.js";
import { checkPages, checkParquetMetadata } from "./parquet_metadata.js";
import type { Table } from "./table.js";
import { NotesKey, notedTable } from "./table_notes.js";

export interface ReadParquetOptions {
  /** Names of the columns wanted; all when absent. */
  readonly columns?: readonly string[];
  /** Largest size of the table in memory, at 8 bytes a cell; 2 GB when absent. */
  readonly maxBytes?: number;
}

type Hyparquet = typeof import("hyparquet");
type Metadata = ReturnType<Hyparquet["parquetMetadata"]>;

/**
 * A table from the bytes of a Parquet file: typed columns, nulls, strings; 64-bit integers exact; lists as arrays of varying length; dates and
 * times as ISO text with all their digits; decimals as float64. What `writeParquet` noted (units, shapes) is restored.
 */
export async function readParquet(bytes: Uint8Array, { columns, maxBytes = 2e9 }: ReadParquetOptions = {}): Promise<Table> {
  const hyparquet = await loadHyparquet();
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  checkParquetMetadata(bytes);
  const metadata = attempt(() => hyparquet.parquetMetadata(buffer));
  const leaves = leavesOf(hyparquet, metadata, columns);
  const wanted = columns ?? [...leaves.keys()];
  const rowCount = Number(metadata.num_rows);
  checkCounts(bytes, metadata, rowCount * wanted.length * 8, maxBytes);
  const cells = await readCells(hyparquet, buffer, metadata, wanted);
  const made = wanted.map((name): Column => {
    const column = cells.get(name) as Cell[];
    if (column.length !== rowCount) {
      throw damaged(`The column "${name}" holds ${column.length} rows of ${rowCount}`, "damaged-file", "Write the file again.");
    }
    return attempt(() => columnOfLeaf(name, leaves.get(name) as Leaf, column));
  });
  const notes = metadata.key_value_metadata?.find(({ key }) => key === NotesKey)?.value;
  return notedTable(made, rowCount, notes);
}

/** What each column is of; throws for columns that are wanted and cannot be read, or are not there. */
function leavesOf(
  { parquetSchema }: Hyparquet,
  metadata: Metadata,
  columns: readonly string[] | undefined,
): Map<string, Leaf | undefined> {
  const trees = attempt(() => parquetSchema(metadata).children);
  const leaves = new Map(trees.map((tree) => [tree.element.name, attempt(() => leafOf(tree))]));
  for (const [name, leaf] of leaves) {
    if (leaf !== undefined || (columns !== undefined && !columns.includes(name))) continue;
    throw damaged(
      `The column "${name}" holds records or lists of lists`,
      "unsupported-file",
      "Choose other columns: { columns: [...] }.",
    );
  }
  const missing = columns?.find((name) => !leaves.has(name));
  if (missing === undefined) return leaves;
  throw damaged(`There is no column "${missing}"`, "missing-column", `It has ${[...leaves.keys()].join(", ")}.`);
}

/** Nothing is read before counts of rows, pages and values agree with each other and with the room there is. */
function checkCounts(bytes: Uint8Array, metadata: Metadata, size: number, most: number): void {
  if (!(size >= 0 && size <= most)) {
    throw new WasmcmcError({
      code: "too-large",
      problem: `The table takes ${size} bytes in memory; the limit is ${most}.`,
      remedy: "Raise maxBytes, or choose columns.",
      value: size,
    });
  }
  for (const { columns } of metadata.row_groups) {
    for (const { meta_data: chunk } of columns) {
      if (chunk === undefined) throw damaged("A column has no description", "damaged-file", "Write the file again.");
      const places = [chunk.dictionary_page_offset, chunk.data_page_offset]
        .map((place) => Number(place ?? 0))
        .filter((place) => place > 0);
      checkPages(bytes, {
        start: Math.min(...places),
        compressedSize: Number(chunk.total_compressed_size),
        uncompressedSize: Number(chunk.total_uncompressed_size),
        valueCount: Number(chunk.num_values),
      });
    }
  }
}

async function readCells(
  { parquetRead }: Hyparquet,
  buffer: ArrayBuffer,
  metadata: Metadata,
  wanted: readonly string[],
): Promise<Map<string, Cell[]>> {
  const needsMore = metadata.row_groups.some((group) =>
    group.columns.some(({ meta_data }) => !["UNCOMPRESSED", "SNAPPY"].includes(meta_data?.codec ?? "SNAPPY")),
  );
  const compressors = needsMore ? (await loadHyparquetCompressors()).compressors : undefined;
  const cells = new Map<string, Cell[]>(wanted.map((name) => [name, []]));
  try {
    await parquetRead({
      file: { byteLength: buffer.byteLength, slice: (start, end) => buffer.slice(start, end) },
      metadata,
      columns: [...wanted],
      parsers: isoParsers,
      ...(compressors !== undefined && { compressors }),
      onChunk: ({ columnName, columnData, rowStart }) => {
        const column = cells.get(columnName) as Cell[];
        for (let row = 0; row < columnData.length; row++) column[rowStart + row] = columnData[row] as Cell;
      },
    });
  } catch (cause) {
    throw damaged(`The data cannot be read: ${(cause as Error).message}`, "damaged-file", "Write the file again.", cause);
  }
  return cells;
}

function attempt<T>(action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof WasmcmcError) throw cause;
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

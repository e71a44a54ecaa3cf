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
  checkParquetMetadata(bytes);
  const buffer = bufferOf(bytes);
  const metadata = attempt(() => hyparquet.parquetMetadata(buffer));
  const leaves = leavesOf(hyparquet, metadata, columns);
  const wanted = columns ?? [...leaves.keys()];
  const rowCount = Number(metadata.num_rows);
  checkCounts(bytes, metadata, rowCount * wanted.length * 8, maxBytes);
  const file: ParquetFile = { hyparquet, buffer, metadata, compressors: await compressorsOf(metadata) };
  const made: Column[] = [];
  for (const names of batches(wanted, rowCount)) {
    const cells = await readCells(file, names);
    for (const name of names) {
      const parts = cells.get(name) ?? [];
      cells.delete(name);
      made.push(attempt(() => columnOfLeaf(name, leaves.get(name) as Leaf, checked(name, parts, rowCount))));
    }
  }
  const notes = metadata.key_value_metadata?.find(({ key }) => key === NotesKey)?.value;
  return notedTable(made, rowCount, notes);
}

/** The bytes as a buffer of their own; copied only where they are a part of a larger one. */
function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer {
  const isWhole = byteOffset === 0 && byteLength === buffer.byteLength;
  return (isWhole ? buffer : buffer.slice(byteOffset, byteOffset + byteLength)) as ArrayBuffer;
}

/** Cells that are read before columns are made of them: few long columns at a time, or many short ones. */
const BatchCells = 65_536;

function* batches(names: readonly string[], rowCount: number): Generator<readonly string[]> {
  const size = Math.max(1, Math.floor(BatchCells / Math.max(1, rowCount)));
  for (let from = 0; from < names.length; from += size) yield names.slice(from, from + size);
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

interface ParquetFile {
  readonly hyparquet: Hyparquet;
  readonly buffer: ArrayBuffer;
  readonly metadata: Metadata;
  readonly compressors: Awaited<ReturnType<typeof compressorsOf>>;
}

async function compressorsOf(metadata: Metadata) {
  const needsMore = metadata.row_groups.some((group) =>
    group.columns.some(({ meta_data }) => !["UNCOMPRESSED", "SNAPPY"].includes(meta_data?.codec ?? "SNAPPY")),
  );
  return needsMore ? (await loadHyparquetCompressors()).compressors : undefined;
}

/** A column's cells from some row on, as the library gives them. */
interface Part {
  readonly rowStart: number;
  readonly cells: ArrayLike<Cell>;
}

/** The parts of some columns, by their names. */
async function readCells(file: ParquetFile, names: readonly string[]): Promise<Map<string, Part[]>> {
  const { hyparquet, buffer, metadata, compressors } = file;
  const parts = new Map<string, Part[]>(names.map((name) => [name, []]));
  try {
    await hyparquet.parquetRead({
      file: { byteLength: buffer.byteLength, slice: (start, end) => buffer.slice(start, end) },
      metadata,
      columns: [...names],
      parsers: isoParsers,
      ...(compressors !== undefined && { compressors }),
      onChunk: ({ columnName, columnData, rowStart }) => {
        parts.get(columnName)?.push({ rowStart, cells: columnData as ArrayLike<Cell> });
      },
    });
  } catch (cause) {
    const at = startOf(metadata, names);
    throw damaged(
      `The data of ${names.length === 1 ? `"${names[0]}"` : `${names.length} columns`} cannot be read (from byte ${at} on): ${(cause as Error).message}`,
      "damaged-file",
      "Write the file again.",
      cause,
      at,
    );
  }
  return parts;
}

/** The first byte of the data of some columns. */
function startOf({ row_groups }: Metadata, names: readonly string[]): number {
  const wanted = new Set(names);
  const starts = row_groups.flatMap(({ columns }) =>
    columns.map(({ meta_data: chunk }) =>
      chunk !== undefined && wanted.has(chunk.path_in_schema[0] as string)
        ? Number(chunk.dictionary_page_offset ?? chunk.data_page_offset)
        : Infinity,
    ),
  );
  const least = starts.reduce((first, start) => Math.min(first, start), Infinity);
  return Number.isFinite(least) ? least : 0;
}

/** The parts as one array of cells; throws where they are not all rows, one after the other. */
function checked(name: string, parts: readonly Part[], rowCount: number): ArrayLike<Cell> {
  const inOrder = parts.toSorted((a, b) => a.rowStart - b.rowStart);
  let row = 0;
  for (const { rowStart, cells } of inOrder) {
    if (rowStart !== row) break;
    row += cells.length;
  }
  const total = parts.reduce((sum, { cells }) => sum + cells.length, 0);
  if (row !== rowCount || total !== rowCount) {
    throw damaged(`The column "${name}" holds ${total} rows of ${rowCount}`, "damaged-file", "Write the file again.");
  }
  if (inOrder.length === 1) return inOrder[0]!.cells;
  const all = new Array<Cell>(rowCount);
  for (const { rowStart, cells } of inOrder) for (let i = 0; i < cells.length; i++) all[rowStart + i] = cells[i] as Cell;
  return all;
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
  value?: number,
): WasmcmcError {
  return new WasmcmcError({ code, problem: `${problem}.`, remedy, cause, value });
}

/** Parquet files into tables, by hyparquet. Lists of scalars become arrays; records and lists of lists are refused by name. */
import { WasmcmcError } from "../errors.js";
import { loadHyparquet, loadHyparquetCompressors } from "../peers.js";
import type { Cell } from "./cells.js";
import type { Column } from "./column.js";
import { isoParsers } from "./iso_time.js";
import { columnOfLeaf, type Leaf, leafOf } from "./parquet_leaf.js";
import type { Table } from "./table.js";
import { NotesKey, notedTable } from "./table_notes.js";

export interface ReadParquetOptions {
  /** Names of the columns wanted; all when absent. */
  readonly columns?: readonly string[];
}

/**
 * A table from the bytes of a Parquet file: typed columns, nulls, strings; 64-bit integers exact; lists as arrays of varying length; dates and
 * times as ISO text with all their digits; decimals as float64. What `writeParquet` noted (units, shapes) is restored.
 */
export async function readParquet(bytes: Uint8Array, { columns }: ReadParquetOptions = {}): Promise<Table> {
  const { parquetMetadata, parquetRead, parquetSchema } = await loadHyparquet();
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const metadata = attempt(() => parquetMetadata(buffer));
  const rowCount = Number(metadata.num_rows);
  const trees = parquetSchema(metadata).children;
  const known = trees.map(({ element }) => element.name);
  const leaves = new Map(trees.map((tree) => [tree.element.name, leafOf(tree)]));
  for (const [name, leaf] of leaves) {
    if (leaf !== undefined || (columns !== undefined && !columns.includes(name))) continue;
    throw damaged(
      `The column "${name}" holds records or lists of lists`,
      "unsupported-file",
      "Choose other columns: { columns: [...] }.",
    );
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
  const made = wanted.map((name): Column => {
    const column = cells.get(name) as Cell[];
    column.length = rowCount;
    return columnOfLeaf(name, leaves.get(name) as Leaf, column);
  });
  const notes = metadata.key_value_metadata?.find(({ key }) => key === NotesKey)?.value;
  return notedTable(made, rowCount, notes);
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

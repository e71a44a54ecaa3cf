/** Parquet files into tables: hyparquet reads the footer. Lists of scalars become arrays; records and lists of lists are refused by name. */
import { WasmcmcError } from "../errors.js";
import { loadHyparquet, loadHyparquetCompressors } from "../peers.js";
import type { Column } from "./column.js";
import { readChunk } from "./parquet/chunk.js";
import { LeafColumn } from "./parquet/column.js";
import { Budget, damagedParquet, unsupportedParquet } from "./parquet/damage.js";
import { type Leaf, leafOf, type Meaning, meaningOf } from "./parquet/leaf.js";
import { type Chunk, type Decompress, type PageHeader, pageHeaders } from "./parquet/pages.js";
import { checkParquetMetadata } from "./parquet/thrift.js";
import type { Table } from "./table.js";
import { NotesKey, notedTable } from "./table_notes.js";

export interface ReadParquetOptions {
  /** Names of the columns wanted; all when absent. */
  readonly columns?: readonly string[];
  /** Largest size of what is decoded: 8 bytes a cell, and the bytes of texts; 2 GB when absent. */
  readonly maxBytes?: number;
}

type Hyparquet = typeof import("hyparquet");
type Metadata = ReturnType<Hyparquet["parquetMetadata"]>;

/**
 * A table from the bytes of a Parquet file: typed columns, nulls, strings; 64-bit integers exact; lists as arrays of varying length; dates and
 * times as ISO text with all their digits; decimals as float64. What `writeParquet` noted (units, shapes) is restored.
 *
 * A column of equal values takes a few bytes in the file: the size that counts, for `maxBytes` and for the memory that reading takes, is that
 * of the table, at 8 bytes a cell and with the bytes of its texts. Throws `damaged-file`, with the byte, and `too-large`.
 */
export async function readParquet(bytes: Uint8Array, { columns, maxBytes = 2e9 }: ReadParquetOptions = {}): Promise<Table> {
  const hyparquet = await loadHyparquet();
  checkParquetMetadata(bytes);
  const metadata = attempt(() => hyparquet.parquetMetadata(footerOf(bytes)));
  const leaves = leavesOf(hyparquet, metadata, columns);
  const wanted = columns ?? [...leaves.keys()];
  const budget = new Budget(maxBytes);
  const parts = attempt(() => partsOf(bytes, metadata, new Set(wanted), budget));
  const decompress = await decompressors(hyparquet, metadata);
  const made = wanted.map((name): Column => {
    const { leaf, meaning } = leaves.get(name) as Readable;
    const own = parts.get(name) ?? [];
    const size = own.reduce((sum, { chunk }) => sum + chunk.valueCount, 0);
    const column = new LeafColumn(name, leaf, meaning, size, Number(metadata.num_rows));
    for (const part of own) {
      attempt(() => readChunk({ bytes, leaf, meaning, decompress, budget, ...part }, column), part.chunk.start);
      checkRows(name, part, column.rowCount);
    }
    return column.finish();
  });
  const notes = metadata.key_value_metadata?.find(({ key }) => key === NotesKey)?.value;
  return notedTable(made, Number(metadata.num_rows), notes);
}

/** The footer's own bytes; it has been looked through. */
function footerOf(bytes: Uint8Array): ArrayBuffer {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 8, true);
  return bytes.slice(bytes.length - 8 - length).buffer as ArrayBuffer;
}

interface Readable {
  readonly leaf: Leaf;
  readonly meaning: Meaning;
}

/** What each column is of; throws for columns that are wanted and cannot be read, or are not there. */
function leavesOf(
  { parquetSchema }: Hyparquet,
  metadata: Metadata,
  columns: readonly string[] | undefined,
): Map<string, Readable | undefined> {
  checkDepth(metadata);
  const trees = attempt(() => parquetSchema(metadata).children);
  const leaves = new Map<string, Readable | undefined>();
  for (const tree of trees) {
    const { name } = tree.element;
    const leaf = leafOf(tree);
    const meaning = leaf === undefined ? undefined : meaningOf(leaf.element);
    leaves.set(name, leaf && meaning && { leaf, meaning });
    if (meaning !== undefined || (columns !== undefined && !columns.includes(name))) continue;
    const what = leaf === undefined ? "holds records or lists of lists" : "holds bytes that are no numbers or text";
    throw unsupportedParquet(`The column "${name}" ${what}`, "Choose other columns: { columns: [...] }.");
  }
  const missing = columns?.find((name) => !leaves.has(name));
  if (missing === undefined) return leaves;
  throw new WasmcmcError({
    code: "missing-column",
    problem: `There is no column "${missing}".`,
    remedy: `It has ${[...leaves.keys()].join(", ")}.`,
  });
}

/** Records within records, in the order in which the footer lists them: deeper than any that are meant, they take memory by the square. */
const DeepestSchema = 64;

function checkDepth({ schema }: Metadata): void {
  const open: number[] = [];
  for (const { num_children: children = 0 } of schema) {
    while (open.at(-1) === 0) open.pop();
    if (open.length > 0) open.push((open.pop() as number) - 1);
    if (children > 0) open.push(children);
    if (open.length > DeepestSchema) throw damagedParquet("its columns are nested too deeply", 0);
  }
}

/** A column's part of a row group, and the rows of the table up to its end. */
interface Part {
  readonly chunk: Chunk;
  readonly headers: readonly PageHeader[];
  readonly rowsUpTo: number;
}

/** The parts of each column. Nothing is decoded before counts of rows, pages and values agree with each other and with the room there is. */
function partsOf(
  bytes: Uint8Array,
  { row_groups: groups, num_rows: total }: Metadata,
  wanted: ReadonlySet<string>,
  budget: Budget,
): Map<string, Part[]> {
  const parts = new Map<string, Part[]>();
  const places = bytes.length - 8;
  let rowsUpTo = 0;
  let taken = 0;
  for (const { columns, num_rows: rows } of groups) {
    rowsUpTo += Number(rows);
    for (const { meta_data: described } of columns) {
      if (described === undefined) throw damagedParquet("a column has no description", places);
      const name = described.path_in_schema[0] as string;
      const chunk = chunkOf(name, described);
      // Parts that overlap would be gone through again and again.
      taken += chunk.compressedSize;
      if (!(taken <= bytes.length)) throw damagedParquet("its columns overlap", chunk.start);
      const headers = pageHeaders(bytes, chunk);
      if (!wanted.has(name)) continue;
      budget.take(8 * Math.max(chunk.valueCount, Number(rows)), chunk.start);
      const own = parts.get(name) ?? [];
      own.push({ chunk, headers, rowsUpTo });
      parts.set(name, own);
    }
  }
  if (!(rowsUpTo === Number(total) && rowsUpTo >= 0)) {
    throw damagedParquet(`its row groups have ${rowsUpTo} rows of ${total}`, places);
  }
  for (const name of wanted) {
    const found = parts.get(name)?.length ?? 0;
    if (found !== groups.length) throw damagedParquet(`"${name}" has ${found} parts of ${groups.length}`, places);
  }
  return parts;
}

type Described = NonNullable<Metadata["row_groups"][number]["columns"][number]["meta_data"]>;

function chunkOf(name: string, described: Described): Chunk {
  const places = [described.dictionary_page_offset, described.data_page_offset]
    .map((place) => Number(place ?? 0))
    .filter((place) => place > 0);
  return {
    name,
    start: Math.min(...places),
    compressedSize: Number(described.total_compressed_size),
    uncompressedSize: Number(described.total_uncompressed_size),
    valueCount: Number(described.num_values),
    codec: described.codec,
  };
}

/** Snappy is in the first package; all others in one that is loaded where a file needs it. */
async function decompressors(
  { snappyUncompress }: Hyparquet,
  metadata: Metadata,
): Promise<Readonly<Record<string, Decompress | undefined>>> {
  const SNAPPY: Decompress = (input, size) => {
    const out = new Uint8Array(size);
    snappyUncompress(input, out);
    return out;
  };
  const needsMore = metadata.row_groups.some((group) =>
    group.columns.some(({ meta_data }) => !["UNCOMPRESSED", "SNAPPY"].includes(meta_data?.codec ?? "SNAPPY")),
  );
  if (!needsMore) return { SNAPPY };
  const { compressors, decompressZstd } = await loadHyparquetCompressors();
  // Into room of the size that was checked: the data name a size of their own, which may be anything.
  const ZSTD: Decompress = (input, size) => decompressZstd(input, new Uint8Array(size));
  return { ...(compressors as Record<string, Decompress>), SNAPPY, ZSTD };
}

function checkRows(name: string, { chunk, rowsUpTo }: Part, rows: number): void {
  if (rows !== rowsUpTo) throw damagedParquet(`the column "${name}" holds ${rows} rows of ${rowsUpTo}`, chunk.start);
}

/** Whatever else goes wrong in bytes from a place on is the file's fault too. */
function attempt<T>(action: () => T, byteOffset = 0): T {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof WasmcmcError) throw cause;
    throw damagedParquet((cause as Error).message, byteOffset, cause);
  }
}

/** Reads Parquet files with a row a draw, one or a folder of parts: ours and others'. */
import { loadHyparquet, loadHyparquetCompressors } from "../../peers.js";
import type { InferenceData } from "../inference_data/inference_data.js";
import { columnOfLists } from "./arrow_table.js";
import { incompleteFile, reading } from "./file_errors.js";
import { type FolderPlace, openFolder } from "./folder.js";
import type { RowColumn, RowTable } from "./row_columns.js";
import { inferRows } from "./row_infer.js";
import { columnNames, LayoutKey, parseLayout, type TableLayout } from "./row_layout.js";
import { restoreRows } from "./row_restore.js";
import { asValues, typeOfValues } from "./stored_values.js";

export interface ParquetReadOptions {
  /** Variables to read, of every group, where the file is ours; default all. */
  readonly variables?: readonly string[];
}

type Hyparquet = typeof import("hyparquet");
type FileMetaData = import("hyparquet").FileMetaData;
type ParquetType = import("hyparquet").ParquetType;

/**
 * Results from the bytes of a Parquet file, or from a folder of parts (in Node also from the path of one file): ours with all dims,
 * coordinates and attributes; of others, columns `chain` and `draw` (also as `.chain`, `chain__` ...) are recognised and `theta[0]`,
 * `theta[1]` ... become an array. Where chains have unequal numbers of draws, because a run was cut off: the chains and draws that keep
 * most.
 *
 * Needs the package `hyparquet`, and `hyparquet-compressors` for compressions other than snappy ("missing-package"); throws "damaged-file",
 * "unsupported-file".
 *
 *     const data = await fromParquet("run", { variables: ["mu", "tau"] })
 */
export async function fromParquet(source: Uint8Array | FolderPlace, options: ParquetReadOptions = {}): Promise<InferenceData> {
  const library = await loadHyparquet();
  const files = source instanceof Uint8Array ? [source] : await readParts(source);
  let layout: TableLayout | undefined;
  const batches: RowTable[] = [];
  for (const bytes of files) {
    const file = asyncBuffer(bytes);
    const metadata = await reading("Parquet", () => library.parquetMetadataAsync(file));
    layout ??= layoutIn(metadata, options);
    batches.push(await reading("Parquet", () => readRows(library, file, metadata, layout)));
  }
  return reading("Parquet", () => {
    if (layout !== undefined) return restoreRows(batches, layout, "Parquet");
    const inferred = inferRows(batches);
    return restoreRows(inferred.batches, inferred.layout, "Parquet");
  });
}

async function readParts(place: FolderPlace): Promise<Uint8Array[]> {
  const folder = await openFolder(place);
  const names = (await folder.list("")).filter((name) => name.endsWith(".parquet") && !name.startsWith("."));
  const paths = names.length === 0 ? [""] : names;
  const files = await Promise.all(paths.map((path) => folder.read(path)));
  const found = files.filter((file) => file !== undefined);
  if (found.length === 0) throw incompleteFile("Parquet", "the folder has no *.parquet");
  return found;
}

/** Node's Buffer is an Uint8Array whose `slice` does not copy. */
function asyncBuffer({ buffer, byteOffset, byteLength }: Uint8Array): import("hyparquet").AsyncBuffer {
  const slice = (start: number, end = byteLength): ArrayBuffer =>
    buffer.slice(byteOffset + start, byteOffset + end) as ArrayBuffer;
  return { byteLength, slice };
}

function layoutIn(metadata: FileMetaData, { variables }: ParquetReadOptions): TableLayout | undefined {
  const text = metadata.key_value_metadata?.find(({ key }) => key === LayoutKey)?.value;
  if (text === undefined) return undefined;
  const layout = parseLayout(text, "Parquet");
  if (variables === undefined) return layout;
  const groups = Object.entries(layout.groups).map(([name, group]) => {
    const kept = group.variables.filter((variable) => variables.includes(variable.name));
    const dims = new Set(kept.flatMap((variable) => variable.dims));
    const coords = Object.fromEntries(Object.entries(group.coords).filter(([dim]) => dims.has(dim)));
    return [name, { ...group, variables: kept, coords }];
  });
  return { ...layout, groups: Object.fromEntries(groups) };
}

async function readRows(
  library: Hyparquet,
  file: import("hyparquet").AsyncBuffer,
  metadata: FileMetaData,
  layout: TableLayout | undefined,
): Promise<RowTable> {
  const rows = Number(metadata.num_rows);
  const compressors = needsCompressors(metadata) ? (await loadHyparquetCompressors()).compressors : undefined;
  const types = new Map(library.parquetSchema(metadata).children.map((tree) => [tree.element.name, leafType(tree)]));
  const wanted = layout && [
    "chain",
    "draw",
    ...Object.entries(layout.groups).flatMap(([name, group]) =>
      group.variables.flatMap((variable) => columnNames(name, variable, group.coords)),
    ),
  ];
  const chunks = new Map<string, { first: number; data: ArrayLike<unknown> }[]>(
    (wanted ?? [...types.keys()]).map((name): [string, { first: number; data: ArrayLike<unknown> }[]] => [name, []]),
  );
  await library.parquetRead({
    file,
    metadata,
    ...(wanted && { columns: wanted.filter((name) => types.has(name)) }),
    ...(compressors && { compressors }),
    onChunk: ({ columnName, columnData, rowStart }) => chunks.get(columnName)?.push({ first: rowStart, data: columnData }),
  });
  const found = [...chunks].filter(([name]) => types.has(name));
  return {
    rows,
    columns: found.map(([name, own]) =>
      joined(
        name,
        own.sort((a, b) => a.first - b.first),
        rows,
        types.get(name),
      ),
    ),
  };
}

function needsCompressors({ row_groups }: FileMetaData): boolean {
  const codecs = row_groups.flatMap(({ columns }) => columns.map(({ meta_data }) => meta_data?.codec));
  return codecs.some((codec) => codec !== undefined && codec !== "UNCOMPRESSED" && codec !== "SNAPPY");
}

function joined(
  name: string,
  chunks: readonly { data: ArrayLike<unknown> }[],
  rows: number,
  type: ParquetType | undefined,
): RowColumn {
  const isList = chunks.some(({ data }) => typeof data[0] === "object" && data[0] !== null && "length" in data[0]);
  const count = chunks.reduce((sum, { data }) => sum + data.length, 0);
  if (count !== rows) throw incompleteFile("Parquet", `the column "${name}" has ${count} of ${rows} rows`);
  if (isList) {
    const lists = chunks.flatMap(({ data }) =>
      Array.from(data as ArrayLike<ArrayLike<unknown>>, (list) => narrowed(asValues(list, name), type)),
    );
    return columnOfLists(name, lists, rows);
  }
  const only = chunks.length === 1 ? chunks[0]!.data : chunks.flatMap(({ data }) => Array.from(data));
  const values = narrowed(asValues(only, name), type);
  return { name, type: typeOfValues(values), width: undefined, values };
}

/** The physical type of a column, or of its lists' elements. */
function leafType({ element, children }: import("hyparquet").SchemaTree): ParquetType | undefined {
  return children[0] === undefined ? element.type : leafType(children[0]);
}

/** The reader gives some columns as plain numbers: in the column's own type, unless something is missing. */
function narrowed(values: ReturnType<typeof asValues>, type: ParquetType | undefined): ReturnType<typeof asValues> {
  if (!(values instanceof Float64Array)) return values;
  if (type === "FLOAT") return Float32Array.from(values);
  return type === "INT32" && values.every(Number.isInteger) ? Int32Array.from(values) : values;
}

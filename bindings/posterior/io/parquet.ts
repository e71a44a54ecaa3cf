/** Parquet files with a row a draw: written whole, or part by part while a run is under way. */
import { loadHyparquetWriter } from "../../peers.js";
import type { InferenceData } from "../inference_data/inference_data.js";
import type { TableStreamOptions } from "./arrow_sink.js";
import { clearFolder, type FolderPlace, openFolder } from "./folder.js";
import { layoutOfSchema, type RowColumn, type RowTable, rowsOfData, rowsOfPiece } from "./row_columns.js";
import { LayoutKey, layoutOf, layoutText, type TableLayout, type TableOptions } from "./row_layout.js";
import type { DrawSink } from "./sink.js";
import { streamSink } from "./stream_sink.js";

type Writer = typeof import("hyparquet-writer");
type SchemaElement = import("hyparquet").SchemaElement;

/** The writer of Parquet takes lists apart into arrays of plain numbers, many times a part's bytes. */
const BufferBytes = 16e6;
/** Rows that readers take in at a time. */
const RowsInGroup = 100_000;

/**
 * The bytes of a Parquet file with a row a draw: `chain`, `draw`, then a column a scalar (`mu`, `theta[Choate]`) or lists. Only groups with
 * chains and draws fit in a table; NetCDF and Zarr hold all.
 *
 * Needs the package `hyparquet-writer` ("missing-package"); throws "bad-shape" for groups of other shapes, "name-clash" for equal columns.
 *
 *     await writeFile("fit.parquet", await toParquet(data))   // pandas.read_parquet("fit.parquet")
 */
export async function toParquet(data: InferenceData, options: TableOptions = {}): Promise<Uint8Array> {
  const writer = await loadHyparquetWriter();
  const layout = layoutOf(data, options);
  return parquetBytes(writer, rowsOfData(data, layout, options), layout);
}

/**
 * A sink that writes a folder of Parquet files, each complete and put in its place only then: a reader (`pyarrow.parquet.read_table` of the
 * folder, DuckDB, `fromParquet`) sees all parts but the one that is being written, also of a run that was killed.
 *
 * Needs the package `hyparquet-writer` ("missing-package"); throws "file-exists", "name-clash".
 *
 *     await sampleTo(parquetSink("run", { columns: "lists" }), model, data)
 */
export function parquetSink(place: FolderPlace, options: TableStreamOptions = {}): DrawSink {
  return streamSink(options, BufferBytes, async (schema) => {
    const writer = await loadHyparquetWriter();
    const layout = layoutOfSchema(schema, options.precision ?? "float64", options.columns ?? "scalars");
    const folder = await openFolder(place);
    await clearFolder(folder, (name) => name.endsWith(".parquet"), options.overwrite ?? false);
    let parts = 0;
    return {
      write: async (piece) => {
        const name = `part-${String(parts).padStart(6, "0")}.parquet`;
        await folder.write(name, parquetBytes(writer, rowsOfPiece(piece, layout), layout));
        parts += 1;
      },
      finish: async () => {},
    };
  });
}

function parquetBytes(library: Writer, { rows, columns }: RowTable, layout: TableLayout): Uint8Array {
  const writer = new library.ByteWriter();
  library.parquetWrite({
    writer,
    schema: [{ name: "root", num_children: columns.length }, ...columns.flatMap(schemaOf)],
    columnData: columns.map((column) => columnOf(column, rows)),
    rowGroupSize: RowsInGroup,
    kvMetadata: [{ key: LayoutKey, value: layoutText(layout) }],
    createdBy: "wasmcmc",
  });
  return writer.getBytes();
}

const PhysicalTypes = {
  float64: { type: "DOUBLE" },
  float32: { type: "FLOAT" },
  int32: { type: "INT32" },
  int64: { type: "INT64" },
  bool: { type: "BOOLEAN" },
  string: { type: "BYTE_ARRAY", converted_type: "UTF8" },
} as const;

function schemaOf({ name, type, width }: RowColumn): SchemaElement[] {
  const required = { repetition_type: "REQUIRED" } as const;
  if (width === undefined) return [{ name, ...PhysicalTypes[type], ...required }];
  return [
    { name, ...required, converted_type: "LIST", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", ...PhysicalTypes[type], ...required },
  ];
}

/** Draws are all different: neither dictionaries nor compression gain anything. */
function columnOf(column: RowColumn, rows: number) {
  const float = column.type === "float64" || column.type === "float32";
  const asIs = { encoding: "PLAIN", codec: "UNCOMPRESSED", statistics: false } as const;
  return { name: column.name, data: columnData(column, rows) as number[], ...(float ? asIs : {}) };
}

function columnData({ type, width, values }: RowColumn, rows: number): unknown {
  const all: ArrayLike<unknown> = type === "bool" ? Array.from(values as Uint8Array, (value) => value === 1) : values;
  if (width === undefined) return all;
  return Array.from({ length: rows }, (_, row) => Array.from({ length: width }, (_, k) => all[row * width + k]));
}

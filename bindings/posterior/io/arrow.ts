/** Arrow IPC files and streams: a row a draw, in and out. */
import { loadArrow } from "../../peers.js";
import type { InferenceData } from "../inference_data/inference_data.js";
import { arrowBatch, arrowSchema, fileBytes, rowsOfBatch, streamBytes } from "./arrow_table.js";
import { incompleteFile, reading } from "./file_errors.js";
import { type RowTable, rowsOfData } from "./row_columns.js";
import { inferRows } from "./row_infer.js";
import { LayoutKey, layoutOf, parseLayout, type TableOptions } from "./row_layout.js";
import { restoreRows } from "./row_restore.js";

export interface ArrowOptions extends TableOptions {
  /** "file" (also called Feather; default) or "stream". */
  readonly format?: "file" | "stream";
}

/**
 * The bytes of an Arrow file with a row a draw: `chain`, `draw`, then a column a scalar (`mu`, `theta[Choate]`) or lists. Only groups with
 * chains and draws fit in a table; NetCDF and Zarr hold all.
 *
 * Needs the package `apache-arrow` ("missing-package"); throws "bad-shape" for groups of other shapes, "name-clash" for equal columns.
 *
 *     await writeFile("fit.arrow", await toArrow(data))   // pyarrow.ipc.open_file("fit.arrow").read_pandas()
 */
export async function toArrow(data: InferenceData, options: ArrowOptions = {}): Promise<Uint8Array> {
  const arrow = await loadArrow();
  const layout = layoutOf(data, options);
  const table = rowsOfData(data, layout, options);
  const schema = arrowSchema(arrow, table.columns, layout);
  return (options.format === "stream" ? streamBytes : fileBytes)(arrow, arrowBatch(arrow, schema, table));
}

/**
 * Results from the bytes of an Arrow file or stream: ours with all dims, coordinates and attributes; of others, columns `chain` and `draw`
 * (also as `.chain`, `chain__` ...) are recognised and `theta[0]`, `theta[1]` ... become an array.
 *
 * A stream may be cut: what is complete is read, the chains and draws that keep most. Needs the package `apache-arrow`
 * ("missing-package"); throws "damaged-file", "unsupported-file".
 *
 *     const data = await fromArrow(await readFile("run.arrows"))
 */
export async function fromArrow(bytes: Uint8Array): Promise<InferenceData> {
  const arrow = await loadArrow();
  return reading("Arrow", () => {
    const isFile = new TextDecoder().decode(bytes.subarray(0, 6)) === "ARROW1";
    const reader = arrow.RecordBatchReader.from(bytes);
    const schema = reader.open()?.schema;
    if (schema === undefined) throw incompleteFile("Arrow", "it has no schema");
    const batches: RowTable[] = [];
    try {
      for (const batch of reader) batches.push(rowsOfBatch(arrow, batch));
    } catch (error) {
      if (isFile || !isCut(error)) throw error;
    }
    const text = schema.metadata.get(LayoutKey);
    if (text !== undefined) return restoreRows(batches, parseLayout(text, "Arrow"), "Arrow");
    const { batches: named, layout } = inferRows(batches);
    return restoreRows(named, layout, "Arrow");
  });
}

/** What apache-arrow says where a message has fewer bytes than it should. */
function isCut(error: unknown): boolean {
  return error instanceof Error && /^Expected to read \d+/.test(error.message);
}

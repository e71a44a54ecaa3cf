/** Draws go into an Arrow IPC stream while they are made. */
import { loadArrow } from "../../peers.js";
import { arrowBatch, arrowSchema, streamBytes } from "./arrow_table.js";
import { openByteStream, type StreamPlace } from "./byte_stream.js";
import { emptyPiece, type StreamOptions } from "./pieces.js";
import { layoutOfSchema, type RowTable, rowsOfPiece } from "./row_columns.js";
import type { DrawSink } from "./sink.js";
import { streamSink } from "./stream_sink.js";

export interface TableStreamOptions extends StreamOptions {
  /** A column for every scalar (default), or a column of lists for every variable that has dims: better above some 1,000 scalars. */
  readonly columns?: "scalars" | "lists";
}

/** What ends a stream: a continuation mark and a length of 0. */
const End = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);

/**
 * A sink that writes an Arrow IPC stream: a record batch for each part. A stream that was cut off holds all complete batches:
 * `pyarrow.ipc.open_stream` gives them one by one, `fromArrow` all of them.
 *
 * Needs the package `apache-arrow` ("missing-package"); throws "file-exists", "name-clash".
 *
 *     await sampleTo(arrowSink("run.arrows", { columns: "lists" }), model, data)
 */
export function arrowSink(place: StreamPlace, options: TableStreamOptions = {}): DrawSink {
  return streamSink(options, 64e6, async (schema) => {
    const arrow = await loadArrow();
    const precision = options.precision ?? "float64";
    const layout = layoutOfSchema(schema, precision, options.columns ?? "scalars");
    const empty = rowsOfPiece(emptyPiece(schema, precision), layout);
    const fields = arrowSchema(arrow, empty.columns, layout);
    const encode = (table: RowTable): Uint8Array => streamBytes(arrow, arrowBatch(arrow, fields, table));
    const stream = await openByteStream(place, options.overwrite ?? false);
    const head = schemaMessage(encode(empty));
    await stream.write(head);
    return {
      /** Of a stream of one batch, what is between its schema and its end. */
      write: (piece) => stream.write(encode(rowsOfPiece(piece, layout)).subarray(head.length, -End.length)),
      finish: async () => {
        await stream.write(End);
        await stream.close();
      },
    };
  });
}

/** The first message of a stream, which has no body: a continuation mark, the length of the rest, the rest. */
function schemaMessage(bytes: Uint8Array): Uint8Array {
  return bytes.slice(0, 8 + new DataView(bytes.buffer, bytes.byteOffset).getInt32(4, true));
}

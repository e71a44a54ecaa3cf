/** Draws go into an Arrow IPC stream while they are made. */
import { loadArrow } from "../../peers.js";
import { type Arrow, arrowBatch, arrowSchema } from "./arrow_table.js";
import { type ByteStream, openByteStream, type StreamPlace } from "./byte_stream.js";
import { Pieces, type StreamOptions } from "./pieces.js";
import { layoutOfSchema, rowsOfPiece } from "./row_columns.js";
import type { TableLayout } from "./row_layout.js";
import type { DrawPart, DrawSink } from "./sink.js";

export interface TableStreamOptions extends StreamOptions {
  /** A column for every scalar (default), or a column of lists for every variable that has dims: better above some 1,000 scalars. */
  readonly columns?: "scalars" | "lists";
}

/** What ends a stream: a continuation mark and a length of 0. */
const EndBytes = 8;

/**
 * A sink that writes an Arrow IPC stream: a record batch for each part. A stream that was cut off holds all complete batches:
 * `pyarrow.ipc.open_stream` gives them one by one, `fromArrow` all of them.
 *
 * Needs the package `apache-arrow` ("missing-package"); throws "file-exists", "name-clash".
 *
 *     await sampleTo(arrowSink("run.arrows", { columns: "lists" }), model, data)
 */
export function arrowSink(place: StreamPlace, options: TableStreamOptions = {}): DrawSink {
  let run: ArrowRun | undefined;
  const opened = (): ArrowRun => {
    if (run === undefined) throw new Error("open() comes first");
    return run;
  };
  return {
    open: async (schema) => {
      const arrow = await loadArrow();
      const layout = layoutOfSchema(schema, options.precision ?? "float64", options.columns ?? "scalars");
      const pieces = new Pieces(schema, options);
      run = new ArrowRun(arrow, layout, pieces, await openByteStream(place, options.overwrite ?? false));
      await run.begin();
    },
    write: (part) => opened().write(part),
    close: () => opened().finish(),
  };
}

class ArrowRun {
  private readonly schema: import("apache-arrow").Schema;
  private schemaBytes = 0;

  constructor(
    private readonly arrow: Arrow,
    private readonly layout: TableLayout,
    private readonly pieces: Pieces,
    private readonly stream: ByteStream,
  ) {
    this.schema = arrowSchema(arrow, rowsOfPiece(pieces.nothing(), layout).columns, layout);
  }

  async begin(): Promise<void> {
    const bytes = this.encode([]);
    this.schemaBytes = bytes.length - EndBytes;
    await this.stream.write(bytes.subarray(0, this.schemaBytes));
  }

  async write(part: DrawPart): Promise<void> {
    for (const piece of this.pieces.take(part)) await this.writeBatch(rowsOfPiece(piece, this.layout));
  }

  async finish(): Promise<void> {
    for (const piece of this.pieces.rest()) await this.writeBatch(rowsOfPiece(piece, this.layout));
    await this.stream.write(Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0));
    await this.stream.close();
  }

  /** A stream of one batch, without its schema and its end. */
  private writeBatch(rows: Parameters<typeof arrowBatch>[2]): Promise<void> {
    const bytes = this.encode([arrowBatch(this.arrow, this.schema, rows)]);
    return this.stream.write(bytes.subarray(this.schemaBytes, bytes.length - EndBytes));
  }

  private encode(batches: import("apache-arrow").RecordBatch[]): Uint8Array {
    return this.arrow.tableToIPC(new this.arrow.Table(this.schema, batches), "stream");
  }
}

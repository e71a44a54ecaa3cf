/** What all storage formats have in common as sinks: parts come in, pieces of bounded size go to the format. */
import { WasmcmcError } from "../../errors.js";
import { type Piece, Pieces, type StreamOptions } from "./pieces.js";
import type { DrawSink, SinkSchema } from "./sink.js";

/** A format while a run is under way. */
export interface StreamRun {
  write(piece: Piece): Promise<void>;
  /** After the last piece; `draws` of each chain. */
  finish(draws: readonly number[]): Promise<void>;
}

/** The sink of a format that `start` opens: pieces of `drawsPerPiece`, of which all chains together hold at most `bufferBytes`. */
export function streamSink(
  options: StreamOptions,
  bufferBytes: number,
  start: (schema: SinkSchema, drawsPerPiece: number) => Promise<StreamRun>,
): DrawSink {
  let state: { readonly pieces: Pieces; readonly run: StreamRun } | undefined;
  const opened = (): NonNullable<typeof state> => {
    if (state !== undefined) return state;
    throw new WasmcmcError({
      code: "bad-option",
      problem: "The sink is not open.",
      remedy: "Call open() with the schema first, and nothing after close().",
    });
  };
  return {
    open: async (schema) => {
      const pieces = new Pieces(schema, options, bufferBytes);
      state = { pieces, run: await start(schema, pieces.draws) };
    },
    write: async (part) => {
      const { pieces, run } = opened();
      for (const piece of pieces.take(part)) await run.write(piece);
    },
    close: async (draws) => {
      const { pieces, run } = opened();
      state = undefined;
      for (const piece of pieces.rest()) await run.write(piece);
      await run.finish(draws);
    },
  };
}

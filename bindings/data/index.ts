/** The face of `wasmcmc/data`: files in and out. Re-exports only. */

export type { DrawPart, DrawSink, SinkSchema, SinkVariable } from "../posterior/io/sink.js";
export { type CsvColumn, type CsvOptions, CsvTable, parseCsv } from "./csv.js";

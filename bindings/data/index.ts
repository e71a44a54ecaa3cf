/** The face of `wasmcmc/data`: files in and out. Re-exports only. */

export { type CmdStanOptions, fromCmdStanCsv } from "../posterior/io/cmdstan_read.js";
export { cmdStanChunks, toCmdStanCsv } from "../posterior/io/cmdstan_write.js";
export { fromJson } from "../posterior/io/json_read.js";
export { jsonChunks, toJson } from "../posterior/io/json_write.js";
export { type NumpyArray, readNpy, writeNpy } from "../posterior/io/npy.js";
export { fromNpz, type NpzOptions, readNpz, toNpz, writeNpz } from "../posterior/io/npz.js";
export type { DrawPart, DrawSink, SinkSchema, SinkVariable } from "../posterior/io/sink.js";
export { type CsvColumn, type CsvOptions, CsvTable, parseCsv } from "./csv.js";

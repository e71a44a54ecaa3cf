/** The face of `wasmcmc/data`: files in and out. Re-exports only. */

export type { DrawPart, DrawSink, SinkSchema, SinkVariable } from "../posterior/io/sink.js";
export type { Column, ColumnType, ColumnValues } from "./column.js";
export { type CsvColumn, type CsvOptions, CsvTable, parseCsv } from "./csv.js";
export type { Hdu, HduKind } from "./fits/hdu.js";
export type { FitsImage } from "./fits/image.js";
export { FitsFile, type FitsImageOptions, type FitsTableOptions, readFits, readFitsImage } from "./fits/read.js";
export type { WorldCoordinates } from "./fits/wcs.js";
export { Table, type TableDetails } from "./table.js";

/** The face of `wasmcmc/data`: files in and out. Re-exports only. */

export { type ArrowOptions, fromArrow, toArrow } from "../posterior/io/arrow.js";
export { arrowSink, type TableStreamOptions } from "../posterior/io/arrow_sink.js";
export type { StreamPlace } from "../posterior/io/byte_stream.js";
export type { FolderPlace } from "../posterior/io/folder.js";
export { type NetcdfOptions, toNetcdf } from "../posterior/io/netcdf.js";
export { fromNetcdf } from "../posterior/io/netcdf_read.js";
export { parquetSink, toParquet } from "../posterior/io/parquet.js";
export { fromParquet, type ParquetReadOptions } from "../posterior/io/parquet_read.js";
export type { StreamOptions } from "../posterior/io/pieces.js";
export type { TableOptions } from "../posterior/io/row_layout.js";
export type { DrawPart, DrawSink, SinkSchema, SinkVariable } from "../posterior/io/sink.js";
export { toZarr, type ZarrOptions } from "../posterior/io/zarr.js";
export { fromZarr, type ZarrReadOptions } from "../posterior/io/zarr_read.js";
export { zarrSink } from "../posterior/io/zarr_sink.js";
export { type CsvColumn, type CsvOptions, CsvTable, parseCsv } from "./csv.js";

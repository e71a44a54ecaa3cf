/** The face of `wasmcmc/data`: files in and out. Re-exports only. */

export { type ArrowOptions, fromArrow, toArrow } from "../posterior/io/arrow.js";
export { arrowSink, type TableStreamOptions } from "../posterior/io/arrow_sink.js";
export type { StreamPlace } from "../posterior/io/byte_stream.js";
export { type CmdStanOptions, fromCmdStanCsv } from "../posterior/io/cmdstan_read.js";
export { cmdStanChunks, toCmdStanCsv } from "../posterior/io/cmdstan_write.js";
export type { FolderPlace } from "../posterior/io/folder.js";
export { fromJson } from "../posterior/io/json_read.js";
export { jsonChunks, toJson } from "../posterior/io/json_write.js";
export { type NetcdfOptions, toNetcdf } from "../posterior/io/netcdf.js";
export { fromNetcdf } from "../posterior/io/netcdf_read.js";
export { type NumpyArray, readNpy, writeNpy } from "../posterior/io/npy.js";
export { fromNpz, type NpzOptions, readNpz, toNpz, writeNpz } from "../posterior/io/npz.js";
export { parquetSink, toParquet } from "../posterior/io/parquet.js";
export { fromParquet, type ParquetReadOptions } from "../posterior/io/parquet_read.js";
export type { StreamOptions } from "../posterior/io/pieces.js";
export type { TableOptions } from "../posterior/io/row_layout.js";
export type { DrawPart, DrawSink, SinkSchema, SinkVariable } from "../posterior/io/sink.js";
export { toZarr, type ZarrOptions } from "../posterior/io/zarr.js";
export { fromZarr, type ZarrReadOptions } from "../posterior/io/zarr_read.js";
export { zarrSink } from "../posterior/io/zarr_sink.js";
export { readBytes, type Source, type SourceOptions } from "./bytes.js";
export type { Column, ColumnType, ColumnValues } from "./column.js";
export type { CellValues, ColumnDetails } from "./column_of.js";
export { type CsvColumn, type CsvOptions, CsvTable, parseCsv } from "./csv.js";
export { type ColumnDescription, TableDescription } from "./describe.js";
export type { Hdu, HduKind } from "./fits/hdu.js";
export type { FitsImage } from "./fits/image.js";
export { FitsFile, type FitsImageOptions, type FitsTableOptions, readFits, readFitsImage } from "./fits/read.js";
export type { WorldCoordinates } from "./fits/wcs.js";
export { type WriteFitsOptions, writeFits } from "./fits/write.js";
export type { ColumnNames, TableOrColumns } from "./gaia/columns_of.js";
export { type GaiaConeOptions, type GaiaConeRequest, gaiaCone, gaiaConeUrl, gaiaService } from "./gaia/cone.js";
export { type GaiaCone, gaiaColumns, gaiaConeQuery } from "./gaia/cone_query.js";
export { type ErrorCovarianceOptions, type ErrorCovariances, errorCovariances } from "./gaia/error_covariances.js";
export {
  type CutCount,
  type CutRange,
  type QualityCuts,
  type QualityOptions,
  type QualityResult,
  qualityCuts,
} from "./gaia/quality.js";
export { correctParallax, parallaxZeroPoint, type ZeroPoint, type ZeroPointOptions } from "./gaia/zero_point.js";
export type { JoinOptions } from "./join.js";
export { readArrow } from "./read_arrow.js";
export { type ReadCsvOptions, readCsv } from "./read_csv.js";
export { readJson } from "./read_json.js";
export { type ReadParquetOptions, readParquet } from "./read_parquet.js";
export { formatOf, type ReadTableOptions, readTable } from "./read_table.js";
export {
  type Galactic,
  galacticToIcrs,
  icrsToGalactic,
  type PairErrors,
  type ProperMotion,
  properMotionErrorsToGalactic,
  properMotionToGalactic,
} from "./sky/galactic.js";
export { type ResolvedName, type ResolveOptions, resolve, sesameServices } from "./sky/resolve.js";
export {
  angularSeparation,
  fromTangentPlane,
  type Offset,
  positionAngle,
  type SkyPlace,
  tangentPlane,
} from "./sky/separation.js";
export {
  type GalactocentricFrame,
  galactocentric,
  galactocentricV40,
  KmsPerMasYrKpc,
  type Motion,
  type Phase,
  parallaxToDistance,
  toCartesian,
} from "./sky/space.js";
export { type Dropped, type RowChoice, Table, type TableDetails } from "./table.js";
export type { TableFormat } from "./table_format.js";
export type { CacheChoice } from "./tap/cache.js";
export type { JobOptions } from "./tap/job.js";
export { type TapOptions, type TapProgress, type TapQuery, tapQuery } from "./tap/query.js";
export type { ByHand, WebOptions } from "./tap/web.js";
export { type ReadVoTableOptions, readVoTable } from "./votable/read.js";
export { writeVoTable } from "./votable/write.js";
export { type WriteArrowOptions, writeArrow } from "./write_arrow.js";
export { type WriteCsvOptions, writeCsv } from "./write_csv.js";
export { writeJson } from "./write_json.js";
export { writeParquet } from "./write_parquet.js";
export { type SaveTableOptions, saveTable, type WriteTableOptions, writeTable } from "./write_table.js";

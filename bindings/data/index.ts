/** The face of `wasmcmc/data`: files in and out. Re-exports only. */

export type { DrawPart, DrawSink, SinkSchema, SinkVariable } from "../posterior/io/sink.js";
export type { Column, ColumnType, ColumnValues } from "./column.js";
export { type CsvColumn, type CsvOptions, CsvTable, parseCsv } from "./csv.js";
export type { Hdu, HduKind } from "./fits/hdu.js";
export type { FitsImage } from "./fits/image.js";
export { FitsFile, type FitsImageOptions, type FitsTableOptions, readFits, readFitsImage } from "./fits/read.js";
export type { WorldCoordinates } from "./fits/wcs.js";
export {
  type Galactic,
  galacticToIcrs,
  icrsToGalactic,
  type PairErrors,
  type ProperMotion,
  properMotionErrorsToGalactic,
  properMotionToGalactic,
} from "./sky/galactic.js";
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
export { Table, type TableDetails } from "./table.js";

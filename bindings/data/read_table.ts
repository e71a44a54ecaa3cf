/** One door for all tables: the format is seen by the file's first bytes, then by its name. */
import { WasmcmcError } from "../errors.js";
import { readBytes, type Source, type SourceOptions } from "./bytes.js";
import { FitsFile } from "./fits/read.js";
import { readArrow } from "./read_arrow.js";
import { readCsv } from "./read_csv.js";
import { readJson } from "./read_json.js";
import { readParquet } from "./read_parquet.js";
import { Table } from "./table.js";
import type { TableFormat } from "./table_format.js";
import { readVoTable } from "./votable/read.js";

export interface ReadTableOptions extends SourceOptions {
  /** Seen from the file when absent. */
  readonly format?: TableFormat;
  readonly columns?: readonly string[];
  /** Of FITS: number or name of the unit. */
  readonly hdu?: number | string;
}

/**
 * A table from a path (Node), URL, File, bytes or stream; gzip is undone. FITS, VOTable, Parquet, Arrow IPC, CSV, TSV or JSON.
 *
 *     const stars = await readTable("stars.fits.gz", { columns: ["ra", "dec", "pmra", "pmra_error"] });
 *     console.log(String(stars));   // types, units, nulls, ranges
 */
export async function readTable(source: Source, options: ReadTableOptions = {}): Promise<Table> {
  const bytes = await readBytes(source, options);
  const format = options.format ?? formatOf(bytes, nameOf(source));
  const { columns, rowCount, details } = await readAs(format, bytes, options);
  return new Table(columns, rowCount, { ...details, format });
}

async function readAs(format: TableFormat, bytes: Uint8Array, options: ReadTableOptions): Promise<Table> {
  const columns = options.columns === undefined ? {} : { columns: options.columns };
  const chosen = (table: Table): Table => (options.columns === undefined ? table : table.select(options.columns));
  switch (format) {
    case "fits":
      return new FitsFile(bytes).table({ ...columns, ...(options.hdu !== undefined && { hdu: options.hdu }) });
    case "votable":
      return readVoTable(bytes, columns);
    case "parquet":
      return readParquet(bytes, { ...columns, ...(options.maxBytes !== undefined && { maxBytes: options.maxBytes }) });
    case "arrow":
      return chosen(await readArrow(bytes));
    case "json":
      return chosen(readJson(bytes));
    case "csv":
    case "tsv":
      return chosen(readCsv(bytes, format === "tsv" ? { delimiter: "\t" } : {}));
  }
}

function nameOf(source: Source): string {
  if (typeof source === "string" || source instanceof URL) return String(source).replace(/[?#].*$/, "");
  return typeof File !== "undefined" && source instanceof File ? source.name : "";
}

/** The format by its magic number, the shape of its text, and at last its name. */
export function formatOf(bytes: Uint8Array, name = ""): TableFormat {
  const head = String.fromCharCode(...bytes.subarray(0, 400));
  if (head.startsWith("SIMPLE  =") || head.startsWith("\x1f\x9d")) return "fits";
  if (head.startsWith("PAR1")) return "parquet";
  if (head.startsWith("ARROW1") || head.startsWith("\xff\xff\xff\xff")) return "arrow";
  const text = head.replace(/^\xef\xbb\xbf/, "").trimStart();
  if (/^(?:<\?xml|<!--|<!DOCTYPE VOTABLE|<(?:\w+:)?VOTABLE)/.test(text)) return "votable";
  const suffix = /\.(\w+?)(?:\.gz)?$/.exec(name.toLowerCase())?.[1];
  if (suffix === "json" || /^[[{]/.test(text)) return "json";
  if (suffix === "tsv") return "tsv";
  if (text.length > 0 && !text.includes("\0")) return "csv";
  throw new WasmcmcError({
    code: "unsupported-file",
    problem: bytes.length === 0 ? "The file is empty." : "The file is no format that is known here.",
    remedy: "Pass FITS, VOTable, Parquet, Arrow, CSV or JSON; or say which by `format`.",
    value: name,
  });
}

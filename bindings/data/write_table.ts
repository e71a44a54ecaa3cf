/** One door out for all tables: bytes in the format they came in, or in another; and files of the disk. */
import { WasmcmcError } from "../errors.js";
import { openByteStream, type StreamPlace } from "../posterior/io/byte_stream.js";
import { diskOf } from "../posterior/io/disk.js";
import { writeFits } from "./fits/write.js";
import type { Table } from "./table.js";
import { formatOfName, type TableFormat } from "./table_format.js";
import { writeVoTable } from "./votable/write.js";
import { type WriteArrowOptions, writeArrow } from "./write_arrow.js";
import { type WriteCsvOptions, writeCsv } from "./write_csv.js";
import { writeJson } from "./write_json.js";
import { writeParquet } from "./write_parquet.js";

export interface WriteTableOptions extends WriteCsvOptions, WriteArrowOptions {
  /** That of the file the table was read from when absent. */
  readonly format?: TableFormat;
  /** Whether to compress the bytes. */
  readonly gzip?: boolean;
}

export interface SaveTableOptions extends WriteTableOptions {
  /** Whether a file of that name is replaced. */
  readonly overwrite?: boolean;
}

/**
 * The bytes of a table in a format: with all its rows, nulls and integers exact; units, descriptions and attributes where the format has a
 * place for them (FITS, VOTable, Parquet, Arrow).
 *
 * Throws "bad-option" where no format is known, "cannot-write" naming a column that the format cannot hold.
 *
 *     const stars = await readTable("stars.fits.gz");
 *     const bytes = await writeTable(stars.withColumn("membership", probability));             // FITS, as it came
 *     const text = await writeTable(stars, { format: "csv", missing: "NA", gzip: true });
 */
export async function writeTable(table: Table, options: TableFormat | WriteTableOptions = {}): Promise<Uint8Array> {
  const chosen = typeof options === "string" ? { format: options } : options;
  const bytes = await bytesOf(table, chosen);
  return chosen.gzip ? gzipped(bytes) : bytes;
}

async function bytesOf(table: Table, options: WriteTableOptions): Promise<Uint8Array> {
  const format = options.format ?? table.details.format;
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
  switch (format) {
    case "fits":
      return writeFits(table);
    case "votable":
      return utf8(writeVoTable(table));
    case "parquet":
      return writeParquet(table);
    case "arrow":
      return writeArrow(table, options);
    case "json":
      return utf8(writeJson(table));
    case "csv":
      return utf8(writeCsv(table, options));
    case "tsv":
      return utf8(writeCsv(table, { delimiter: "\t", ...options }));
    default:
      throw new WasmcmcError({
        code: "bad-option",
        problem:
          format === undefined ? "It is not known in which format to write the table." : `"${format}" is no format of tables.`,
        remedy: 'Name one: "fits", "votable", "parquet", "arrow", "csv", "tsv" or "json".',
        variable: "format",
        value: format,
      });
  }
}

async function gzipped(bytes: Uint8Array): Promise<Uint8Array> {
  const pair = new CompressionStream("gzip") as unknown as ReadableWritablePair<Uint8Array, Uint8Array>;
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(pair);
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}

/**
 * Writes a table to a file: a path (in Node), a WritableStream or a FileSystemFileHandle. The format is the option's, else what the name
 * ends with, else that of the file the table was read from; a name that ends with .gz is compressed, one with .arrows an Arrow stream. A file that is there is replaced only
 * on request, and then at once: whoever reads sees the old one or the new one.
 *
 * Throws "file-exists", and as `writeTable`.
 *
 *     await saveTable(stars.withColumn("membership", probability), "members.fits.gz")
 */
export async function saveTable(table: Table, place: StreamPlace, options: SaveTableOptions = {}): Promise<void> {
  const name = typeof place === "string" ? place : "name" in place ? place.name : "";
  const format = options.format ?? formatOfName(name) ?? table.details.format;
  const gzip = options.gzip ?? /\.gz$/i.test(name);
  const layout = options.layout ?? (/\.arrows(?:\.gz)?$/i.test(name) ? "stream" : "file");
  const bytes = await writeTable(table, { ...options, gzip, layout, ...(format !== undefined && { format }) });
  if (typeof place === "string" && options.overwrite) return replaceFile(place, bytes);
  const stream = await openByteStream(place, options.overwrite ?? false);
  await stream.write(bytes);
  await stream.close();
}

async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const disk = diskOf(path);
  const partial = `${path}.partial`;
  await disk.writeFile(partial, bytes);
  await disk.rename(partial, path);
}

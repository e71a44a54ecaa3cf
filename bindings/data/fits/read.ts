/** FITS files: which units they have, and their tables and images. */
import { readBytes, type Source, type SourceOptions } from "../bytes.js";
import type { Table } from "../table.js";
import { readAsciiTable } from "./ascii_table.js";
import { readBinaryTable } from "./binary_table.js";
import { verifyChecksums } from "./checksum.js";
import { fitsError } from "./fits_error.js";
import { type Hdu, readHdus } from "./hdu.js";
import { type FitsImage, readImage } from "./image.js";

export interface FitsTableOptions extends SourceOptions {
  /** Number (the primary unit is 0) or name of the unit; by default the first that is a table. */
  readonly hdu?: number | string;
  /** Names of the columns wanted, in this order; all when absent. */
  readonly columns?: readonly string[];
  /** Whether to check DATASUM and CHECKSUM where the file has them. */
  readonly verify?: boolean;
}

export interface FitsImageOptions extends SourceOptions {
  /** By default the first unit with an image. */
  readonly hdu?: number | string;
  readonly verify?: boolean;
}

/** A file opened, from its decompressed bytes: its units, from which tables and images are read on demand. */
export class FitsFile {
  readonly hdus: readonly Hdu[];

  constructor(private readonly bytes: Uint8Array) {
    if (bytes[0] === 0x1f && bytes[1] === 0x9d) {
      throw fitsError("unsupported-file", "The file is compressed by LZW (.Z).", "Decompress it first: uncompress, or gzip -d.");
    }
    this.hdus = readHdus(bytes);
  }

  /** A file from a path (Node), URL, File, bytes or stream; gzip is undone. */
  static async open(source: Source, options: SourceOptions = {}): Promise<FitsFile> {
    return new FitsFile(await readBytes(source, options));
  }

  /** Binary and ASCII tables. Throws a typed error where the unit is none. */
  table({ hdu, columns, verify }: FitsTableOptions = {}): Table {
    const isTable = ({ kind }: Hdu) => kind === "binary table" || kind === "ASCII table";
    const unit = hdu === undefined ? this.hdus.find(isTable) : this.unit(hdu);
    if (unit === undefined || !isTable(unit)) throw this.no("table", unit);
    if (verify) verifyChecksums(this.bytes, unit);
    return unit.kind === "binary table" ? readBinaryTable(this.bytes, unit, columns) : readAsciiTable(this.bytes, unit, columns);
  }

  /** The primary array or an IMAGE extension, scaled, with its world coordinates. */
  image({ hdu, verify }: FitsImageOptions = {}): FitsImage {
    const hasImage = ({ kind, header }: Hdu) => kind === "image" && header.count("NAXIS") > 0;
    const unit = hdu === undefined ? this.hdus.find(hasImage) : this.unit(hdu);
    if (unit === undefined) throw this.no("image", unit);
    if (verify) verifyChecksums(this.bytes, unit);
    return readImage(this.bytes, unit);
  }

  private unit(wanted: number | string): Hdu {
    const found =
      typeof wanted === "number"
        ? this.hdus[wanted]
        : this.hdus.find(({ name }) => name.toUpperCase() === wanted.trim().toUpperCase());
    if (found !== undefined) return found;
    throw fitsError("unsupported-file", `The file has no unit ${JSON.stringify(wanted)}.`, `It has ${this.listing}.`, wanted);
  }

  private no(what: string, unit: Hdu | undefined): Error {
    const problem =
      unit === undefined ? `The file has no ${what}.` : `Unit ${unit.number} is no ${what}: it is ${anOf(unit.kind)}.`;
    return fitsError("unsupported-file", problem, `It has ${this.listing}.`, unit?.kind);
  }

  private get listing(): string {
    return this.hdus.map(({ number, name, kind }) => `${number}${name === "" ? "" : ` "${name}"`} (${kind})`).join(", ");
  }
}

const anOf = (kind: string): string => (/^[aioA]/.test(kind) ? `an ${kind}` : `a ${kind}`);

/**
 * A table from a FITS file (FITS standard 4.0): a path (Node), URL, File, bytes or stream; gzip is undone.
 *
 *     const stars = await readFits("stars.fits.gz", { hdu: 1 });
 *     stars.column("parallax").unit;   // "mas"
 */
export async function readFits(source: Source, options: FitsTableOptions = {}): Promise<Table> {
  return (await FitsFile.open(source, options)).table(options);
}

/** An image from a FITS file, given as for `readFits`. */
export async function readFitsImage(source: Source, options: FitsImageOptions = {}): Promise<FitsImage> {
  return (await FitsFile.open(source, options)).image(options);
}

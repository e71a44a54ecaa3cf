/** Tables as FITS files: an empty primary unit and a binary table, with checksums. FITS standard 4.0, section 7.3. */
import { cannotWrite } from "../cannot_write.js";
import type { Table } from "../table.js";
import { encodeChecksum, onesSum } from "./checksum.js";
import { ColumnKeywords, isStructure } from "./column_keywords.js";
import { BlockBytes } from "./header.js";
import { formOf, type StoredColumn, storedColumn } from "./stored_column.js";
import { cardsOf, checkText, headerBytes } from "./write_header.js";

export interface WriteFitsOptions {
  /** Whether places in the heap have 32 bits (P, as far as they reach) or 64 (Q). */
  readonly descriptors?: "P" | "Q";
}

/**
 * The bytes of a FITS file with the table as its first extension. All types are kept: unsigned integers and signed bytes by TZERO,
 * arrays by TDIM, those of varying length in the heap (P, or Q beyond 2 GB), units, descriptions (TCOMM, on one line), name, attributes.
 *
 * Nulls of integers are marked by TNULL, a value that the column does not have (a column of 8 to 32 bits that has all is widened), of
 * real and complex numbers by NaN, of logical values and texts by a byte of 0. Spaces at the end of a text do not count in FITS.
 *
 * Throws "cannot-write" for what FITS cannot hold: arrays of texts of varying length, NUL in a text, names, units or descriptions
 * that are not ASCII, names of more than 68 characters, more than 999 columns.
 *
 *     await writeFile("members.fits", writeFits(stars.withColumn("membership", probability)))
 */
export function writeFits(table: Table, { descriptors = "P" }: WriteFitsOptions = {}): Uint8Array<ArrayBuffer> {
  const columns = table.columns.map((column) => storedColumn(column, table.rowCount));
  if (columns.length > 999) {
    throw cannotWrite(`The table has ${columns.length} columns; a FITS table has 999 at most.`, "Select some of them.");
  }
  const rowBytes = columns.reduce((sum, column) => sum + widthInRow(column, false), 0);
  const heapBytes = columns.reduce((sum, column) => sum + (column.inHeap ? heapOf(column, table.rowCount) : 0), 0);
  const isLarge = descriptors === "Q" || heapBytes >= 2 ** 31;
  const layout = { rows: table.rowCount, rowBytes: isLarge ? rowBytes + 8 * countInHeap(columns) : rowBytes, heapBytes, isLarge };
  const data = dataBytes(columns, layout);
  const primary = summed([
    "SIMPLE  =                    T",
    ...cardsOf("BITPIX", 8),
    ...cardsOf("NAXIS", 0),
    ...cardsOf("EXTEND", true),
  ]);
  const header = summed(tableCards(table, columns, layout), onesSum(data, 0, data.length));
  const file = new Uint8Array(primary.length + header.length + data.length);
  file.set(primary);
  file.set(header, primary.length);
  file.set(data, primary.length + header.length);
  return file;
}

interface FileLayout {
  readonly rows: number;
  readonly rowBytes: number;
  readonly heapBytes: number;
  /** Whether descriptors have 64 bits. */
  readonly isLarge: boolean;
}

const elementSize = ({ code, size, parts }: StoredColumn): number => (code === "A" ? 1 : size * parts);

function widthInRow(column: StoredColumn, isLarge: boolean): number {
  return column.inHeap ? (isLarge ? 16 : 8) : column.repeat * elementSize(column);
}

function heapOf({ range, size }: StoredColumn, rows: number): number {
  let total = 0;
  for (let row = 0; row < rows; row++) total += (range(row)[1] - range(row)[0]) * size;
  return total;
}

const countInHeap = (columns: readonly StoredColumn[]): number => columns.filter(({ inHeap }) => inHeap).length;

function dataBytes(
  columns: readonly StoredColumn[],
  { rows, rowBytes, heapBytes, isLarge }: FileLayout,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil((rows * rowBytes + heapBytes) / BlockBytes) * BlockBytes);
  const view = new DataView(bytes.buffer);
  let offset = 0;
  let heap = 0;
  for (const column of columns) {
    const { inHeap, range, put, size, parts } = column;
    for (let row = 0; row < rows; row++) {
      const [from, to] = range(row);
      const place = row * rowBytes + offset;
      let byte = place;
      if (inHeap) {
        putDescriptor(view, place, (to - from) / parts, heap, isLarge);
        byte = rows * rowBytes + heap;
        heap += (to - from) * size;
      }
      for (let k = from; k < to; k++, byte += size) put(view, byte, k);
    }
    offset += widthInRow(column, isLarge);
  }
  return bytes;
}

function putDescriptor(view: DataView, byte: number, count: number, heapOffset: number, isLarge: boolean): void {
  if (isLarge) {
    view.setBigInt64(byte, BigInt(count));
    view.setBigInt64(byte + 8, BigInt(heapOffset));
  } else {
    view.setInt32(byte, count);
    view.setInt32(byte + 4, heapOffset);
  }
}

function tableCards(
  table: Table,
  columns: readonly StoredColumn[],
  { rows, rowBytes, heapBytes, isLarge }: FileLayout,
): string[] {
  const { name, description, attributes = {} } = table.details;
  const structure = {
    BITPIX: 8,
    NAXIS: 2,
    NAXIS1: rowBytes,
    NAXIS2: rows,
    PCOUNT: heapBytes,
    GCOUNT: 1,
    TFIELDS: columns.length,
  };
  const cards = ["XTENSION= 'BINTABLE'", ...Object.entries(structure).flatMap(([key, value]) => cardsOf(key, value))];
  for (const [place, column] of columns.entries()) cards.push(...columnCards(column, place + 1, isLarge));
  if (name !== undefined && name !== "") cards.push(...cardsOf("EXTNAME", name));
  for (const [key, value] of Object.entries(attributes)) {
    if (!isStructure(key) && key !== "EXTNAME") cards.push(...cardsOf(key, value));
  }
  return description === undefined ? cards : [...cards, ...commentCards(description)];
}

/** Attributes of VOTables that FITS has keywords for. */
const keywordOf: Readonly<Record<string, string>> = { ucd: "TUCD", utype: "TUTYP", xtype: "TXTYP" };

function columnCards(stored: StoredColumn, n: number, isLarge: boolean): string[] {
  const { name, unit, description, attributes = {} } = stored.column;
  checkText(`The name of column ${n}`, name, name);
  if (name === "" || name !== name.trim()) {
    throw cannotWrite(`The name ${JSON.stringify(name)} of column ${n} is empty or has spaces around it.`, "Rename it.", name);
  }
  if (cardsOf("TTYPE", name).length > 1) {
    throw cannotWrite(`The name "${name}" is longer than a card of a FITS header.`, "Rename it, to 68 characters at most.", name);
  }
  const cards: (readonly [string, string | number | bigint | boolean | undefined])[] = [
    ["TTYPE", name],
    ["TFORM", formOf(stored, isLarge)],
    ["TUNIT", unit],
    ["TDIM", stored.dims === undefined ? undefined : `(${stored.dims.join(",")})`],
    ["TNULL", stored.nullValue],
    ["TZERO", stored.zero],
    ["TCOMM", description?.replace(/\s*[\r\n\t]+\s*/g, " ")],
    ...Object.entries(attributes).map(([key, value]) => [keywordOf[key] ?? key, value] as const),
  ];
  const known = new Set<string>(["TTYPE", "TFORM", "TUNIT", "TDIM", "TNULL", "TZERO", "TCOMM", ...ColumnKeywords]);
  return cards.flatMap(([key, value]) => (value === undefined || !known.has(key) ? [] : cardsOf(`${key}${n}`, value, name)));
}

function commentCards(text: string): string[] {
  const lines = text.replace(/[^ -~]+/g, " ").match(/.{1,70}(?:\s+|$)|\S{1,70}/g) ?? [];
  return lines.map((line) => `COMMENT ${line.trimEnd()}`);
}

/** A header with its sums: of the data, and of both together, which is all ones. Section 4.4.2.7. */
function summed(cards: readonly string[], dataSum = 0): Uint8Array {
  const none = "0".repeat(16);
  const sums = [...cardsOf("CHECKSUM", none), ...cardsOf("DATASUM", String(dataSum))];
  const open = headerBytes([...cards, ...sums]);
  const checksum = encodeChecksum(onesSum(open, 0, open.length, dataSum));
  return headerBytes([...cards, ...cardsOf("CHECKSUM", checksum), ...sums.slice(1)]);
}

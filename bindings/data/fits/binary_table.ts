/** Binary tables: rows of cells, and a heap for arrays of varying length. FITS standard 4.0, section 7.3. */
import type { Column } from "../column.js";
import { Table } from "../table.js";
import { type ColumnFormat, chosen, columnFormats, elementBytes } from "./column_format.js";
import { readElements } from "./elements.js";
import { damaged, fitsError } from "./fits_error.js";
import type { Hdu } from "./hdu.js";
import { tableDetails } from "./table_details.js";
import { type Decoded, decodeBits, decodeLogicals, decodeNumbers, decodeStrings } from "./values.js";

interface Place {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly rows: number;
  readonly rowBytes: number;
  /** Where the heap starts and ends. */
  readonly heap: number;
  readonly heapEnd: number;
}

export function readBinaryTable(bytes: Uint8Array, hdu: Hdu, names?: readonly string[]): Table {
  const { header } = hdu;
  if (header.number("BITPIX") !== 8 || header.number("NAXIS") !== 2) {
    throw damaged("A binary table has BITPIX = 8 and NAXIS = 2", header.start);
  }
  const rowBytes = header.count("NAXIS1");
  const rows = header.count("NAXIS2");
  const heap = hdu.dataStart + header.count("THEAP", rowBytes * rows);
  const place: Place = {
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    bytes,
    start: hdu.dataStart,
    rows,
    rowBytes,
    heap,
    heapEnd: hdu.dataStart + hdu.dataBytes,
  };
  const columns = chosen(columnFormats(header), names).map((format) => readColumn(place, format));
  return new Table(columns, rows, tableDetails(hdu));
}

function readColumn(place: Place, format: ColumnFormat): Column {
  const { name, unit, description, attributes } = format;
  const read = format.descriptor === undefined ? readFixed(place, format) : readRagged(place, format);
  return {
    name,
    ...read,
    ...(unit !== undefined && { unit }),
    ...(description !== undefined && { description }),
    ...(Object.keys(attributes).length > 0 && { attributes }),
  };
}

type Read = Pick<Column, "type" | "shape" | "values" | "nulls" | "offsets">;

function readFixed(place: Place, format: ColumnFormat): Read {
  const { rows, rowBytes } = place;
  const { code, repeat, dims } = format;
  // Rows of no bytes may be declared by the thousand million; what is made of them has to stay in proportion to the file.
  if (format.width === 0 && rows > place.bytes.length) {
    throw fitsError("too-large", `The table declares ${rows} rows of no bytes each.`, "Read other columns.", rows);
  }
  const perRun = code === "X" ? format.width : repeat;
  const layout = { start: place.start + format.byteOffset, runs: rows, perRun, stride: rowBytes };
  const stored = readElements(place.view, code, layout);
  if (code === "A") {
    const [length, shape] = dims === undefined ? [repeat, []] : [dims.at(-1) as number, dims.slice(0, -1)];
    const cells = shape.reduce((product, axis) => product * axis, 1);
    if (length * cells === repeat) return { shape, ...decodeStrings(stored as Uint8Array, rows * cells, length) };
    return { shape: [], ...decodeStrings(stored as Uint8Array, rows, repeat) };
  }
  const shape = dims !== undefined && sizeOf(dims) === repeat ? dims : repeat === 1 ? [] : [repeat];
  return { shape, ...decode(stored, format, rows, repeat) };
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, axis) => product * axis, 1);

function decode(stored: ReturnType<typeof readElements>, format: ColumnFormat, runs: number, perRun: number): Decoded {
  if (format.code === "L") return decodeLogicals(stored as Uint8Array);
  if (format.code === "X") return decodeBits(stored as Uint8Array, runs, perRun);
  return decodeNumbers(stored, format);
}

interface Descriptor {
  readonly count: number;
  readonly start: number;
}

function readRagged(place: Place, format: ColumnFormat): Read {
  const descriptors = Array.from({ length: place.rows }, (_, row) => descriptorOf(place, format, row));
  if (format.code === "A") {
    const texts = descriptors.map(({ start, count }) => decodeStrings(place.bytes.subarray(start, start + count), 1, count));
    const values = texts.flatMap((decoded) => decoded.values as readonly string[]);
    // A text of no bytes is as null as one that starts with a NUL.
    const nulls = Uint8Array.from(texts, (text, row) => (text.nulls !== undefined || descriptors[row]?.count === 0 ? 1 : 0));
    return { type: "string", shape: [], values, ...(nulls.includes(1) && { nulls }) };
  }
  const offsets = new Uint32Array(place.rows + 1);
  descriptors.forEach(({ count }, row) => {
    offsets[row + 1] = (offsets[row] as number) + count;
  });
  const total = offsets.at(-1) as number;
  // Descriptors may point at the same bytes of the heap; still, a column is never larger than this.
  if (total > 2 * place.bytes.length + 2 ** 20) {
    throw fitsError(
      "too-large",
      `The arrays of "${format.name}" overlap in the heap: ${total} elements.`,
      "Read other columns.",
      total,
    );
  }
  const perCell = format.code === "C" || format.code === "M" ? 2 : 1;
  const parts = descriptors.map(({ start, count }) => {
    const perRun = format.code === "X" ? Math.ceil(count / 8) : count;
    return decode(readElements(place.view, format.code, { start, runs: 1, perRun, stride: 0 }), format, 1, count);
  });
  const empty = decode(readElements(place.view, format.code, { start: 0, runs: 0, perRun: 0, stride: 0 }), format, 0, 0);
  return { shape: [], offsets, ...joined(parts, empty, total * perCell) };
}

/** Arrays of all rows, one after the other. */
function joined(parts: readonly Decoded[], empty: Decoded, length: number): Decoded {
  type Filled = { new (length: number): Float64Array; set(values: unknown, at: number): void };
  const values = new ((empty.values as Float64Array).constructor as unknown as Filled)(length);
  const nulls = parts.some((part) => part.nulls !== undefined) ? new Uint8Array(length) : undefined;
  let at = 0;
  for (const part of parts) {
    values.set(part.values as Float64Array, at);
    if (part.nulls !== undefined) nulls?.set(part.nulls, at);
    at += part.values.length;
  }
  return nulls === undefined ? { type: empty.type, values } : { type: empty.type, values, nulls };
}

function descriptorOf(place: Place, format: ColumnFormat, row: number): Descriptor {
  const at = place.start + row * place.rowBytes + format.byteOffset;
  const wide = format.descriptor === "Q";
  const count = wide ? Number(place.view.getBigInt64(at)) : place.view.getInt32(at);
  const offset = wide ? Number(place.view.getBigInt64(at + 8)) : place.view.getInt32(at + 4);
  const size = format.code === "X" ? Math.ceil(count / 8) : count * (elementBytes[format.code] as number);
  const start = place.heap + offset;
  const fits = count >= 0 && offset >= 0 && start + size <= place.heapEnd;
  if (count === 0) return { count: 0, start: 0 };
  if (!fits) throw damaged(`Row ${row} of "${format.name}" has an array of ${count} elements beyond the heap`, at);
  return { count, start };
}

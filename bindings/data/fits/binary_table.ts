/** Binary tables: rows of cells, and a heap for arrays of varying length. FITS standard 4.0, section 7.3. */
import type { Column } from "../column.js";
import { Room } from "../room.js";
import { Table } from "../table.js";
import { type ColumnFormat, chosen, columnFormats, elementBytes } from "./column_format.js";
import { elementsFor, type NumericArray, readElements, readInto } from "./elements.js";
import { damaged, fitsError } from "./fits_error.js";
import type { Hdu } from "./hdu.js";
import { tableDetails } from "./table_details.js";
import { type Decoded, decodeLogicals, decodeNumbers, decodeStrings, stringDecoder, unpackBits } from "./values.js";

interface Place {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly rows: number;
  readonly rowBytes: number;
  /** Where the heap starts and ends. */
  readonly heap: number;
  readonly heapEnd: number;
  /** Bytes of the heap that arrays have been read from, in all columns. */
  heapTaken: number;
  readonly room: Room;
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
    heapTaken: 0,
    room: new Room(bytes.length),
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
  const { rows, rowBytes, bytes, view } = place;
  const { code, repeat, dims } = format;
  const start = place.start + format.byteOffset;
  // Rows of no bytes may be declared by the thousand million; what is made of them has to stay in proportion to the file.
  if (format.width === 0 && rows > bytes.length) {
    throw fitsError(
      "too-large",
      `The table declares ${rows} rows of no bytes each (at byte ${place.start}).`,
      "Read other columns.",
      rows,
    );
  }
  if (code === "A") {
    const [length, shape] = dims === undefined ? [repeat, []] : [dims.at(-1) as number, dims.slice(0, -1)];
    const fits = length * sizeOf(shape) === repeat;
    const layout = { start, runs: rows, perRun: fits ? sizeOf(shape) : 1, length: fits ? length : repeat, stride: rowBytes };
    if (layout.length === 0) place.room.take(9 * rows * layout.perRun, `The empty texts of "${format.name}"`, () => start);
    return { shape: fits ? shape : [], ...decodeStrings(bytes, layout) };
  }
  const shape = dims !== undefined && sizeOf(dims) === repeat ? dims : repeat === 1 ? [] : [repeat];
  if (code === "X") {
    const values = new Uint8Array(rows * repeat);
    for (let row = 0; row < rows; row++) unpackBits(bytes, start + row * rowBytes, repeat, values, row * repeat);
    return { shape, type: "boolean", values };
  }
  return { shape, ...decode(readElements(view, code, { start, runs: rows, perRun: repeat, stride: rowBytes }), format) };
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, axis) => product * axis, 1);

function decode(stored: NumericArray, format: ColumnFormat): Decoded {
  return format.code === "L" ? decodeLogicals(stored as Uint8Array) : decodeNumbers(stored, format);
}

/** Where the arrays of each row lie: in all `offsets.at(-1)` elements. */
interface Descriptors {
  readonly starts: Float64Array;
  readonly offsets: Uint32Array;
}

function readRagged(place: Place, format: ColumnFormat): Read {
  const { starts, offsets } = descriptorsOf(place, format);
  const { code } = format;
  if (code === "A") return readTexts(place, starts, offsets);
  const total = offsets.at(-1) as number;
  if (code === "X") {
    const values = new Uint8Array(total);
    starts.forEach((start, row) => {
      unpackBits(place.bytes, start, (offsets[row + 1] as number) - (offsets[row] as number), values, offsets[row] as number);
    });
    return { shape: [], offsets, type: "boolean", values };
  }
  const stored = elementsFor(code, total);
  const perElement = code === "C" || code === "M" ? 2 : 1;
  starts.forEach((start, row) => {
    const perRun = (offsets[row + 1] as number) - (offsets[row] as number);
    readInto(stored, perElement * (offsets[row] as number), place.view, code, { start, runs: 1, perRun, stride: 0 });
  });
  return { shape: [], offsets, ...decode(stored, format) };
}

/** A text of no bytes is as null as one that starts with a NUL. */
function readTexts({ bytes }: Place, starts: Float64Array, offsets: Uint32Array): Read {
  const decodeText = stringDecoder(bytes);
  const values = new Array<string>(starts.length).fill("");
  const nulls = new Uint8Array(starts.length);
  starts.forEach((start, row) => {
    const length = (offsets[row + 1] as number) - (offsets[row] as number);
    values[row] = decodeText(start, start + length);
    if (length === 0 || bytes[start] === 0) nulls[row] = 1;
  });
  return { type: "string", shape: [], values, ...(nulls.includes(1) && { nulls }) };
}

/** Descriptors may point at the same bytes of the heap: what they take beyond all of it, in all columns, is taken from the room there is. */
function descriptorsOf(place: Place, format: ColumnFormat): Descriptors {
  const { rows, view, room } = place;
  const starts = new Float64Array(rows);
  const offsets = new Uint32Array(rows + 1);
  const isWide = format.descriptor === "Q";
  const heapBytes = place.heapEnd - place.heap;
  for (let row = 0; row < rows; row++) {
    const at = place.start + row * place.rowBytes + format.byteOffset;
    const count = isWide ? Number(view.getBigInt64(at)) : view.getInt32(at);
    const offset = isWide ? Number(view.getBigInt64(at + 8)) : view.getInt32(at + 4);
    offsets[row + 1] = (offsets[row] as number) + count;
    if (count === 0) continue;
    const size = format.code === "X" ? Math.ceil(count / 8) : count * (elementBytes[format.code] as number);
    starts[row] = place.heap + offset;
    if (!(count > 0 && offset >= 0 && place.heap + offset + size <= place.heapEnd)) {
      throw damaged(`Row ${row} of "${format.name}" has an array of ${count} elements beyond the heap`, at);
    }
    place.heapTaken += size;
    const shared = Math.min(size, place.heapTaken - heapBytes);
    if (shared > 0) room.take(10 * shared, `The arrays of "${format.name}", which overlap in the heap,`, () => at);
  }
  return { starts, offsets };
}

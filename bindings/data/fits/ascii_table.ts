/** ASCII tables: rows of characters, columns at fixed places. FITS standard 4.0, section 7.2. */
import type { Column } from "../column.js";
import { Room } from "../room.js";
import { Table } from "../table.js";
import { damaged, fitsError } from "./fits_error.js";
import type { Hdu } from "./hdu.js";
import { ascii, type FitsHeader } from "./header.js";
import { tableDetails } from "./table_details.js";

interface Field {
  readonly name: string;
  readonly code: string;
  readonly start: number;
  readonly width: number;
  /** Digits after the point that a number without one has. */
  readonly decimals: number;
  readonly scale: number;
  readonly zero: number;
  readonly nullText: string | undefined;
  readonly unit: string | undefined;
}

export function readAsciiTable(bytes: Uint8Array, hdu: Hdu, names?: readonly string[]): Table {
  const rowBytes = hdu.header.count("NAXIS1");
  const rows = hdu.header.count("NAXIS2");
  const fields = fieldsOf(hdu.header, rowBytes);
  if (rowBytes === 0 && rows > bytes.length) {
    throw fitsError(
      "too-large",
      `The table declares ${rows} rows of no bytes each (at byte ${hdu.header.start}).`,
      "Read another table.",
      rows,
    );
  }
  const wanted = names === undefined ? fields : names.map((name) => fieldNamed(fields, name));
  const room = new Room(bytes.length);
  let left = rowBytes;
  const columns = wanted.map((field): Column => {
    // Columns may overlap: what they take beyond the bytes of a row is taken from the room there is.
    left -= Math.max(1, field.width);
    if (left < 0) room.take(rows * (field.width + 40), "Columns that overlap", () => hdu.header.start);
    const start = hdu.dataStart + field.start;
    const cells: Cells = { bytes, rows, start, stride: rowBytes, width: field.width };
    const unit = field.unit === undefined ? {} : { unit: field.unit };
    const read = field.code === "A" ? stringsOf(cells, field) : numbersOf(cells, field);
    return { name: field.name, shape: [], ...read, ...unit };
  });
  return new Table(columns, rows, tableDetails(hdu));
}

/** Where the cells of a column lie. */
interface Cells {
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly start: number;
  readonly stride: number;
  readonly width: number;
}

const Form = /^\s*([AIFED])(\d+)(?:\.(\d+))?\s*$/;

function fieldsOf(header: FitsHeader, rowBytes: number): Field[] {
  const count = header.count("TFIELDS");
  if (count > 999) throw damaged(`TFIELDS is ${count}; the largest is 999`, header.start);
  return Array.from({ length: count }, (_, place): Field => {
    const n = place + 1;
    const form = header.text(`TFORM${n}`) ?? "";
    const parsed = Form.exec(form);
    if (parsed === null)
      throw damaged(`TFORM${n} is ${JSON.stringify(form)}, which is no format of an ASCII table`, header.start);
    const start = header.count(`TBCOL${n}`) - 1;
    const width = Number(parsed[2]);
    if (start < 0 || start + width > rowBytes) {
      throw damaged(`Column ${n} reaches from ${start} to ${start + width}, beyond the ${rowBytes} bytes of a row`, header.start);
    }
    const nullValue = header.value(`TNULL${n}`);
    return {
      name: (header.text(`TTYPE${n}`) ?? "").trim() || `col${n}`,
      code: parsed[1] as string,
      start,
      width,
      decimals: Number(parsed[3] ?? 0),
      scale: header.number(`TSCAL${n}`) ?? 1,
      zero: header.number(`TZERO${n}`) ?? 0,
      nullText: nullValue === undefined ? undefined : String(nullValue).trim(),
      unit: header.text(`TUNIT${n}`)?.trim() || undefined,
    };
  });
}

function fieldNamed(fields: readonly Field[], name: string): Field {
  const field = fields.find((candidate) => candidate.name === name);
  if (field !== undefined) return field;
  const known = fields.map((candidate) => `"${candidate.name}"`).join(", ");
  throw fitsError("missing-column", `The table has no column "${name}".`, `It has ${known}.`, name);
}

function stringsOf(cells: Cells, { nullText }: Field): Pick<Column, "type" | "values" | "nulls"> {
  const { bytes, rows, start, stride, width } = cells;
  const values = Array.from({ length: rows }, (_, row) => trimmed(bytes, start + row * stride, start + row * stride + width));
  const nulls = nullText === undefined ? undefined : Uint8Array.from(values, (text) => (text.trim() === nullText ? 1 : 0));
  return { type: "string", values, ...(nulls?.includes(1) && { nulls }) };
}

/** The characters between two places, without spaces and NULs at their end. */
function trimmed(bytes: Uint8Array, start: number, limit: number): string {
  let end = limit;
  while (end > start && (bytes[end - 1] === 32 || bytes[end - 1] === 0)) end--;
  let text = "";
  for (let at = start; at < end; at += Piece) text += ascii(bytes, at, Math.min(Piece, end - at));
  return text;
}

const Piece = 4096;

function numbersOf({ bytes, rows, start, stride, width }: Cells, field: Field): Pick<Column, "type" | "values" | "nulls"> {
  const { code, scale, zero, nullText } = field;
  if (width > WidestNumber) throw damaged(`"${field.name}" has numbers of ${width} characters`, start);
  const nulls = new Uint8Array(rows);
  const whole = code === "I" && scale === 1 && zero === 0;
  const big = whole && width > 9;
  const values = whole ? (big ? new BigInt64Array(rows) : new Int32Array(rows)) : new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const word = ascii(bytes, start + row * stride, width)
      .replaceAll("\0", " ")
      .trim();
    if (nullText !== undefined && word === nullText) nulls[row] = 1;
    else if (word !== "") {
      const number = numberOf(word, field);
      if (Number.isNaN(number) && !/^[+-]?nan$/i.test(word))
        throw damaged(`Row ${row} of "${field.name}" is ${JSON.stringify(word)}, not a number`, start + row * stride);
      if (big) (values as BigInt64Array)[row] = BigInt.asIntN(64, BigInt(word.replace(/^\+/, "")));
      else values[row] = whole ? number : number * scale + zero;
    }
  }
  return { type: whole ? (big ? "int64" : "int32") : "float64", values, ...(nulls.includes(1) && { nulls }) };
}

/** Characters: more than any number of 64 bits has. */
const WidestNumber = 2000;

/** A number as Fortran writes it; one without a point has `decimals` digits after it. NaN where it is none. */
function numberOf(word: string, { code, decimals }: Field): number {
  if (code === "I") return /^[+-]?\d+$/.test(word) ? Number(word) : NaN;
  if (/^[+-]?(?:nan|inf(?:inity)?)$/i.test(word)) return /nan/i.test(word) ? NaN : word.startsWith("-") ? -Infinity : Infinity;
  const parsed = /^([+-]?)(\d*)(?:(\.)(\d*))?(?:[EeDd]([+-]?\d+)|([+-]\d+))?$/.exec(word);
  if (parsed === null || (parsed[2] === "" && !parsed[4])) return NaN;
  const [, sign, digits, point, fraction, exponent] = parsed;
  const shift = point === undefined ? decimals : 0;
  return Number(`${sign}${digits}.${fraction || 0}e${Number(exponent ?? parsed[6] ?? 0) - shift}`);
}

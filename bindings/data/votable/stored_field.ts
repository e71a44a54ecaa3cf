/** How a column is stored as a field of BINARY2: its datatype and arraysize, and what puts its cells into bytes. VOTable 1.5, section 2.1. */
import { cannotWrite } from "../cannot_write.js";
import type { Column } from "../column.js";
import { cellSize, rowRange } from "../column_rows.js";
import { markedNulls, widened } from "../null_mark.js";

export interface StoredField {
  readonly column: Column;
  readonly datatype: string;
  readonly arraysize: string | undefined;
  /** VALUES null: what stands for a null within arrays. */
  readonly nullText: string | undefined;
  readonly bytesOf: (row: number) => number;
  readonly put: (view: DataView, byte: number, row: number) => void;
}

const datatypes = {
  float64: ["double", 8],
  float32: ["float", 4],
  complex128: ["doubleComplex", 8],
  complex64: ["floatComplex", 4],
  uint8: ["unsignedByte", 1],
  int16: ["short", 2],
  int32: ["int", 4],
  int64: ["long", 8],
  boolean: ["boolean", 1],
} as const;

export function storedField(given: Column, rowCount: number): StoredField {
  if (given.type === "string") return textField(given, rowCount);
  const { column, mark } = markedNulls(inOwnTypes(given));
  const [datatype, size] = datatypes[column.type as keyof typeof datatypes];
  const range = rowRange(column);
  const isRagged = column.offsets !== undefined;
  const isArray = isRagged || column.shape.length > 0;
  const put = putOf(column, mark);
  const parts = column.type.startsWith("complex") ? 2 : 1;
  return {
    column,
    datatype,
    arraysize: isRagged ? "*" : isArray ? column.shape.toReversed().join("x") : undefined,
    nullText: isArray && mark !== undefined ? String(mark) : undefined,
    bytesOf: (row) => (range(row)[1] - range(row)[0]) * size + (isRagged ? 4 : 0),
    put: (view, start, row) => {
      const [from, to] = range(row);
      let byte = start;
      if (isRagged) {
        view.setInt32(byte, (to - from) / parts);
        byte += 4;
      }
      for (let k = from; k < to; k++, byte += size) put(view, byte, k);
    },
  };
}

/** VOTable has signed integers and unsigned bytes. */
function inOwnTypes(column: Column): Column {
  const { type, values, nulls, name } = column;
  if (type === "int8") return widened(column, "int16");
  if (type === "uint16") return widened(column, "int32");
  if (type === "uint32") return widened(column, "int64");
  if (type !== "uint64") return column;
  const all = values as BigUint64Array;
  const place = all.findIndex((value, k) => value >= 2n ** 63n && !nulls?.[k]);
  if (place < 0) return { ...column, type: "int64", values: BigInt64Array.from(all, (value) => BigInt.asIntN(64, value)) };
  throw cannotWrite(
    `The column "${name}" has the value ${all[place]}, for which VOTable has no integer type.`,
    "Leave the column out, or write FITS or Parquet.",
    name,
    Math.floor(place / Math.max(1, cellSize(column))),
    all[place],
  );
}

type Put = (view: DataView, byte: number, place: number) => void;

function putOf({ type, values, nulls }: Column, mark: bigint | undefined): Put {
  if (type === "int64") return (view, byte, k) => view.setBigInt64(byte, (nulls?.[k] ? mark : values[k]) as bigint);
  if (type === "boolean") return (view, byte, k) => view.setUint8(byte, nulls?.[k] ? 63 : values[k] ? 84 : 70);
  const none = Number(mark ?? Number.NaN);
  const stored = (k: number): number => (nulls?.[k] ? none : (values[k] as number));
  if (type === "float64" || type === "complex128") return (view, byte, k) => view.setFloat64(byte, stored(k));
  if (type === "float32" || type === "complex64") return (view, byte, k) => view.setFloat32(byte, stored(k));
  if (type === "uint8") return (view, byte, k) => view.setUint8(byte, stored(k));
  if (type === "int16") return (view, byte, k) => view.setInt16(byte, stored(k));
  return (view, byte, k) => view.setInt32(byte, stored(k));
}

/** ASCII as char, a byte each; other text as unicodeChar, in UTF-16. Texts of arrays all have the length of the longest. */
function textField(column: Column, rowCount: number): StoredField {
  const { name, shape, offsets, nulls } = column;
  const texts = column.values as readonly string[];
  const isArray = shape.length > 0 || offsets !== undefined;
  for (const [place, text] of texts.entries()) {
    if (nulls?.[place] ? isArray : text.includes("\0"))
      throw unfit(name, nulls?.[place] ? "a null within an array of texts" : "a text with a NUL");
  }
  const isAscii = texts.every((text) => /^[\0-\x7f]*$/.test(text));
  const size = isAscii ? 1 : 2;
  const width = texts.reduce((most, text) => Math.max(most, text.length), 1);
  const range = rowRange(column);
  const length = (row: number): number => {
    const [from, to] = range(row);
    return isArray ? width * (to - from) : nulls?.[row] ? 0 : (texts[row] as string).length;
  };
  const isCounted = !isArray || offsets !== undefined;
  const put = (view: DataView, start: number, row: number): void => {
    if (isCounted) view.setInt32(start, length(row));
    let byte = start + (isCounted ? 4 : 0);
    const [from, to] = range(row);
    const cell = isArray
      ? texts
          .slice(from, to)
          .map((text) => text.padEnd(width, "\0"))
          .join("")
      : nulls?.[row]
        ? ""
        : (texts[row] as string);
    for (let i = 0; i < cell.length; i++, byte += size) {
      if (isAscii) view.setUint8(byte, cell.charCodeAt(i));
      else view.setUint16(byte, cell.charCodeAt(i));
    }
  };
  return {
    column,
    datatype: isAscii ? "char" : "unicodeChar",
    arraysize: !isArray ? "*" : `${[width, ...shape.toReversed()].join("x")}${offsets === undefined ? "" : "x*"}`,
    nullText: undefined,
    bytesOf: (row) => (row < rowCount ? length(row) * size + (isCounted ? 4 : 0) : 0),
    put,
  };
}

function unfit(name: string, what: string): Error {
  return cannotWrite(
    `The column "${name}" has ${what}, which VOTable cannot hold.`,
    "Leave it out, or write Parquet or Arrow.",
    name,
  );
}

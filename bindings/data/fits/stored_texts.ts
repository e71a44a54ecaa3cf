/**
 * Texts in a binary table: bytes of UTF-8, filled up with NULs (FITS standard 4.0, section 7.3.3.1; it knows ASCII alone, what goes
 * beyond it is read by us and by astropy). A null text starts with a NUL, so an empty one is a space; spaces at an end do not count.
 */
import { cannotWrite } from "../cannot_write.js";
import type { Column } from "../column.js";
import type { StoredColumn } from "./stored_column.js";

/** From here on a text wider than most is kept in the heap. */
const WideText = 64;

export function storedTexts(column: Column, rowCount: number): StoredColumn {
  const { name, shape, nulls, offsets } = column;
  if (offsets !== undefined) {
    throw cannotWrite(
      `The column "${name}" has arrays of texts of varying length, for which FITS has no format.`,
      "Leave it out, or write Parquet or Arrow.",
      name,
    );
  }
  const texts = column.values as readonly string[];
  const cells = texts.length / Math.max(1, rowCount);
  const encoder = new TextEncoder();
  const bytes = texts.map((text, place) => {
    if (text.includes("\0") && !nulls?.[place]) refuseNul(column, Math.floor(place / cells));
    return nulls?.[place] ? new Uint8Array(0) : encoder.encode(text === "" ? " " : text);
  });
  const width = bytes.reduce((most, text) => Math.max(most, text.length), 1);
  const total = bytes.reduce((sum, text) => sum + text.length, 0);
  const base = { column, code: "A", zero: undefined, nullValue: undefined, parts: 1 };
  if (shape.length === 0 && width > WideText && width * rowCount > 4 * (total + 8 * rowCount)) {
    return { ...base, ...heapTexts(bytes), repeat: width, inHeap: true, dims: undefined };
  }
  return {
    ...base,
    repeat: shape.reduce((product, length) => product * length, width),
    inHeap: false,
    dims: shape.length === 0 ? undefined : [width, ...shape.toReversed()],
    size: width,
    put: (view, byte, place) => new Uint8Array(view.buffer, view.byteOffset + byte).set(bytes[place] as Uint8Array),
    range: (row) => [row * cells, (row + 1) * cells],
  };
}

/** All texts one after the other, a byte an element. */
function heapTexts(bytes: readonly Uint8Array[]): Pick<StoredColumn, "size" | "put" | "range"> {
  const ends = [0];
  for (const text of bytes) ends.push((ends.at(-1) as number) + text.length);
  const joined = new Uint8Array(ends.at(-1) as number);
  for (const [row, text] of bytes.entries()) joined.set(text, ends[row]);
  return {
    size: 1,
    put: (view, byte, place) => view.setUint8(byte, joined[place] as number),
    range: (row) => [ends[row] as number, ends[row + 1] as number],
  };
}

function refuseNul({ name }: Column, row: number): never {
  throw cannotWrite(
    `Row ${row} of the column "${name}" has a NUL character, at which a text ends in FITS.`,
    "Remove it, or choose another format.",
    name,
    row,
  );
}

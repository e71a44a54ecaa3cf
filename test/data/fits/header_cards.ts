/** FITS headers for tests, from keys and values. */
import { FitsHeader } from "../../../bindings/data/fits/header.js";
import { cards } from "../fits_cards.js";

export type Cards = Readonly<Record<string, string | number>>;

export function headerOf(given: Cards): FitsHeader {
  const list = Object.entries(given).map(([key, value]) => ({ key, value, comment: "" }));
  return new FitsHeader(list, 0, 2880);
}

/** The bytes of a file that is an image of zeros, [rows, columns], of one byte a pixel. */
export function imageFile([rows, columns]: readonly [number, number], more: Cards): Uint8Array {
  const all: Cards = { BITPIX: 8, NAXIS: 2, NAXIS1: columns, NAXIS2: rows, ...more };
  const lines = Object.entries(all).map(
    ([key, value]) => `${key.padEnd(8)}= ${typeof value === "string" ? `'${value.padEnd(8)}'` : String(value).padStart(20)}`,
  );
  const header = new TextEncoder().encode(cards("SIMPLE  =                    T", ...lines));
  const bytes = new Uint8Array(header.length + Math.ceil((rows * columns) / 2880) * 2880);
  bytes.set(header);
  return bytes;
}

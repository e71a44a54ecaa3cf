/** FITS headers for tests, from keys and values. */
import { FitsHeader } from "../../../bindings/data/fits/header.js";

export type Cards = Readonly<Record<string, string | number>>;

export function headerOf(cards: Cards): FitsHeader {
  const list = Object.entries(cards).map(([key, value]) => ({ key, value, comment: "" }));
  return new FitsHeader(list, 0, 2880);
}

/** The bytes of a file that is an image of zeros, [rows, columns], of one byte a pixel. */
export function imageFile([rows, columns]: readonly [number, number], cards: Cards): Uint8Array {
  const all: Cards = { BITPIX: 8, NAXIS: 2, NAXIS1: columns, NAXIS2: rows, ...cards };
  const lines = Object.entries(all).map(
    ([key, value]) => `${key.padEnd(8)}= ${typeof value === "string" ? `'${value.padEnd(8)}'` : String(value).padStart(20)}`,
  );
  const header = ["SIMPLE  =                    T", ...lines, "END"].map((card) => card.padEnd(80)).join("");
  const start = Math.ceil(header.length / 2880) * 2880;
  const bytes = new Uint8Array(start + Math.ceil((rows * columns) / 2880) * 2880);
  bytes.set(new TextEncoder().encode(header.padEnd(start)));
  return bytes;
}

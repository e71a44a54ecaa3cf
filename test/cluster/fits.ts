/**
 * Columns of numbers from the first binary table of a FITS file: scalar 32- and 64-bit floats, which is all that the star
 * catalogue has.
 */

const BLOCK = 2880;
const CARD = 80;

type Header = ReadonlyMap<string, string>;

/** Cards from `offset` to END, and where the data after them begin. */
function readHeader(text: (from: number, to: number) => string, offset: number): { header: Header; end: number } {
  const header = new Map<string, string>();
  for (let at = offset; ; at += CARD) {
    const card = text(at, at + CARD);
    const key = card.slice(0, 8).trim();
    if (key === "END") return { header, end: offset + Math.ceil((at + CARD - offset) / BLOCK) * BLOCK };
    if (card.slice(8, 10) === "= ") {
      const [, quoted, plain] = /^'((?:[^']|'')*)'|^([^/]*)/.exec(card.slice(10).trim()) ?? [];
      header.set(key, (quoted ?? plain ?? "").trim());
    }
  }
}

const widths: Readonly<Record<string, number>> = { D: 8, E: 4 };

/** The columns with these names. */
export function readColumns<Name extends string>(file: Uint8Array, names: readonly Name[]): Record<Name, Float64Array> {
  const text = (from: number, to: number) => String.fromCharCode(...file.subarray(from, to));
  const primary = readHeader(text, 0);
  if (primary.header.get("NAXIS") !== "0") throw new Error("The table is not the first thing in the file.");
  const { header, end } = readHeader(text, primary.end);
  const number = (key: string) => Number(header.get(key));
  const view = new DataView(file.buffer, file.byteOffset + end, number("NAXIS1") * number("NAXIS2"));
  const found = new Map<string, Float64Array>();
  let offset = 0;
  for (let field = 1; field <= number("TFIELDS"); field++) {
    const form = header.get(`TFORM${field}`) as string;
    const width = widths[form];
    if (width === undefined) throw new Error(`Column ${field} has the form ${form}, which this reader does not know.`);
    const start = offset;
    const at = (row: number) => row * number("NAXIS1") + start;
    const read = width === 8 ? (row: number) => view.getFloat64(at(row)) : (row: number) => view.getFloat32(at(row));
    const name = header.get(`TTYPE${field}`) as string;
    if ((names as readonly string[]).includes(name)) {
      found.set(
        name,
        Float64Array.from({ length: number("NAXIS2") }, (_, row) => read(row)),
      );
    }
    offset += width;
  }
  const missing = names.find((name) => !found.has(name));
  if (missing !== undefined) throw new Error(`The table has no column ${missing}.`);
  return Object.fromEntries(found) as Record<Name, Float64Array>;
}

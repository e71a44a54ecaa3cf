/** What a binary table's header says of each column: TFORM, TDIM, TSCAL, TZERO, TNULL. FITS standard 4.0, section 7.3. */
import { ColumnKeywords } from "./column_keywords.js";
import { damaged, fitsError } from "./fits_error.js";
import type { CardValue, FitsHeader } from "./header.js";

export interface ColumnFormat {
  readonly name: string;
  /** The letter of the element's type; for arrays in the heap that of their elements. */
  readonly code: string;
  /** Elements in a cell; 1 for arrays in the heap. */
  readonly repeat: number;
  /** P (32-bit) or Q (64-bit) descriptors of arrays in the heap. */
  readonly descriptor: "P" | "Q" | undefined;
  readonly byteOffset: number;
  /** Bytes of a cell in the row. */
  readonly width: number;
  /** From TDIM, slowest axis first; undefined where there is none or it does not fit. */
  readonly dims: readonly number[] | undefined;
  readonly scale: number;
  readonly zero: number | bigint;
  readonly nullValue: number | bigint | undefined;
  readonly unit: string | undefined;
  readonly description: string | undefined;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
}

/** Bytes of an element; bits are counted by the cell. */
export const elementBytes: Readonly<Record<string, number>> = { L: 1, B: 1, I: 2, J: 4, K: 8, A: 1, E: 4, D: 8, C: 8, M: 16 };

/** Characters of a TFORM or TDIM: continued over many cards, a text can be as long as the file. */
const LongestForm = 1000;
const Form = /^\s*(\d*)\s*([LXBIJKAEDCMPQ])(.*)$/;

export function columnFormats(header: FitsHeader): ColumnFormat[] {
  const count = header.count("TFIELDS");
  if (count > 999) throw damaged(`TFIELDS is ${count}; the largest is 999`, header.start);
  const formats: ColumnFormat[] = [];
  const names = new Set<string>();
  let byteOffset = 0;
  for (let n = 1; n <= count; n++) {
    const format = columnFormat(header, n, byteOffset);
    if (names.has(format.name)) throw damaged(`Two columns are called "${format.name}"`, header.start);
    names.add(format.name);
    formats.push(format);
    byteOffset += format.width;
  }
  const rowBytes = header.count("NAXIS1");
  if (byteOffset !== rowBytes) {
    throw damaged(`The columns take ${byteOffset} bytes a row, but NAXIS1 says ${rowBytes}`, header.start);
  }
  return formats;
}

function columnFormat(header: FitsHeader, n: number, byteOffset: number): ColumnFormat {
  const form = header.text(`TFORM${n}`)?.slice(0, LongestForm);
  const parsed = form === undefined ? null : Form.exec(form);
  if (parsed === null) {
    throw damaged(`TFORM${n} is ${form === undefined ? "missing" : JSON.stringify(form)}; it is no column format`, header.start);
  }
  const repeat = parsed[1] === "" ? 1 : Number(parsed[1]);
  const letter = parsed[2] as string;
  const inHeap = letter === "P" || letter === "Q";
  const code = inHeap ? (/^[LXBIJKAEDCM]/.exec(parsed[3] as string)?.[0] ?? "") : letter;
  if (inHeap && (code === "" || repeat > 1)) throw damaged(`TFORM${n} is "${form}", which is no array descriptor`, header.start);
  const width = inHeap
    ? repeat * (letter === "P" ? 8 : 16)
    : letter === "X"
      ? Math.ceil(repeat / 8)
      : repeat * elementBytes[code]!;
  if (!Number.isSafeInteger(width)) throw damaged(`TFORM${n} is "${form}": too wide`, header.start);
  return {
    name: (header.text(`TTYPE${n}`) ?? "").trim() || `col${n}`,
    code,
    repeat: inHeap ? 1 : repeat,
    descriptor: inHeap && repeat === 1 ? letter : undefined,
    byteOffset,
    width,
    dims: inHeap ? undefined : dimsOf(header.text(`TDIM${n}`), repeat),
    scale: header.number(`TSCAL${n}`) ?? 1,
    zero: integerOrNumber(header.value(`TZERO${n}`)) ?? 0,
    nullValue: integerOrNumber(header.value(`TNULL${n}`)),
    unit: header.text(`TUNIT${n}`)?.trim() || undefined,
    description: header.text(`TCOMM${n}`)?.trim() || undefined,
    attributes: attributesOf(header, n),
  };
}

const integerOrNumber = (value: CardValue): number | bigint | undefined =>
  typeof value === "number" || typeof value === "bigint" ? value : undefined;

/** "(3,2)", fastest axis first, as [2, 3]; ignored where it does not fit the number of elements, as the standard asks. */
function dimsOf(text: string | undefined, repeat: number): number[] | undefined {
  const inside = /^\s*\(([\d\s,]+)\)\s*$/.exec(text?.slice(0, LongestForm) ?? "")?.[1];
  if (inside === undefined) return undefined;
  const lengths = inside.split(",").map((word) => Number(word.trim()));
  const size = lengths.reduce((product, length) => product * length, 1);
  return size <= repeat && (size === repeat || lengths.length > 1) ? lengths.reverse() : undefined;
}

function attributesOf(header: FitsHeader, n: number): Record<string, string | number | boolean> {
  const found: Record<string, string | number | boolean> = {};
  for (const key of ColumnKeywords) {
    const value = header.value(`${key}${n}`);
    if (value !== undefined && typeof value !== "bigint") found[key] = value;
  }
  return found;
}

/** Refuses what can only be a wrong turn: a column that the table does not have. */
export function chosen(formats: readonly ColumnFormat[], names: readonly string[] | undefined): readonly ColumnFormat[] {
  if (names === undefined) return formats;
  return names.map((name) => {
    const format = formats.find((candidate) => candidate.name === name);
    if (format !== undefined) return format;
    throw fitsError(
      "missing-column",
      `The table has no column "${name}".`,
      `It has ${formats.map((candidate) => `"${candidate.name}"`).join(", ")}.`,
      name,
    );
  });
}

/** From stored elements to a column's values: scaling, unsigned integers, nulls, logical values, bits and strings. */
import type { ColumnType, ColumnValues } from "../column.js";
import { emptyTexts } from "../text_array.js";
import type { ColumnFormat } from "./column_format.js";

export interface Decoded {
  readonly type: ColumnType;
  readonly values: ColumnValues;
  readonly nulls?: Uint8Array;
}

type Stored = Float64Array | Float32Array | Int16Array | Int32Array | BigInt64Array | Uint8Array;

const types: Readonly<Record<string, ColumnType>> = {
  B: "uint8",
  I: "int16",
  J: "int32",
  K: "int64",
  E: "float32",
  D: "float64",
  C: "complex64",
  M: "complex128",
};

/** Numbers, with TSCAL, TZERO and TNULL. Integers offset by half their range are the unsigned (or signed bytes) they stand for, exactly. */
export function decodeNumbers(stored: Stored, format: ColumnFormat): Decoded {
  const { code, scale, zero, nullValue } = format;
  const isInteger = code === "B" || code === "I" || code === "J" || code === "K";
  const nulls = isInteger && nullValue !== undefined ? nullsOf(stored, nullValue) : undefined;
  const withNulls = <T extends Decoded>(decoded: T): Decoded => (nulls === undefined ? decoded : { ...decoded, nulls });
  if (scale === 1 && Number(zero) === 0) return withNulls({ type: types[code] as ColumnType, values: stored });
  const exact = scale === 1 ? asOffset(stored, code, zero) : undefined;
  if (exact !== undefined) return withNulls(exact);
  if (code === "C" || code === "M")
    return { type: "complex128", values: scaledComplex(stored as Float64Array, scale, Number(zero)) };
  const offset = Number(zero);
  const values = new Float64Array(stored.length);
  for (let i = 0; i < values.length; i++) values[i] = Number(stored[i]) * scale + offset;
  return withNulls({ type: "float64", values });
}

/** Complex columns are scaled as numbers: the offset is real. */
function scaledComplex(stored: Float32Array | Float64Array, scale: number, zero: number): Float64Array {
  const values = new Float64Array(stored.length);
  for (let i = 0; i < values.length; i++) values[i] = stored[i]! * scale + (i % 2 === 0 ? zero : 0);
  return values;
}

/** An offset by half the range turns the highest bit, here in place: 32 bits at a time of long integers. */
function asOffset(stored: Stored, code: string, zero: number | bigint): Decoded | undefined {
  const { buffer, byteOffset, length } = stored;
  if (code === "I" && Number(zero) === 2 ** 15)
    return { type: "uint16", values: turned(new Uint16Array(buffer, byteOffset, length), 0x8000, 0, 1) };
  if (code === "J" && Number(zero) === 2 ** 31)
    return { type: "uint32", values: turned(new Uint32Array(buffer, byteOffset, length), 0x80000000, 0, 1) };
  if (code === "B" && Number(zero) === -128)
    return { type: "int8", values: turned(new Int8Array(buffer, byteOffset, length), 0x80, 0, 1) };
  if (code !== "K" || BigInt(zero) !== 2n ** 63n) return undefined;
  turned(new Uint32Array(buffer, byteOffset, 2 * length), 0x80000000, 1, 2);
  return { type: "uint64", values: new BigUint64Array(buffer, byteOffset, length) };
}

function turned<T extends Uint16Array | Uint32Array | Int8Array>(values: T, bit: number, from: number, step: number): T {
  for (let i = from; i < values.length; i += step) values[i] = values[i]! ^ bit;
  return values;
}

function nullsOf(stored: Stored, nullValue: number | bigint): Uint8Array | undefined {
  const nulls = new Uint8Array(stored.length);
  let any = false;
  const wanted = stored instanceof BigInt64Array ? BigInt(nullValue) : Number(nullValue);
  for (let i = 0; i < stored.length; i++) {
    if (stored[i] !== wanted) continue;
    nulls[i] = 1;
    any = true;
  }
  return any ? nulls : undefined;
}

const TrueByte = 84;
const FalseByte = 70;

/** T and F; a byte of 0 is null. Any other byte counts as false, as cfitsio and astropy take it. */
export function decodeLogicals(stored: Uint8Array): Decoded {
  const values = new Uint8Array(stored.length);
  const nulls = new Uint8Array(stored.length);
  let any = false;
  for (let i = 0; i < stored.length; i++) {
    if (stored[i] === TrueByte) values[i] = 1;
    else if (stored[i] !== FalseByte && stored[i] === 0) {
      nulls[i] = 1;
      any = true;
    }
  }
  return any ? { type: "boolean", values, nulls } : { type: "boolean", values };
}

/** Writes the first `bits` bits from a byte on, the highest of each byte first, into `values` from a place on. */
export function unpackBits(bytes: Uint8Array, start: number, bits: number, values: Uint8Array, at: number): void {
  for (let bit = 0; bit < bits; bit++) values[at + bit] = ((bytes[start + (bit >> 3)] as number) >> (7 - (bit & 7))) & 1;
}

/** Where strings of bytes lie: `runs` cells of `perRun` strings of `length` bytes, cells `stride` bytes apart. */
export interface StringLayout {
  readonly start: number;
  readonly runs: number;
  readonly perRun: number;
  readonly length: number;
  readonly stride: number;
}

/** Strings that end at a NUL or at their trailing spaces. One that starts with a NUL is null. */
export function decodeStrings(bytes: Uint8Array, { start, runs, perRun, length, stride }: StringLayout): Decoded {
  const values = emptyTexts(runs * perRun);
  let nulls: Uint8Array | undefined;
  const decode = stringDecoder(bytes);
  for (let run = 0; run < runs; run++) {
    for (let k = 0; k < perRun; k++) {
      const from = start + run * stride + k * length;
      const place = run * perRun + k;
      values[place] = decode(from, from + length);
      if (length === 0 || bytes[from] !== 0) continue;
      nulls ??= new Uint8Array(values.length);
      nulls[place] = 1;
    }
  }
  return nulls === undefined ? { type: "string", values } : { type: "string", values, nulls };
}

const utf8 = new TextDecoder("utf-8");
/** Strings up to this many bytes are made once for many cells: categories and flags recur. */
const MostRemembered = 24;

/** Decodes the bytes between two places. A string that was seen shortly before is not made again. */
export function stringDecoder(bytes: Uint8Array): (start: number, limit: number) => string {
  const remembered = new Array<string>(1024).fill("");
  return (start, limit) => {
    let end = start;
    let hash = 0;
    while (end < limit && bytes[end] !== 0) end++;
    while (end > start && bytes[end - 1] === 32) end--;
    const length = end - start;
    if (length > MostRemembered) return longString(bytes, start, end);
    for (let i = start; i < end; i++) {
      const byte = bytes[i] as number;
      if (byte > 127) return utf8.decode(bytes.subarray(start, end));
      hash = (Math.imul(hash, 31) + byte) | 0;
    }
    const place = (hash ^ (hash >>> 15)) & 1023;
    const before = remembered[place] as string;
    if (isSame(before, bytes, start, length)) return before;
    const text = String.fromCharCode.apply(null, bytes.subarray(start, end) as unknown as number[]);
    remembered[place] = text;
    return text;
  };
}

function isSame(text: string, bytes: Uint8Array, start: number, length: number): boolean {
  if (text.length !== length) return false;
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

function longString(bytes: Uint8Array, start: number, end: number): string {
  return utf8.decode(bytes.subarray(start, end));
}

/** From stored elements to a column's values: scaling, unsigned integers, nulls, logical values, bits and strings. */
import type { ColumnType, ColumnValues } from "../column.js";
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
  return Float64Array.from(stored, (value, place) => value * scale + (place % 2 === 0 ? zero : 0));
}

function asOffset(stored: Stored, code: string, zero: number | bigint): Decoded | undefined {
  if (code === "I" && Number(zero) === 2 ** 15)
    return { type: "uint16", values: Uint16Array.from(stored as Int16Array, (v) => v + 2 ** 15) };
  if (code === "J" && Number(zero) === 2 ** 31)
    return { type: "uint32", values: Uint32Array.from(stored as Int32Array, (v) => v + 2 ** 31) };
  if (code === "B" && Number(zero) === -128)
    return { type: "int8", values: Int8Array.from(stored as Uint8Array, (v) => v - 128) };
  if (code === "K" && BigInt(zero) === 2n ** 63n)
    return { type: "uint64", values: BigUint64Array.from(stored as BigInt64Array, (v) => v + 2n ** 63n) };
  return undefined;
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

/** `bits` of each run of bytes, the highest bit of each byte first. */
export function decodeBits(stored: Uint8Array, runs: number, bits: number): Decoded {
  const bytes = Math.ceil(bits / 8);
  const values = new Uint8Array(runs * bits);
  for (let run = 0; run < runs; run++) {
    for (let bit = 0; bit < bits; bit++) {
      values[run * bits + bit] = ((stored[run * bytes + (bit >> 3)] as number) >> (7 - (bit & 7))) & 1;
    }
  }
  return { type: "boolean", values };
}

const decoder = new TextDecoder("utf-8");

/** Strings of `length` bytes each: they end at a NUL or at their trailing spaces. One that starts with a NUL is null. */
export function decodeStrings(stored: Uint8Array, count: number, length: number): Decoded {
  const values = Array.from({ length: count }, (_, k) => decodeString(stored, k * length, (k + 1) * length));
  const nulls = Uint8Array.from(values, (text, k) => (text === "" && length > 0 && stored[k * length] === 0 ? 1 : 0));
  return nulls.includes(1) ? { type: "string", values, nulls } : { type: "string", values };
}

export function decodeString(bytes: Uint8Array, start: number, limit: number): string {
  let end = start;
  while (end < limit && bytes[end] !== 0) end++;
  while (end > start && bytes[end - 1] === 32) end--;
  let text = "";
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte > 127) return decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Values of files as a table has them: text of bytes, of dates and times, numbers of decimals. Numbers that are what they mean stay as they are. */

import { isoDate, isoTime } from "../iso_time.js";
import type { TimeType } from "../stored_times.js";
import { emptyTexts } from "../text_array.js";
import { TextWindow } from "../text_window.js";
import type { Budget } from "./damage.js";
import type { Meaning } from "./leaf.js";
import type { Flags, Physical, Pieces, Words } from "./values.js";

/** Values that a column takes: text or numbers, one each. */
export interface Cells {
  readonly kind: "cells";
  readonly cells: readonly string[] | Float64Array;
}

export type Converted = Words | Flags | Cells;

/** `byteOffset` is the page's place in the file, for errors. */
export function convert(values: Physical, meaning: Meaning, budget: Budget, byteOffset: number): Converted {
  const { type, time, scale, isHalf, isUuid } = meaning;
  if (values.kind === "flags") return values;
  if (values.kind === "words") {
    if (time !== undefined) return timesOf(values, time);
    return scale === undefined ? values : { kind: "cells", cells: decimals(values, scale) };
  }
  if (type === "string") {
    if (time !== undefined) return piecesAs(values, (bytes, at) => isoTime(ticksOfInt96(bytes, at), "ns"));
    if (isUuid) return piecesAs(values, (bytes, start, end) => uuid(bytes.subarray(start, end)));
    return { kind: "cells", cells: textsOf(values, budget, byteOffset) };
  }
  const numbers = new Float64Array(values.count);
  values.each((bytes, start, end, k) => {
    numbers[k] = isHalf ? half(bytes[start]! | (bytes[start + 1]! << 8)) : decimalOf(signedOf(bytes, start, end), scale ?? 0);
  });
  return { kind: "cells", cells: numbers };
}

function timesOf(values: Words, { unit }: TimeType): Cells {
  const { words, width } = values;
  const cells = emptyTexts(words.length / width);
  for (let k = 0; k < cells.length; k++) {
    const ticks = width === 1 ? words[k]! : longAt(values, k);
    cells[k] = unit === "day" ? isoDate(Number(ticks)) : isoTime(ticks, unit);
  }
  return { kind: "cells", cells };
}

function longAt({ words }: Words, k: number): bigint {
  return (BigInt(words[2 * k + 1]!) << 32n) | BigInt(words[2 * k]! >>> 0);
}

function decimals(values: Words, scale: number): Float64Array {
  const { words, width } = values;
  return Float64Array.from({ length: words.length / width }, (_, k) =>
    decimalOf(width === 1 ? words[k]! : longAt(values, k), scale),
  );
}

/** The double that is nearest to the decimal digits. */
function decimalOf(digits: bigint | number, scale: number): number {
  return Number(`${digits}e${-scale}`);
}

/** Big-endian, two's complement. */
function signedOf(bytes: Uint8Array, start: number, end: number): bigint {
  if (end === start) return 0n;
  let hex = "0x";
  for (let place = start; place < end; place++) hex += bytes[place]!.toString(16).padStart(2, "0");
  return BigInt.asIntN(8 * (end - start), BigInt(hex));
}

const JulianDay1970 = 2_440_588n;
const NanosecondsPerDay = 86_400_000_000_000n;

/** Nanoseconds of the day, then the Julian day. */
function ticksOfInt96(bytes: Uint8Array, at: number): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 12);
  return (BigInt(view.getInt32(8, true)) - JulianDay1970) * NanosecondsPerDay + view.getBigUint64(0, true);
}

function uuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** IEEE 754 binary16. */
function half(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = (bits & 1023) / 1024;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * 2 ** -14 * fraction : sign * 2 ** (exponent - 15) * (1 + fraction);
}

function piecesAs(values: Pieces, textOf: (bytes: Uint8Array, start: number, end: number) => string): Cells {
  const cells = emptyTexts(values.count);
  values.each((bytes, start, end, k) => {
    cells[k] = textOf(bytes, start, end);
  });
  return { kind: "cells", cells };
}

const decoder = new TextDecoder();

function textsOf(values: Pieces, budget: Budget, byteOffset: number): string[] {
  const cells = emptyTexts(values.count);
  let window: TextWindow | undefined;
  values.each((bytes, start, end, k) => {
    budget.take(end - start, byteOffset);
    if (values.isStable) window ??= new TextWindow(bytes);
    cells[k] = window?.utf8(start, end) ?? decoder.decode(bytes.subarray(start, end));
  });
  return cells;
}

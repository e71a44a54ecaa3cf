/** DATASUM and CHECKSUM cards: ones' complement sums of 32-bit words. FITS standard 4.0, section 4.4.2.7 and appendix J. */
import { damaged } from "./fits_error.js";
import type { Hdu } from "./hdu.js";
import { BlockBytes } from "./header.js";

/** The sum of big-endian words with end-around carry; bytes beyond the array count as 0. */
export function onesSum(bytes: Uint8Array, start: number, end: number, sum = 0): number {
  let high = sum >>> 16;
  let low = sum & 0xffff;
  for (let i = start; i < end; i += 4) {
    high += ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0);
    low += ((bytes[i + 2] ?? 0) << 8) | (bytes[i + 3] ?? 0);
    if ((i & 0xffff) === 0) [high, low] = carried(high, low);
  }
  [high, low] = carried(high, low);
  return high * 65536 + low;
}

function carried(high: number, low: number): [number, number] {
  let [h, l] = [high, low];
  while (h > 0xffff || l > 0xffff) {
    const [fromHigh, fromLow] = [Math.floor(h / 65536), Math.floor(l / 65536)];
    h = (h & 0xffff) + fromLow;
    l = (l & 0xffff) + fromHigh;
  }
  return [h, l];
}

/** Throws where a unit's sums are given and wrong. */
export function verifyChecksums(bytes: Uint8Array, { header, number, dataStart, dataBytes }: Hdu): void {
  const dataEnd = dataStart + Math.ceil(dataBytes / BlockBytes) * BlockBytes;
  const dataSum = onesSum(bytes, dataStart, dataEnd);
  const declared = header.value("DATASUM");
  if (declared !== undefined && Number(declared) !== dataSum) {
    throw damaged(`The data of unit ${number} sum up to ${dataSum}, but DATASUM says ${String(declared)}`, dataStart);
  }
  if (header.text("CHECKSUM") === undefined) return;
  const whole = onesSum(bytes, header.start, header.end, dataSum);
  if (whole !== 0xffffffff) throw damaged(`Unit ${number} does not agree with its CHECKSUM`, header.start);
}

/** The 16 characters that make a unit sum up to all ones, from its sum with CHECKSUM = '0000000000000000'. */
export function encodeChecksum(sum: number): string {
  const value = ~sum >>> 0;
  const encoded = new Array<number>(16);
  for (let i = 0; i < 4; i++) {
    const byte = (value >>> (24 - 8 * i)) & 0xff;
    const quotient = (byte >> 2) + 48;
    const parts = [quotient + (byte & 3), quotient, quotient, quotient];
    while (parts.some(isPunctuation)) {
      // Each pair keeps its sum while it leaves the characters between digits and letters.
      for (let j = 0; j < 4; j += 2) {
        if (!isPunctuation(parts[j] as number) && !isPunctuation(parts[j + 1] as number)) continue;
        parts[j] = (parts[j] as number) + 1;
        parts[j + 1] = (parts[j + 1] as number) - 1;
      }
    }
    for (let j = 0; j < 4; j++) encoded[4 * j + i] = parts[j] as number;
  }
  const text = String.fromCharCode(...encoded);
  return text.slice(-1) + text.slice(0, -1);
}

const isPunctuation = (code: number): boolean => (code >= 0x3a && code <= 0x40) || (code >= 0x5b && code <= 0x60);

/**
 * A random choice of places that depends on a seed alone: each place has a random key of its own, from a counter-based generator
 * (Philox2x32-10; Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011), and the smallest keys win.
 * So a smaller choice of one seed is part of a larger one.
 */
import { WasmcmcError } from "../../errors.js";

const Word = 2 ** 32;

/** One block: two words of 32 random bits. */
export function philox2x32(counter: readonly [number, number], key: number): [number, number] {
  let [c0, c1] = counter;
  let k = key;
  for (let round = 0; round < 10; round++) {
    const low = Math.imul(0xd256d193, c0) >>> 0;
    [c0, c1] = [(highProduct(0xd256d193, c0) ^ k ^ c1) >>> 0, low];
    k = (k + 0x9e3779b9) % Word;
  }
  return [c0, c1];
}

/** The upper word of the product of two words. */
function highProduct(a: number, b: number): number {
  const upper = Math.floor(a / 65536) * b;
  const lower = (a % 65536) * b;
  return Math.floor((upper + Math.floor(lower / 65536)) / 65536);
}

/** `count` of `length` places without repetition, ascending, each choice as likely. Throws where there are fewer. */
export function randomPlaces(length: number, count: number, seed: number): number[] {
  if (!Number.isInteger(count) || count < 0 || count > length)
    throw badOption("count", count, `a whole number from 0 to ${length}, the draws there are`);
  if (!Number.isSafeInteger(seed) || seed < 0) throw badOption("seed", seed, "an integer from 0 to 2^53 - 1");
  const keys = Float64Array.from({ length }, (_, place) => {
    const [high, low] = philox2x32([place, Math.floor(seed / Word)], seed % Word);
    return high * 2 ** 21 + (low >>> 11);
  });
  return Array.from(keys, (_, place) => place)
    .sort((a, b) => keys[a]! - keys[b]! || a - b)
    .slice(0, count)
    .sort((a, b) => a - b);
}

function badOption(variable: string, value: number, allowed: string): WasmcmcError {
  return new WasmcmcError({
    code: "bad-option",
    problem: `${variable} is ${value}.`,
    remedy: `Give ${allowed}.`,
    variable,
    value,
  });
}

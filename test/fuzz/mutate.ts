/** Damages files: each damage follows from the file and a number alone, so that any of them can be made again. */
import type { RandomNumbers } from "../../bindings/posterior/statistics/random_numbers.js";

type Mutation = (bytes: Uint8Array, at: number, random: RandomNumbers) => Uint8Array;

/** Values at which sizes, counts and signs go wrong. */
const extremes = [0, 1, 0x7f, 0x80, 0xff];
const longExtremes = [0, -1, 1, 0x7fffffff, -0x80000000, 0x40000000];

const setByte: Mutation = (bytes, at, random) => {
  const out = bytes.slice();
  out[at] = random.uniform() < 0.5 ? random.integer(256) : extremes[random.integer(extremes.length)]!;
  return out;
};

const flipBit: Mutation = (bytes, at, random) => {
  const out = bytes.slice();
  out[at]! ^= 1 << random.integer(8);
  return out;
};

const setLong: Mutation = (bytes, at, random) => {
  const out = bytes.slice();
  if (at + 4 > out.length) return out.subarray(0, at);
  new DataView(out.buffer).setInt32(at, longExtremes[random.integer(longExtremes.length)]!, random.uniform() < 0.5);
  return out;
};

const insert: Mutation = (bytes, at, random) => {
  const more = Uint8Array.from({ length: 1 + random.integer(40) }, () => random.integer(256));
  return joined(bytes.subarray(0, at), more, bytes.subarray(at));
};

const remove: Mutation = (bytes, at, random) => joined(bytes.subarray(0, at), bytes.subarray(at + 1 + random.integer(200)));

const repeat: Mutation = (bytes, at, random) => {
  const part = bytes.subarray(at, at + 1 + random.integer(300));
  return joined(bytes.subarray(0, at), ...new Array<Uint8Array>(1 + random.integer(8)).fill(part), bytes.subarray(at));
};

const truncate: Mutation = (bytes, at) => bytes.slice(0, at);

const overwrite: Mutation = (bytes, at, random) => {
  const out = bytes.slice();
  const from = random.integer(bytes.length);
  const length = Math.min(1 + random.integer(120), bytes.length - Math.max(at, from));
  out.set(bytes.subarray(from, from + length), at);
  return out;
};

/** Writes another number over the digits at or after a place: counts and sizes in text are made wrong this way. */
const setNumber: Mutation = (bytes, at, random) => {
  const text = Array.from(bytes.subarray(at, at + 400), (byte) => String.fromCharCode(byte)).join("");
  const digits = /\d+/.exec(text);
  if (digits === null) return setByte(bytes, at, random);
  const values = [
    "0",
    "-1",
    "1",
    "2",
    "99999999",
    "2147483648",
    "9999999999999999",
    "1e999",
    "NaN",
    String(random.integer(1000)),
  ];
  const number = values[random.integer(values.length)]!;
  const start = at + digits.index;
  // As long as before where it fits: in FITS every card has 80 characters.
  const written = number.length <= digits[0].length ? number.padStart(digits[0].length) : number;
  const rest = bytes.subarray(start + Math.max(digits[0].length, written.length));
  return joined(
    bytes.subarray(0, start),
    Uint8Array.from(written, (letter) => letter.charCodeAt(0)),
    rest,
  );
};

const structural: readonly Mutation[] = [setByte, setLong, setNumber, setNumber, insert, remove, repeat, truncate, overwrite];
const inData: readonly Mutation[] = [setByte, flipBit, setLong, overwrite, truncate];

/** Damages one to four places; of "data", places in the later part of the file, where formats keep values. */
export function mutate(bytes: Uint8Array, where: "structure" | "data", random: RandomNumbers): Uint8Array {
  const mutations = where === "data" ? inData : structural;
  let out = bytes;
  for (let count = 1 + random.integer(4); count > 0 && out.length > 0; count--) {
    out = mutations[random.integer(mutations.length)]!(out, placeIn(out.length, where, random), random);
  }
  return out;
}

/** Headers and footers for structure: the first 3,000 and the last 1,000 bytes mostly. */
function placeIn(length: number, where: "structure" | "data", random: RandomNumbers): number {
  if (where === "data") return Math.min(length - 1, Math.floor(length * (0.2 + 0.8 * random.uniform())));
  if (random.uniform() < 0.3) return Math.max(0, length - 1 - random.integer(Math.min(length, 1000)));
  return random.integer(Math.min(length, 3000));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

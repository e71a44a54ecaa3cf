/** The values of a page by their physical type: numbers as words of 32 bits, truth values, or pieces of bytes. Parquet format, Encodings. */
import { readDeltas32, readDeltas64 } from "./delta.js";
import { type Reader, readHybrid } from "./hybrid.js";

/** Values side by side: `width` words each, low word first. */
export interface Words {
  readonly kind: "words";
  readonly width: 1 | 2;
  readonly words: Int32Array;
}

export interface Flags {
  readonly kind: "flags";
  readonly flags: Uint8Array;
}

/** Values of any number of bytes: value k is what `each` names as its k-th piece. */
export interface Pieces {
  readonly kind: "pieces";
  readonly count: number;
  /** Whether all pieces are of one array of bytes, which stays as it is. */
  readonly isStable: boolean;
  readonly each: (take: (bytes: Uint8Array, start: number, end: number, k: number) => void) => void;
}

/** Places of values in the column's dictionary. */
export interface Indices {
  readonly kind: "indices";
  readonly indices: Int32Array;
}

export type Physical = Words | Flags | Pieces;

const widths: Readonly<Record<string, 1 | 2>> = { INT32: 1, FLOAT: 1, INT64: 2, DOUBLE: 2 };

export interface PhysicalType {
  readonly type: string;
  /** Bytes of a value of fixed length. */
  readonly typeLength: number | undefined;
}

/** The values of a page in an encoding other than that of dictionaries. */
export function readValues(reader: Reader, encoding: string, count: number, { type, typeLength }: PhysicalType): Physical {
  const width = widths[type];
  if (encoding === "PLAIN") {
    if (width !== undefined) return plainWords(reader, count, width);
    if (type === "BOOLEAN") return plainFlags(reader, count);
    return type === "BYTE_ARRAY" ? plainTexts(reader, count) : fixedPieces(reader, count, bytesOf(reader, type, typeLength));
  }
  if (encoding === "RLE" && type === "BOOLEAN") {
    const flags = new Uint8Array(count);
    readHybrid(reader.part(reader.uint32()), 1, flags);
    return { kind: "flags", flags };
  }
  if (encoding === "DELTA_BINARY_PACKED" && type === "INT32") {
    return { kind: "words", width: 1, words: readDeltas32(reader, count) };
  }
  if (encoding === "DELTA_BINARY_PACKED" && type === "INT64") {
    return { kind: "words", width: 2, words: new Int32Array(readDeltas64(reader, count).buffer) };
  }
  if (encoding === "DELTA_LENGTH_BYTE_ARRAY") return countedPieces(reader, readDeltas32(reader, count));
  if (encoding === "DELTA_BYTE_ARRAY") return prefixedPieces(reader, count);
  if (encoding === "BYTE_STREAM_SPLIT") return splitValues(reader, count, width, bytesOf(reader, type, typeLength));
  throw reader.damaged(`values of ${type} have the encoding ${encoding}`);
}

/** Places in a dictionary; they start with the number of their bits. */
export function readIndices(reader: Reader, count: number): Indices {
  const indices = new Int32Array(count);
  const width = count === 0 && reader.at === reader.end ? 0 : reader.byte();
  if (width > 0) readHybrid(reader, width, indices);
  return { kind: "indices", indices };
}

function bytesOf(reader: Reader, type: string, typeLength: number | undefined): number {
  const bytes = type === "INT96" ? 12 : widths[type] === undefined ? typeLength : 4 * widths[type];
  if (bytes !== undefined && bytes > 0) return bytes;
  throw reader.damaged(`values of ${type} have no length`);
}

function plainWords(reader: Reader, count: number, width: 1 | 2): Words {
  const length = 4 * width * count;
  const from = reader.skip(length);
  const at = reader.bytes.byteOffset + from;
  const words =
    at % 4 === 0
      ? new Int32Array(reader.bytes.buffer, at, width * count)
      : new Int32Array(reader.bytes.slice(from, from + length).buffer);
  return { kind: "words", width, words };
}

function plainFlags(reader: Reader, count: number): Flags {
  const from = reader.skip(Math.ceil(count / 8));
  const flags = new Uint8Array(count);
  for (let i = 0; i < count; i++) flags[i] = (reader.bytes[from + (i >> 3)]! >> (i & 7)) & 1;
  return { kind: "flags", flags };
}

function plainTexts(reader: Reader, count: number): Pieces {
  // A text has four bytes at least.
  if (4 * count > reader.end - reader.at) throw reader.damaged(`a page has no room for ${count} texts`);
  return {
    kind: "pieces",
    isStable: true,
    count,
    each(take) {
      for (let k = 0; k < count; k++) {
        const start = reader.skip(reader.uint32());
        take(reader.bytes, start, reader.at, k);
      }
    },
  };
}

function fixedPieces(reader: Reader, count: number, length: number): Pieces {
  const from = reader.skip(count * length);
  return {
    kind: "pieces",
    isStable: true,
    count,
    each(take) {
      for (let k = 0; k < count; k++) take(reader.bytes, from + k * length, from + (k + 1) * length, k);
    },
  };
}

function countedPieces(reader: Reader, lengths: Int32Array): Pieces {
  return {
    kind: "pieces",
    isStable: true,
    count: lengths.length,
    each(take) {
      for (let k = 0; k < lengths.length; k++) {
        const start = reader.skip(lengths[k]!);
        take(reader.bytes, start, reader.at, k);
      }
    },
  };
}

/** Each text is the start of the one before and something new: it is written over the one before, so that only one is in memory. */
function prefixedPieces(reader: Reader, count: number): Pieces {
  const prefixes = readDeltas32(reader, count);
  const suffixes = readDeltas32(reader, count);
  return {
    kind: "pieces",
    isStable: false,
    count,
    each(take) {
      let text = new Uint8Array(64);
      let length = 0;
      for (let k = 0; k < count; k++) {
        const [prefix, suffix] = [prefixes[k]!, suffixes[k]!];
        if (prefix < 0 || prefix > length) throw reader.damaged(`a text starts with ${prefix} letters of one that has ${length}`);
        const from = reader.skip(suffix);
        length = prefix + suffix;
        if (length > text.length) {
          const larger = new Uint8Array(2 * length);
          larger.set(text.subarray(0, prefix));
          text = larger;
        }
        text.set(reader.bytes.subarray(from, from + suffix), prefix);
        take(text, 0, length, k);
      }
    },
  };
}

/** All first bytes, all second bytes, and so on. */
function splitValues(reader: Reader, count: number, width: 1 | 2 | undefined, length: number): Physical {
  const from = reader.skip(count * length);
  const bytes = new Uint8Array(count * length);
  for (let b = 0; b < length; b++) {
    for (let i = 0; i < count; i++) bytes[i * length + b] = reader.bytes[from + b * count + i]!;
  }
  if (width !== undefined) return { kind: "words", width, words: new Int32Array(bytes.buffer) };
  return {
    kind: "pieces",
    isStable: true,
    count,
    each(take) {
      for (let k = 0; k < count; k++) take(bytes, k * length, (k + 1) * length, k);
    },
  };
}

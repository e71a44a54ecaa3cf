/** The pages of a column's part of a row group: their headers, which must agree with the footer, and their bytes, decompressed. */
import { type Budget, damagedParquet, unsupportedParquet } from "./damage.js";
import { type Fields, signed, Walker } from "./thrift.js";

/** What the footer says of a column's part of a row group. */
export interface Chunk {
  readonly name: string;
  readonly start: number;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  readonly valueCount: number;
  readonly codec: string;
}

const [DataPage, DictionaryPage, DataPageV2] = [0, 2, 3] as const;
const encodings = [
  "PLAIN",
  "GROUP_VAR_INT",
  "DICTIONARY",
  "RLE",
  "BIT_PACKED",
  "DELTA_BINARY_PACKED",
  "DELTA_LENGTH_BYTE_ARRAY",
  "DELTA_BYTE_ARRAY",
  "DICTIONARY",
  "BYTE_STREAM_SPLIT",
] as const;

/** A page as its header has it. */
export interface PageHeader {
  /** Where the header and the page's bytes stand in the file. */
  readonly at: number;
  readonly start: number;
  readonly compressed: number;
  readonly uncompressed: number;
  readonly isDictionary: boolean;
  readonly valueCount: number;
  readonly encoding: (typeof encodings)[number];
  /** Of the newer pages, whose levels stand before what is compressed: their lengths. */
  readonly levels: { readonly repetition: number; readonly definition: number; readonly isCompressed: boolean } | undefined;
}

/** The headers; throws `damaged-file` where they do not agree with the footer: nothing is decoded before. */
export function pageHeaders(bytes: Uint8Array, chunk: Chunk): PageHeader[] {
  const { start, compressedSize, valueCount } = chunk;
  const end = start + compressedSize;
  if (!(start >= 0 && compressedSize >= 0 && end <= bytes.length)) {
    throw damagedParquet(`the column "${chunk.name}" lies outside of the file`, Math.max(0, start));
  }
  const headers: PageHeader[] = [];
  let values = 0;
  for (let at = start; at < end && values < valueCount; ) {
    const walker = new Walker(bytes, at, end);
    const header = headerOf(walker.struct(0), at, walker);
    at = header === undefined ? walker.at : header.start + header.compressed;
    if (header === undefined) continue;
    if (!header.isDictionary) values += header.valueCount;
    if (!agrees(header, chunk) || at > end || values > valueCount) {
      throw damagedParquet("a page's header does not agree with the footer", header.at);
    }
    headers.push(header);
  }
  if (values === valueCount) return headers;
  throw damagedParquet(`the pages of "${chunk.name}" have ${values} values of ${valueCount}`, start);
}

/** Undefined for pages of indices, which are passed over. */
function headerOf(fields: Fields, at: number, walker: Walker): PageHeader | undefined {
  const compressed = signed(fields.get(3));
  const kind = signed(fields.get(1));
  const own = fields.get(kind === DataPage ? 5 : kind === DictionaryPage ? 7 : 8);
  if (![DataPage, DictionaryPage, DataPageV2].includes(kind as 0)) {
    walker.skip(compressed);
    return undefined;
  }
  if (!(own instanceof Map)) throw damagedParquet("a page's header lacks its counts", at);
  const isNew = kind === DataPageV2;
  const levels = isNew
    ? { definition: signed(own.get(5)), repetition: signed(own.get(6)), isCompressed: own.get(7) !== 0 }
    : undefined;
  return {
    at,
    start: walker.at,
    compressed,
    uncompressed: signed(fields.get(2)),
    isDictionary: kind === DictionaryPage,
    valueCount: signed(own.get(1)),
    encoding: encodings[signed(own.get(isNew ? 4 : 2))] ?? "BIT_PACKED",
    levels,
  };
}

/** A value of a dictionary takes a bit at least; headers are within the uncompressed size as the footer has it. */
function agrees(header: PageHeader, { uncompressedSize }: Chunk): boolean {
  const { uncompressed, compressed, valueCount, isDictionary, levels } = header;
  if (!(uncompressed >= 0 && uncompressed <= uncompressedSize && compressed >= 0 && valueCount >= 0)) return false;
  if (isDictionary && valueCount > 8 * uncompressed) return false;
  if (levels === undefined) return true;
  const { repetition, definition } = levels;
  return repetition >= 0 && definition >= 0 && repetition + definition <= Math.min(uncompressed, compressed);
}

/** Makes the bytes of a compressed page, whose size is known. */
export type Decompress = (input: Uint8Array, size: number) => Uint8Array;

/** How many bytes a byte may become, where the method has such a limit. */
const mostExpansion: Readonly<Record<string, number>> = { SNAPPY: 24, GZIP: 1040, LZ4: 260, LZ4_RAW: 260 };

export interface PageBytes {
  /** Levels and values in one piece; of the newer pages the levels apart. */
  readonly repetition: Uint8Array | undefined;
  readonly definition: Uint8Array | undefined;
  readonly values: Uint8Array;
}

export function bytesOfPage(
  bytes: Uint8Array,
  header: PageHeader,
  { codec }: Chunk,
  decompress: Readonly<Record<string, Decompress | undefined>>,
  budget: Budget,
): PageBytes {
  const { at, start, compressed, uncompressed, levels } = header;
  const apart = levels === undefined ? 0 : levels.repetition + levels.definition;
  const stored = bytes.subarray(start + apart, start + compressed);
  const size = uncompressed - apart;
  const isStored = codec === "UNCOMPRESSED" || levels?.isCompressed === false;
  budget.check(size, at);
  const values = isStored ? stored : decompressed(stored, size, codec, decompress[codec], at);
  if (values.length !== size) throw damagedParquet(`a page has ${values.length} bytes of ${size}`, at);
  if (levels === undefined) return { repetition: undefined, definition: undefined, values };
  const middle = start + levels.repetition;
  return { repetition: bytes.subarray(start, middle), definition: bytes.subarray(middle, start + apart), values };
}

function decompressed(input: Uint8Array, size: number, codec: string, method: Decompress | undefined, at: number): Uint8Array {
  if (method === undefined)
    throw unsupportedParquet(`The compression ${codec} is not known here`, "Write the file with zstd or snappy.");
  if (size > (mostExpansion[codec] ?? Infinity) * (input.length + 16)) {
    throw damagedParquet(`a page of ${input.length} bytes cannot have ${size} decompressed`, at);
  }
  if (size === 0) return new Uint8Array(0);
  try {
    return method(input, size);
  } catch (cause) {
    throw damagedParquet(`a page cannot be decompressed: ${(cause as Error).message}`, at, cause);
  }
}

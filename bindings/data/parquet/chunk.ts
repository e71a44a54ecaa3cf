/** Reads a column's part of a row group, page by page. */
import type { LeafColumn } from "./column.js";
import { type Converted, convert } from "./convert.js";
import { type Budget, damagedParquet } from "./damage.js";
import { Reader, readHybrid } from "./hybrid.js";
import type { Leaf, Meaning } from "./leaf.js";
import { bytesOfPage, type Chunk, type Decompress, type PageBytes, type PageHeader } from "./pages.js";
import { type PhysicalType, readIndices, readValues } from "./values.js";

export interface ChunkReading {
  readonly bytes: Uint8Array;
  readonly chunk: Chunk;
  readonly headers: readonly PageHeader[];
  readonly leaf: Leaf;
  readonly meaning: Meaning;
  readonly decompress: Readonly<Record<string, Decompress | undefined>>;
  readonly budget: Budget;
}

/** Adds the values of a column's part to the column. */
export function readChunk(reading: ChunkReading, column: LeafColumn): void {
  let dictionary: Converted | undefined;
  for (const header of reading.headers) {
    const { bytes, chunk, decompress, budget } = reading;
    const page = bytesOfPage(bytes, header, chunk, decompress, budget);
    if (header.isDictionary) dictionary = dictionaryOf(reading, header, page);
    else addPage(reading, header, page, dictionary, column);
  }
}

function typeOf({ element }: Leaf): PhysicalType {
  return { type: element.type ?? "", typeLength: element.type_length };
}

const readerOf = (bytes: Uint8Array, { at }: PageHeader): Reader =>
  new Reader(bytes, 0, bytes.length, (what) => damagedParquet(what, at));

function dictionaryOf({ leaf, meaning, budget }: ChunkReading, header: PageHeader, { values }: PageBytes): Converted {
  const read = readValues(readerOf(values, header), "PLAIN", header.valueCount, typeOf(leaf));
  return convert(read, meaning, budget, header.at);
}

function addPage(
  { leaf, meaning, budget }: ChunkReading,
  header: PageHeader,
  page: PageBytes,
  dictionary: Converted | undefined,
  column: LeafColumn,
): void {
  const { valueCount: count, encoding, at } = header;
  const reader = readerOf(page.values, header);
  const repetition = levelsOf(page.repetition, header, reader, count, leaf.isList ? 1 : 0);
  const definition = levelsOf(page.definition, header, reader, count, leaf.mostDefinition);
  const present = definition === undefined ? count : countOf(definition, leaf.mostDefinition);
  const isIndexed = encoding === "DICTIONARY";
  if (isIndexed && dictionary === undefined) throw damagedParquet("a page lacks its dictionary", at);
  const wrong = column.add({
    values: isIndexed ? dictionary! : convert(readValues(reader, encoding, present, typeOf(leaf)), meaning, budget, at),
    indices: isIndexed ? readIndices(reader, present).indices : undefined,
    count,
    repetition,
    definition,
  });
  if (wrong !== undefined) throw damagedParquet(wrong, at);
}

/** Undefined where there are no such levels. In older pages they stand before the values, after their length. */
function levelsOf(
  apart: Uint8Array | undefined,
  header: PageHeader,
  reader: Reader,
  count: number,
  most: number,
): Uint8Array | undefined {
  if (most === 0) return undefined;
  const levels = new Uint8Array(count);
  const own = apart === undefined ? reader.part(reader.uint32()) : readerOf(apart, header);
  readHybrid(own, 32 - Math.clz32(most), levels);
  return levels;
}

function countOf(levels: Uint8Array, wanted: number): number {
  let count = 0;
  for (const level of levels) {
    if (level === wanted) count++;
  }
  return count;
}

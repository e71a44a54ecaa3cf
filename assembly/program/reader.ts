/** Reads a serialised program's words in order; the format is drawn in bindings/program/program.ts. */
import { Format } from "../opcodes";

@unmanaged
export class Reader {
  at: usize;
  end: usize;
  /** A word was missing, or something that was read made no sense. */
  failed: bool;
}

export const enum Header {
  DimCount = 8,
  SpaceCount = 12,
  ConstantCount = 16,
  ColumnCount = 20,
  IndexCount = 24,
  ValueCount = 28,
  SectionCount = 32,
  WordCount = 36,
  Checksum = 40,
  Bytes = 44,
}

/** The next word; 0 past the end. */
export function next(reader: Reader): u32 {
  if (reader.at >= reader.end) {
    reader.failed = true;
    return 0;
  }
  const word = load<u32>(reader.at);
  reader.at += 4;
  return word;
}

/** The next word, a count of things of at least `words` words each; 0 if they cannot all follow. */
export function nextCount(reader: Reader, words: u32): u32 {
  const count = next(reader);
  return checkCount(reader, count, words);
}

export function checkCount(reader: Reader, count: u32, words: u32): u32 {
  const left = <u64>((reader.end - reader.at) >> 2);
  if (<u64>count * <u64>words <= left) return count;
  reader.failed = true;
  return 0;
}

/** The next word, below `bound`; 0 if it is not. */
export function nextBelow(reader: Reader, bound: u32): u32 {
  const word = next(reader);
  if (word < bound) return word;
  reader.failed = true;
  return 0;
}

/** Magic, version, length and checksum (FNV-1a, 32 bit, over all bytes but its own four). */
export function headerFits(bytes: usize, byteLength: u32): bool {
  if (byteLength < <u32>Header.Bytes) return false;
  if (load<u32>(bytes) != Format.Magic || load<u32>(bytes, 4) != Format.Version) return false;
  if (<u64>load<u32>(bytes, Header.WordCount) * 4 != <u64>byteLength) return false;
  let hash: u32 = 0x811c9dc5;
  for (let i: usize = 0; i < byteLength; ++i) {
    if (i == <usize>Header.Checksum) i += 4;
    if (i < byteLength) hash = (hash ^ <u32>load<u8>(bytes + i)) * 0x01000193;
  }
  return hash == load<u32>(bytes, Header.Checksum);
}

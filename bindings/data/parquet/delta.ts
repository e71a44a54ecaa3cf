/** Integers written as differences, and texts with such lengths. Parquet format, Encodings: DELTA_BINARY_PACKED and its relatives. */
import { bitsAt, type Reader } from "./hybrid.js";

interface Blocks {
  readonly miniblocks: number;
  readonly perMiniblock: number;
  readonly first: bigint;
}

function blocksOf(reader: Reader, count: number): Blocks {
  const size = reader.varint();
  const miniblocks = reader.varint();
  const total = reader.varint();
  const first = reader.signedVarint();
  const perMiniblock = size / miniblocks;
  if (!Number.isInteger(perMiniblock) || perMiniblock < 1 || miniblocks > reader.end) {
    throw reader.damaged(`blocks of ${size} differences have ${miniblocks} parts`);
  }
  if (total !== count) throw reader.damaged(`a page has ${total} differences for ${count} values`);
  return { miniblocks, perMiniblock, first };
}

/** Calls `take` with the bits of each difference, and the least of its block. */
function eachDelta(reader: Reader, count: number, { miniblocks, perMiniblock }: Blocks, take: TakeDelta): void {
  for (let done = 1; done < count; ) {
    const least = reader.signedVarint();
    const widths = reader.skip(miniblocks);
    for (let block = 0; block < miniblocks && done < count; block++) {
      const width = reader.bytes[widths + block]!;
      if (width > 64) throw reader.damaged(`differences have ${width} bits`);
      const wanted = Math.min(perMiniblock, count - done);
      // The last part may be cut after its last value.
      const length = Math.min((perMiniblock * width) / 8, reader.end - reader.at);
      if (length * 8 < wanted * width) throw reader.damaged("a block of differences is cut off");
      const at = reader.skip(Math.ceil(length));
      for (let i = 0; i < wanted; i++) take(least, at, i * width, width);
      done += wanted;
    }
  }
}

type TakeDelta = (least: bigint, at: number, bit: number, width: number) => void;

export function readDeltas32(reader: Reader, count: number): Int32Array {
  const out = new Int32Array(count);
  const blocks = blocksOf(reader, count);
  let [value, filled] = [Number(BigInt.asIntN(32, blocks.first)), 0];
  if (count > 0) out[filled++] = value;
  let [known, least] = [0n, 0];
  eachDelta(reader, count, blocks, (blockLeast, at, bit, width) => {
    if (blockLeast !== known) {
      known = blockLeast;
      least = Number(BigInt.asIntN(32, blockLeast));
    }
    // Modulo 2^32, as the format has it: of more bits, the lowest 32 count.
    value = (value + least + (width === 0 ? 0 : bitsAt(reader.bytes, at, bit, Math.min(32, width)))) | 0;
    out[filled++] = value;
  });
  return out;
}

export function readDeltas64(reader: Reader, count: number): BigInt64Array {
  const out = new BigInt64Array(count);
  const blocks = blocksOf(reader, count);
  let [value, filled] = [blocks.first, 0];
  if (count > 0) out[filled++] = value;
  eachDelta(reader, count, blocks, (least, at, bit, width) => {
    let difference = BigInt(bitsAt(reader.bytes, at, bit, Math.min(32, width)));
    if (width > 32) difference |= BigInt(bitsAt(reader.bytes, at, bit + 32, width - 32)) << 32n;
    value = BigInt.asIntN(64, value + least + difference);
    out[filled++] = value;
  });
  return out;
}

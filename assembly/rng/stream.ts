/**
 * Random bits of one (seed, chain), addressed by (iteration, purpose, index).
 *
 *     key      seed (53 bits) | chain << 53 (11 bits)
 *     counter  +0 iteration u32 | +4 purpose u32 | +8 block u64
 *
 * A block holds two draws of 64 bits: draw i is half (i & 1) of block i >> 1. Nothing is carried from one draw to the next but a
 * copy of the last block, so the same address gives the same bits however calls are ordered or batched. Variates that
 * cannot say beforehand how many draws they need read on from an address.
 */
import { allocateBytes } from "../vector";
import { philox } from "./philox";

@unmanaged
export class Stream {
  keyLow: u32;
  keyHigh: u32;
  iteration: u32;
  purpose: u32;
  /** The block in `low`, `high`; meaningful while `filled`. */
  block: u64;
  low: u64;
  high: u64;
  filled: bool;
  /** The index that `nextBits` reads. */
  next: u64;
}

export function createStream(seedLow: u32, seedHigh: u32, chain: u32): Stream {
  const stream = changetype<Stream>(allocateBytes(offsetof<Stream>()));
  setKey(stream, seedLow, seedHigh, chain);
  return stream;
}

export function setKey(stream: Stream, seedLow: u32, seedHigh: u32, chain: u32): void {
  stream.keyLow = seedLow;
  stream.keyHigh = (seedHigh & 0x1fffff) | (chain << 21);
}

/** From here on draws are those of this iteration and purpose. */
export function selectDraws(stream: Stream, iteration: u32, purpose: u32): void {
  stream.iteration = iteration;
  stream.purpose = purpose;
  stream.filled = false;
}

/** 64 random bits: draw `index` of the selected iteration and purpose. */
export function randomBits(stream: Stream, index: u64): u64 {
  const block = index >> 1;
  if (!stream.filled || stream.block != block) {
    philox(
      stream.iteration, stream.purpose, <u32>block, <u32>(block >> 32),
      stream.keyLow, stream.keyHigh, changetype<usize>(stream) + offsetof<Stream>("low"),
    );
    stream.block = block;
    stream.filled = true;
  }
  return index & 1 ? stream.high : stream.low;
}

/** 64 random bits: the draw at `next`, which moves on. */
export function nextBits(stream: Stream): u64 {
  const index = stream.next;
  stream.next = index + 1;
  return randomBits(stream, index);
}

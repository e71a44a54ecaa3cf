/** Runs and packed bits, in which levels and places in dictionaries are written. Parquet format, Encodings: RLE / bit-packing hybrid. */

/** Bytes from a place on, up to an end; `byteOffset` is the page's place in the file, for errors. */
export class Reader {
  constructor(
    readonly bytes: Uint8Array,
    public at: number,
    readonly end: number,
    private readonly fail: (what: string) => Error,
  ) {}

  /** A reader of the next bytes alone; this one goes on after them. */
  part(length: number): Reader {
    const from = this.skip(length);
    return new Reader(this.bytes, from, this.at, this.fail);
  }

  /** The place of the next bytes, which are passed over. */
  skip(length: number): number {
    const from = this.at;
    if (!(length >= 0 && length <= this.end - from)) throw this.fail("a page is cut off");
    this.at += length;
    return from;
  }

  byte(): number {
    return this.bytes[this.skip(1)]!;
  }

  uint32(): number {
    const at = this.skip(4);
    const { bytes } = this;
    return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
  }

  varint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    throw this.fail("a number has no end");
  }

  /** As `varint`, of up to 64 bits, zigzag. */
  signedVarint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    throw this.fail("a number has no end");
  }

  damaged(what: string): Error {
    return this.fail(what);
  }
}

/** Fills `out` with numbers of `width` bits. */
export function readHybrid(reader: Reader, width: number, out: Uint8Array | Int32Array): void {
  if (width > 32) throw reader.damaged(`numbers have ${width} bits`);
  let filled = 0;
  while (filled < out.length) {
    const header = reader.varint();
    const run = Math.floor(header / 2);
    if (header % 2 === 1) {
      const count = Math.min(run * 8, out.length - filled);
      // The last group may be cut where its other numbers are none.
      const length = Math.min(run * width, reader.end - reader.at);
      if (length * 8 < count * width) throw reader.damaged("a run of packed numbers is cut off");
      unpack(reader.bytes, reader.skip(length), width, out, filled, count);
      filled += count;
    } else {
      const count = Math.min(run, out.length - filled);
      let value = 0;
      for (let shift = 0; shift < width; shift += 8) value |= reader.byte() << shift;
      out.fill(value, filled, filled + count);
      filled += count;
    }
  }
}

function unpack(bytes: Uint8Array, at: number, width: number, out: Uint8Array | Int32Array, from: number, count: number): void {
  if (width > 24) {
    for (let i = 0; i < count; i++) out[from + i] = bitsAt(bytes, at, i * width, width);
    return;
  }
  const mask = (1 << width) - 1;
  let place = at;
  let held = 0;
  let bits = 0;
  for (let i = 0; i < count; i++) {
    for (; bits < width; bits += 8) held |= bytes[place++]! << bits;
    out[from + i] = held & mask;
    held >>>= width;
    bits -= width;
  }
}

/** Up to 32 bits, the lowest first, from a place in bits after a byte. */
export function bitsAt(bytes: Uint8Array, at: number, bit: number, width: number): number {
  const shift = bit % 8;
  const first = at + (bit - shift) / 8;
  let value = 0;
  for (let k = 0; 8 * k < shift + width; k++) value += bytes[first + k]! * 2 ** (8 * k);
  return Math.floor(value / 2 ** shift) % 2 ** width;
}

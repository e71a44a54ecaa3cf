/**
 * Walks the footer of a Parquet file before a library believes it: lists no longer than the bytes that are left, structures no deeper
 * than any that are meant. Thrift's compact protocol: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
import { Room } from "../room.js";
import { damagedParquet as damaged } from "./damage.js";

const DeepestNesting = 32;
const [Stop, True, False, Byte, I16, I32, I64, Double, Binary, List, SetType, , Struct] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
] as const;

/** Bytes that the library takes for what a footer lists: a column, or a column's part of a row group. */
const ListedBytes = 600;
/** Lists at this depth are those of columns, of row groups and of their parts. */
const DeepestCounted = 2;

/** Throws `damaged-file`, with the place, where the footer cannot be right, and `too-large` where it lists far more than the file can have. */
export function checkParquetMetadata(bytes: Uint8Array): void {
  const end = bytes.length - 8;
  if (end < 4) throw damaged("it is shorter than its frame", 0);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(end, true);
  if (length > end - 4) throw damaged(`its footer of ${length} bytes is not there`, end);
  new Walker(bytes, end - length, end, new Room(bytes.length)).struct(0);
}

type Field = number | Fields;
export type Fields = Map<number, Field>;

/** A field's integer (true is 1), 0 where there is none. Thrift writes signed integers zigzag. */
export function signed(value: Field | undefined): number {
  if (typeof value !== "number") return 0;
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

export class Walker {
  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
    private readonly end: number,
    private readonly room?: Room,
  ) {}

  /** Integers (as they are written) and structures by the number of their field; the rest is walked over. */
  struct(depth: number): Fields {
    if (depth > DeepestNesting) throw damaged("its footer is nested too deeply", this.at);
    const fields: Fields = new Map();
    let slot = 0;
    for (;;) {
      const head = this.byte();
      const type = head & 15;
      if (type === Stop) return fields;
      slot = head >> 4 === 0 ? signed(this.varint()) : slot + (head >> 4);
      if (type === True || type === False) {
        fields.set(slot, type === True ? 2 : 0);
        continue;
      }
      const value = this.value(type, depth);
      if (value !== undefined) fields.set(slot, value);
    }
  }

  private value(type: number, depth: number): Field | undefined {
    switch (type) {
      case True:
      case False:
      case Byte:
        this.skip(1);
        return undefined;
      case I16:
      case I32:
      case I64:
        return this.varint();
      case Double:
        this.skip(8);
        return undefined;
      case Binary:
        this.skip(this.varint());
        return undefined;
      case List:
      case SetType:
        this.list(depth);
        return undefined;
      case Struct:
        return this.struct(depth + 1);
      default:
        throw damaged(`its footer has a value of the unknown type ${type}`, this.at);
    }
  }

  private list(depth: number): void {
    const head = this.byte();
    const count = head >> 4 === 15 ? this.varint() : head >> 4;
    // Every element has at least a byte.
    if (count > this.end - this.at)
      throw damaged(`its footer declares a list of ${count} in ${this.end - this.at} bytes`, this.at);
    if (depth >= DeepestNesting) throw damaged("its footer is nested too deeply", this.at);
    const isCounted = (head & 15) === Struct && depth <= DeepestCounted;
    for (let i = 0; i < count; i++) {
      if (isCounted) this.room?.take(ListedBytes, "What the footer lists", () => this.at);
      this.value(head & 15, depth + 1);
    }
  }

  private byte(): number {
    this.skip(1);
    return this.bytes[this.at - 1]!;
  }

  skip(count: number): void {
    if (!(count <= this.end - this.at)) throw damaged("a description is cut off", this.at);
    this.at += count;
  }

  private varint(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.byte();
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    throw damaged("its footer has a number without an end", this.at);
  }
}

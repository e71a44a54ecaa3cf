/**
 * A verifier of FlatBuffers: every table, vector and string lies inside the bytes, and counts fit into what is there. Libraries that read
 * them believe all of it. Layout: https://flatbuffers.dev/internals/
 */
import { WasmcmcError } from "../errors.js";

/** What a field of a table refers to; fields that are numbers are not listed. */
export type Reference =
  | { readonly kind: "string" }
  /** Numbers or structs of so many bytes each. */
  | { readonly kind: "vector"; readonly size: number }
  | { readonly kind: "table"; readonly shape: () => TableShape }
  | { readonly kind: "tables"; readonly shape: () => TableShape };

/** References by the number of their field. */
export interface TableShape {
  readonly references: Readonly<Record<number, Reference>>;
  /** Further checks of a table that is in order, its unions among them. */
  readonly check?: (table: FlatTable) => void;
}

const DeepestNesting = 64;

export class FlatBuffer {
  private visits = 0;

  constructor(
    readonly view: DataView,
    /** Where in the file these bytes begin, for messages. */
    readonly fileOffset: number,
  ) {}

  get length(): number {
    return this.view.byteLength;
  }

  /** The table that the first four bytes refer to, verified. */
  root(shape: TableShape): FlatTable {
    this.require(0, 4);
    return this.verified(this.view.getUint32(0, true), shape, 0);
  }

  /** Throws where `size` bytes at a place are not inside. */
  require(at: number, size: number): void {
    if (at >= 0 && size >= 0 && at + size <= this.length) return;
    throw this.damaged("a part of its metadata lies outside of it", Math.min(Math.max(at, 0), this.length));
  }

  damaged(what: string, at: number): WasmcmcError {
    const value = this.fileOffset + at;
    return new WasmcmcError({
      code: "damaged-file",
      problem: `The file is damaged: ${what} (at byte ${value}).`,
      remedy: "Write the file again.",
      value,
    });
  }

  verified(at: number, shape: TableShape, depth: number): FlatTable {
    // Tables that are referred to again and again are as large as the file would be without sharing.
    if (++this.visits > this.length || depth > DeepestNesting) throw this.damaged("its metadata is nested too deeply", at);
    const table = new FlatTable(this, at, depth);
    for (const [slot, reference] of Object.entries(shape.references)) table.verify(Number(slot), reference);
    shape.check?.(table);
    return table;
  }
}

export class FlatTable {
  private readonly fields: number;
  private readonly fieldCount: number;

  constructor(
    private readonly buffer: FlatBuffer,
    private readonly at: number,
    private readonly depth: number,
  ) {
    buffer.require(at, 4);
    const vtable = at - buffer.view.getInt32(at, true);
    buffer.require(vtable, 4);
    const size = buffer.view.getUint16(vtable, true);
    buffer.require(vtable, size);
    buffer.require(at, buffer.view.getUint16(vtable + 2, true));
    this.fields = vtable + 4;
    this.fieldCount = Math.max(0, (size - 4) >> 1);
  }

  /** Where a field's value stands; undefined where the table has none. */
  place(slot: number, size: number): number | undefined {
    const offset = slot < this.fieldCount ? this.buffer.view.getUint16(this.fields + 2 * slot, true) : 0;
    if (offset === 0) return undefined;
    this.buffer.require(this.at + offset, size);
    return this.at + offset;
  }

  byte(slot: number): number {
    const at = this.place(slot, 1);
    return at === undefined ? 0 : this.buffer.view.getUint8(at);
  }

  /** A 64-bit integer as a number; one beyond 2^53 is damage for all that is a size here. */
  long(slot: number): number {
    const at = this.place(slot, 8);
    return at === undefined ? 0 : Number(this.buffer.view.getBigInt64(at, true));
  }

  /** The table that a field refers to. */
  child(slot: number): FlatTable | undefined {
    const at = this.target(slot);
    return at === undefined ? undefined : new FlatTable(this.buffer, at, this.depth + 1);
  }

  /** Start and count of a vector. */
  vector(slot: number): { readonly start: number; readonly count: number } {
    const at = this.target(slot);
    return at === undefined ? { start: 0, count: 0 } : { start: at + 4, count: this.buffer.view.getUint32(at, true) };
  }

  verify(slot: number, reference: Reference): void {
    const at = this.target(slot);
    if (at === undefined) return;
    if (reference.kind === "table") {
      this.buffer.verified(at, reference.shape(), this.depth + 1);
      return;
    }
    const { start, count } = this.vector(slot);
    this.buffer.require(start, count * (reference.kind === "vector" ? reference.size : reference.kind === "string" ? 1 : 4));
    if (reference.kind !== "tables") return;
    const shape = reference.shape();
    for (let i = 0; i < count; i++) {
      const element = start + 4 * i;
      this.buffer.verified(element + this.buffer.view.getUint32(element, true), shape, this.depth + 1);
    }
  }

  private target(slot: number): number | undefined {
    const at = this.place(slot, 4);
    if (at === undefined) return undefined;
    const target = at + this.buffer.view.getUint32(at, true);
    this.buffer.require(target, 4);
    return target;
  }
}

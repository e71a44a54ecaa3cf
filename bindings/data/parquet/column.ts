/** A column that pages are added to: arrays of its own type and size from the start, lists with their ends. */
import { arrayFor } from "../cells.js";
import type { Column, ColumnType } from "../column.js";
import { emptyTexts } from "../text_array.js";
import type { Converted } from "./convert.js";
import type { Leaf, Meaning } from "./leaf.js";
import { attributesOf } from "./leaf.js";

/** A page's values as they are there, or by their places in a dictionary; with levels where the file has such. */
export interface PageValues {
  readonly values: Converted;
  readonly indices: Int32Array | undefined;
  /** Values and nulls; of lists empty ones too. */
  readonly count: number;
  readonly definition: Uint8Array | undefined;
  readonly repetition: Uint8Array | undefined;
}

/** Types that come as words of their own size; smaller integers are cut at the end. */
const wordTypes: Readonly<Record<string, readonly [ColumnType & string, 1 | 2]>> = {
  float64: ["float64", 2],
  int64: ["int64", 2],
  uint64: ["uint64", 2],
  float32: ["float32", 1],
  int32: ["int32", 1],
  uint32: ["uint32", 1],
  int8: ["int32", 1],
  uint8: ["int32", 1],
  int16: ["int32", 1],
  uint16: ["int32", 1],
};
/** The words of a double that is none, and that of a single. */
const [NoDouble, NoSingle] = [0x7ff80000, 0x7fc00000];

type Numbers = ReturnType<typeof arrayFor>;

export class LeafColumn {
  private readonly texts: string[] | undefined;
  private readonly numbers: Numbers | undefined;
  private readonly words: Int32Array | undefined;
  private readonly width: 1 | 2;
  private nulls: Uint8Array | undefined;
  private readonly offsets: Uint32Array | undefined;
  private filled = 0;
  private rows = 0;

  /** `size` is the number of values, nulls and empty lists in the file. */
  constructor(
    private readonly name: string,
    private readonly leaf: Leaf,
    private readonly meaning: Meaning,
    private readonly size: number,
    rowCount: number,
  ) {
    const [stored, width] = wordTypes[meaning.type] ?? [meaning.type, 1];
    this.width = width;
    if (stored === "string") this.texts = emptyTexts(size);
    else {
      this.numbers = arrayFor(stored, size);
      if (stored !== "boolean") this.words = new Int32Array(this.numbers.buffer);
    }
    if (leaf.isList) this.offsets = new Uint32Array(rowCount + 1);
  }

  /** Rows so far. */
  get rowCount(): number {
    return this.offsets === undefined ? this.filled : this.rows;
  }

  /** Adds a page; gives what is wrong with it, if anything is. */
  add(page: PageValues): string | undefined {
    const { indices, count, definition, repetition } = page;
    const { mostDefinition, elementDefinition } = this.leaf;
    if (indices !== undefined && !areWithin(indices, lengthOf(page.values))) return "a value is not in the dictionary";
    if (definition === undefined && repetition === undefined) {
      this.put(page, 0, count);
      return undefined;
    }
    let value = 0;
    for (let i = 0; i < count; i++) {
      if (repetition !== undefined && !this.startRow(repetition[i]!)) return "a list starts before or after all rows";
      const level = definition?.[i] ?? mostDefinition;
      if (level === mostDefinition) {
        let end = i + 1;
        // Values side by side go in one piece.
        if (repetition === undefined) while (end < count && definition![end] === mostDefinition) end++;
        this.put(page, value, end - i);
        value += end - i;
        i = end - 1;
      } else if (level >= elementDefinition || this.offsets === undefined) this.putNull();
    }
    return undefined;
  }

  finish(): Column {
    const { name, meaning, filled, offsets, rows, leaf } = this;
    if (offsets !== undefined) offsets.fill(filled, rows);
    if (this.texts !== undefined) this.texts.length = filled;
    const values = this.texts ?? this.finishedNumbers();
    const nulls = this.nulls?.slice(0, filled);
    return {
      name,
      type: meaning.type,
      shape: [],
      values,
      ...(nulls !== undefined && { nulls }),
      ...(offsets !== undefined && { offsets }),
      ...attributesOf(meaning, leaf),
    };
  }

  private finishedNumbers(): Numbers {
    const { filled, meaning, size } = this;
    const numbers = this.numbers as Numbers;
    const whole = filled === size ? numbers : numbers.slice(0, filled);
    const type = meaning.type as Exclude<ColumnType, "string">;
    const last = arrayFor(type, 0);
    if (last.constructor === whole.constructor) return whole as Numbers;
    const cut = arrayFor(type, filled) as Int8Array;
    cut.set(whole as Int32Array);
    return cut;
  }

  /** Whether the row that an element belongs to is one. */
  private startRow(level: number): boolean {
    if (level > 0) return this.rows > 0;
    if (this.rows >= this.offsets!.length - 1) return false;
    this.offsets![this.rows++] = this.filled;
    return true;
  }

  private put({ values, indices }: PageValues, from: number, count: number): void {
    const at = this.filled;
    this.filled += count;
    if (values.kind === "words") this.putWords(values.words, indices, from, at, count);
    else {
      const given = values.kind === "flags" ? values.flags : values.cells;
      const out = (this.texts ?? this.numbers) as unknown[];
      if (indices === undefined) for (let i = 0; i < count; i++) out[at + i] = given[from + i];
      else for (let i = 0; i < count; i++) out[at + i] = given[indices[from + i]!];
    }
  }

  private putWords(words: Int32Array, indices: Int32Array | undefined, from: number, at: number, count: number): void {
    const { width } = this;
    const out = this.words!;
    if (indices === undefined) {
      out.set(words.subarray(width * from, width * (from + count)), width * at);
    } else if (width === 1) {
      for (let i = 0; i < count; i++) out[at + i] = words[indices[from + i]!]!;
    } else {
      for (let i = 0; i < count; i++) {
        const place = 2 * indices[from + i]!;
        out[2 * (at + i)] = words[place]!;
        out[2 * (at + i) + 1] = words[place + 1]!;
      }
    }
  }

  private putNull(): void {
    const at = this.filled++;
    this.nulls ??= new Uint8Array(this.size);
    this.nulls[at] = 1;
    if (this.meaning.type === "float64") this.words![2 * at + 1] = NoDouble;
    else if (this.meaning.type === "float32") this.words![at] = NoSingle;
  }
}

function lengthOf(values: Converted): number {
  if (values.kind === "words") return values.words.length / values.width;
  return values.kind === "flags" ? values.flags.length : values.cells.length;
}

function areWithin(indices: Int32Array, length: number): boolean {
  for (const place of indices) if (place < 0 || place >= length) return false;
  return true;
}

/** Builds a column cell by cell: of numbers, booleans or text, scalar, of fixed shape, or of varying length. */
import { arrayFor } from "../cells.js";
import type { Column } from "../column.js";
import type { Room } from "../room.js";
import { emptyTexts } from "../text_array.js";
import { byteOffset, type TextPlace } from "./damage.js";
import type { Field } from "./document.js";
import type { FieldShape } from "./shape.js";

/** An element: null where it has no value. Complex numbers come as two. */
export type Element = number | bigint | string | null;

/** Bytes that a field and its column take before any of its values, about. */
const FieldBytes = 800;
const none = new Uint8Array(0);
const noEnds = new Uint32Array(0);

type Numbers = ReturnType<typeof arrayFor>;

export class ColumnBuilder {
  /** Slowest axis first; of text without its characters. */
  readonly cellShape: readonly number[];
  /** Elements of a cell of fixed shape. */
  readonly cellLength: number;
  readonly isRagged: boolean;
  /** Whether a cell is one number, neither a bit nor complex: the commonest case. */
  readonly isPlainNumber: boolean;
  private texts: string[] = [];
  private numbers: Numbers;
  private nulls: Uint8Array | undefined;
  private ends: Uint32Array;
  private count = 0;
  private cellCount = 0;

  constructor(
    readonly field: Field,
    readonly shape: FieldShape,
    private readonly room: Room,
  ) {
    const { type, isText, isVariable, axes } = shape;
    const isComplex = type.startsWith("complex");
    this.isRagged = isVariable && (!isText || axes.length > 0);
    this.cellShape = this.isRagged ? [] : (isText ? axes.slice(1) : axes).toReversed();
    this.cellLength = this.cellShape.reduce((product, length) => product * length, 1) * (isComplex ? 2 : 1);
    this.isPlainNumber =
      !isText && !isComplex && !this.isRagged && this.cellLength === 1 && shape.bytes > 0 && type !== "boolean";
    this.numbers = type === "string" ? none : arrayFor(type, 0);
    this.ends = this.isRagged ? new Uint32Array(16) : noEnds;
    room.take(FieldBytes, "The table's fields", () => byteOffset(field.place));
  }

  /** Makes room for so many cells at once, where their number is known. */
  reserve(cells: number): void {
    if (this.isRagged || this.count > 0) return;
    if (this.shape.isText) {
      this.texts = emptyTexts(cells * this.cellLength);
      return;
    }
    this.numbers = arrayFor(this.shape.type as Parameters<typeof arrayFor>[0], cells * this.cellLength);
  }

  /** One element more of the present cell. A bigint where the type is one of 64 bits, text where it is text. */
  add(element: Element): void {
    if (element === null) this.addNull();
    else if (typeof element === "string") this.texts[this.count++] = element;
    else {
      if (this.count === this.numbers.length) this.numbers = grown(this.numbers);
      this.numbers[this.count++] = element;
    }
  }

  /** As `add`, of columns of numbers other than those of 64 bits. */
  addNumber(value: number): void {
    if (this.count === this.numbers.length) this.numbers = grown(this.numbers);
    this.numbers[this.count++] = value;
  }

  addNull(): void {
    const { type } = this.shape;
    const at = this.count;
    if (type === "string") this.texts[this.count++] = "";
    else this.add(type === "int64" ? 0n : type.startsWith("float") || type.startsWith("complex") ? NaN : 0);
    this.nulls ??= new Uint8Array(Math.max(16, this.numbers.length));
    while (this.nulls.length <= at) this.nulls = grown(this.nulls) as Uint8Array;
    this.nulls[at] = 1;
  }

  /** Ends a cell; one of fixed shape is filled up with nulls, or cut. */
  endCell(place: TextPlace): void {
    if (this.isRagged) {
      if (++this.cellCount === this.ends.length) this.ends = grown(this.ends) as Uint32Array;
      this.ends[this.cellCount] = this.count;
      return;
    }
    const end = ++this.cellCount * this.cellLength;
    if (this.count === end) return;
    if (this.count < end) {
      this.room.take((end - this.count) * 17, `Missing values of "${this.field.name}"`, () => byteOffset(place));
      while (this.count < end) this.addNull();
    }
    this.nulls?.fill(0, end, this.count);
    this.texts.length = Math.min(this.texts.length, end);
    this.count = end;
  }

  finish(name: string): Column {
    const { field, shape, count } = this;
    const nulls = this.nulls?.slice(0, count);
    const perElement = shape.type.startsWith("complex") ? 2 : 1;
    this.texts.length = Math.min(this.texts.length, count);
    const values = shape.type === "string" ? this.texts : exact(this.numbers, count);
    const ends = this.ends.slice(0, this.cellCount + 1);
    return {
      name,
      type: shape.type,
      shape: this.cellShape,
      values,
      ...(nulls?.includes(1) && { nulls: filled(nulls, count) }),
      ...(this.isRagged && { offsets: perElement === 1 ? ends : ends.map((end) => end / perElement) }),
      ...(field.unit !== undefined && { unit: field.unit }),
      ...(field.description !== undefined && { description: field.description }),
      ...(Object.keys(field.attributes).length > 0 && { attributes: field.attributes }),
    };
  }
}

function grown<T extends Numbers | Uint32Array>(values: T): T {
  const larger = new (values.constructor as new (length: number) => T)(Math.ceil(values.length * 1.5) + 16);
  (larger as Uint8Array).set(values as Uint8Array);
  return larger;
}

function exact(values: Numbers, count: number): Numbers {
  return values.length === count ? values : (values.slice(0, count) as Numbers);
}

/** A mask as long as the column. */
function filled(nulls: Uint8Array, count: number): Uint8Array {
  if (nulls.length === count) return nulls;
  const mask = new Uint8Array(count);
  mask.set(nulls);
  return mask;
}

/** Builds a column cell by cell: of numbers, booleans or text, scalar, of fixed shape, or of varying length. */
import { arrayFor } from "../cells.js";
import type { Column } from "../column.js";
import type { Field } from "./document.js";
import type { FieldShape } from "./shape.js";

/** An element: null where it has no value. Complex numbers come as two. */
export type Element = number | bigint | string | null;

export class ColumnBuilder {
  private readonly elements: Element[] = [];
  private readonly ends: number[] = [0];
  /** Elements of a cell of fixed shape. */
  readonly cellLength: number;

  constructor(
    readonly field: Field,
    readonly shape: FieldShape,
  ) {
    const perElement = shape.type.startsWith("complex") ? 2 : 1;
    this.cellLength = this.cellShape.reduce((product, length) => product * length, 1) * perElement;
  }

  /** Slowest axis first; of text without its characters. */
  get cellShape(): readonly number[] {
    const axes = this.shape.isText ? this.shape.axes.slice(1) : this.shape.axes;
    return this.isRagged ? [] : axes.toReversed();
  }

  get isRagged(): boolean {
    return this.shape.isVariable && (!this.shape.isText || this.shape.axes.length > 0);
  }

  /** Elements of the next cell; one of fixed shape is filled up with nulls, or cut. */
  push(cell: readonly Element[]): void {
    const length = this.isRagged ? cell.length : this.cellLength;
    for (let k = 0; k < length; k++) this.elements.push(cell[k] ?? null);
    this.ends.push(this.elements.length);
  }

  finish(name: string): Column {
    const { field, shape, elements } = this;
    const nulls = Uint8Array.from(elements, (element) => (element === null ? 1 : 0));
    const { type } = shape;
    const complex = type.startsWith("complex") ? 2 : 1;
    const values = type === "string" ? elements.map((element) => (element ?? "") as string) : arrayFor(type, elements.length);
    if (!Array.isArray(values)) fill(values as Float64Array, elements, type);
    return {
      name,
      type,
      shape: this.cellShape,
      values,
      ...(nulls.includes(1) && { nulls }),
      ...(this.isRagged && { offsets: Uint32Array.from(this.ends, (end) => end / complex) }),
      ...(field.unit !== undefined && { unit: field.unit }),
      ...(field.description !== undefined && { description: field.description }),
      ...(Object.keys(field.attributes).length > 0 && { attributes: field.attributes }),
    };
  }
}

function fill(values: Float64Array, elements: readonly Element[], type: string): void {
  const isBig = type === "int64" || type === "uint64";
  const none = type.startsWith("float") || type.startsWith("complex") ? NaN : 0;
  for (const [place, element] of elements.entries()) {
    (values as unknown as (Element | bigint)[])[place] = isBig ? (element ?? 0n) : (element ?? none);
  }
}

/** BINARY and BINARY2: rows of big-endian values, base64 in the document. VOTable 1.5, sections 5.3 and 5.4. */
import { bytesOfBase64 } from "./base64.js";
import { ColumnBuilder, type Element } from "./builder.js";
import { damaged, type Field } from "./document.js";
import { shapeOf } from "./shape.js";

/** Fills builders from the STREAM element in the text between the tags; gives the number of rows. */
export function readBinary(
  text: string,
  start: number,
  end: number,
  fields: readonly Field[],
  hasMask: boolean,
): { builders: ColumnBuilder[]; rows: number } {
  const builders = fields.map((field) => new ColumnBuilder(field, shapeOf(field)));
  const cursor = new Cursor(streamBytes(text.slice(start, end)));
  let rows = 0;
  for (; !cursor.atEnd; rows++) {
    const mask = hasMask ? cursor.take(Math.ceil(fields.length / 8), "null mask", rows) : undefined;
    for (const [place, builder] of builders.entries()) {
      const cell = readCell(cursor, builder, rows, hasMask);
      const isNull = mask !== undefined && ((mask[place >> 3] as number) >> (7 - (place & 7))) % 2 === 1;
      builder.push(isNull ? cell.map(() => null) : cell);
    }
  }
  return { builders, rows };
}

function streamBytes(text: string): Uint8Array {
  const found = /<(?:[\w.-]+:)?STREAM\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:[\w.-]+:)?STREAM\s*>)/.exec(text);
  if (found === null) return new Uint8Array(0);
  if (/\bhref\s*=/.test(found[1] as string)) throw damaged("The data are in another file (STREAM href)");
  if (!/encoding\s*=\s*["']base64["']/.test(found[1] as string)) throw damaged("The data's encoding is not base64");
  return bytesOfBase64(found[2] ?? "");
}

class Cursor {
  private at = 0;
  readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  /** Goes on by a number of bytes; throws where there are not so many. */
  skip(count: number, name: string, row: number): number {
    const from = this.at;
    if (count > this.bytes.length - from) {
      throw damaged(
        `The data end at byte ${this.bytes.length}, in row ${row} of "${name}", which needs ${count} bytes from ${from}`,
      );
    }
    this.at += count;
    return from;
  }

  take(count: number, name: string, row: number): Uint8Array {
    const from = this.skip(count, name, row);
    return this.bytes.subarray(from, from + count);
  }
}

function readCell(cursor: Cursor, builder: ColumnBuilder, row: number, hasMask: boolean): Element[] {
  const { shape, field } = builder;
  const fixed = shape.axes.reduce((product, length) => product * length, 1);
  const count = shape.isVariable ? cursor.view.getInt32(cursor.skip(4, field.name, row)) : fixed;
  if (count < 0) throw damaged(`Row ${row} of "${field.name}" has ${count} elements`);
  if (shape.isText) return textOf(cursor.take(count * shape.bytes, field.name, row), builder, hasMask);
  if (shape.bytes === 0) {
    const bytes = cursor.take(Math.ceil(count / 8), field.name, row);
    return Array.from({ length: count }, (_, bit) => ((bytes[bit >> 3] as number) >> (7 - (bit & 7))) & 1);
  }
  const from = cursor.skip(count * shape.bytes, field.name, row);
  const perElement = shape.type.startsWith("complex") ? 2 : 1;
  const size = shape.bytes / perElement;
  return Array.from({ length: count * perElement }, (_, k) =>
    nullable(readElement(cursor.view, shape.type, from + k * size), field),
  );
}

function nullable(element: Element, { nullText }: Field): Element {
  return nullText !== undefined && String(element) === nullText ? null : element;
}

/** One element of a fixed size at a place. */
export function readElement(view: DataView, type: string, at: number): Element {
  switch (type) {
    case "boolean": {
      const byte = String.fromCharCode(view.getUint8(at));
      return "Tt1".includes(byte) ? 1 : "Ff0".includes(byte) ? 0 : null;
    }
    case "uint8":
      return view.getUint8(at);
    case "int16":
      return view.getInt16(at);
    case "int32":
      return view.getInt32(at);
    case "int64":
      return view.getBigInt64(at);
    case "float32":
    case "complex64":
      return view.getFloat32(at);
    default:
      return view.getFloat64(at);
  }
}

/** Where nulls have a mask of their own, an empty text is one. */
function textOf(bytes: Uint8Array, builder: ColumnBuilder, hasMask: boolean): Element[] {
  const { shape, field } = builder;
  const text = new TextDecoder(shape.bytes === 2 ? "utf-16be" : "utf-8").decode(bytes);
  // Text of fixed length is filled up with NULs or spaces.
  const clean = (piece: string): string => piece.replace(/\0[\s\S]*$/, "").replace(shape.isVariable ? /$/ : / +$/, "");
  if (!builder.isRagged && builder.cellLength === 1) {
    const whole = clean(text);
    return [(whole === "" && !hasMask) || whole === field.nullText ? null : whole];
  }
  const width = shape.axes[0] as number;
  return Array.from({ length: Math.ceil(text.length / width) }, (_, k) => clean(text.slice(k * width, (k + 1) * width)));
}

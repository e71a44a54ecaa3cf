/** BINARY and BINARY2: rows of big-endian values, base64 in the document. VOTable 1.5, sections 5.3 and 5.4. */
import { textBetween } from "../text_window.js";
import { bytesOfBase64 } from "./base64.js";
import type { ColumnBuilder, Element } from "./builder.js";
import { damaged, type TextPlace } from "./damage.js";
import type { DataPart } from "./document.js";
import { attributeOf, markAt } from "./markup.js";
import type { FieldShape } from "./shape.js";

/** Fills builders from the STREAM element in the text between the marks; gives the number of rows. */
export function readBinary(text: string, part: DataPart, builders: readonly ColumnBuilder[]): number {
  const hasMask = part.kind === "BINARY2";
  const stream = streamOf(text, part);
  const place = { text, at: stream.start };
  const cursor = new Cursor(bytesOfBase64(text.slice(stream.start, stream.end), place), place);
  const maskBytes = hasMask ? Math.ceil(builders.length / 8) : 0;
  const expected = rowsOf(cursor, builders, maskBytes);
  if (expected > 0) for (const builder of builders) builder.reserve(expected);
  let rows = 0;
  for (; !cursor.atEnd; rows++) {
    const start = cursor.at;
    const mask = cursor.skip(maskBytes, "null mask", rows);
    for (let k = 0; k < builders.length; k++) {
      const isNull = hasMask && (cursor.view.getUint8(mask + (k >> 3)) >> (7 - (k & 7))) % 2 === 1;
      readCell(cursor, builders[k] as ColumnBuilder, rows, hasMask, isNull);
    }
    if (cursor.at === start) throw damaged("A row has no bytes", place);
  }
  return rows;
}

/** How many whole rows the data have, so that columns are made in their size: cells of varying length say how long they are. */
function rowsOf({ view, length }: Cursor, builders: readonly ColumnBuilder[], maskBytes: number): number {
  const cells = builders.map(({ shape }) => ({ isVariable: shape.isVariable, bits: bitsOf(shape) }));
  const fixed = cells.reduce((sum, { isVariable, bits }) => sum + (isVariable ? 0 : Math.ceil(bits / 8)), maskBytes);
  if (!cells.some(({ isVariable }) => isVariable)) return fixed > 0 ? Math.floor(length / fixed) : 0;
  let rows = 0;
  for (let at = 0; at < length; rows++) {
    at += maskBytes;
    for (const { isVariable, bits } of cells) {
      if (isVariable && at + 4 > length) return rows;
      const count = isVariable ? view.getInt32(at) : 1;
      if (count < 0) return rows;
      at += Math.ceil((count * bits) / 8) + (isVariable ? 4 : 0);
    }
    if (at > length) return rows;
  }
  return rows;
}

/** Of a cell, or of what the cells of varying length count. */
function bitsOf({ axes, bytes, isText, isVariable }: FieldShape): number {
  const elements = axes.reduce((product, axis) => product * axis, 1);
  return (isText && isVariable ? 1 : elements) * (bytes === 0 ? 1 : 8 * bytes);
}

/** Where the base64 text of the STREAM element lies. */
function streamOf(text: string, { start, end }: DataPart): { start: number; end: number } {
  for (let at = text.indexOf("<", start); at >= 0 && at < end; at = text.indexOf("<", at)) {
    const mark = markAt(text, at);
    at = mark.end;
    if (mark.kind !== "start" || mark.name !== "STREAM") continue;
    const place = { text, at: mark.start };
    if (attributeOf(text, mark, "href") !== undefined) throw damaged("The data are in another file (STREAM href)", place);
    if (attributeOf(text, mark, "encoding") !== "base64") throw damaged("The data's encoding is not base64", place);
    const close = mark.isEmpty ? mark.end : text.indexOf(`</${mark.qualifiedName}`, mark.end);
    if (close < 0 || close > end) throw damaged("The STREAM is not closed", place);
    return { start: mark.end, end: close };
  }
  return { start: end, end };
}

class Cursor {
  at = 0;
  readonly view: DataView;
  readonly length: number;

  constructor(
    readonly bytes: Uint8Array,
    private readonly place: TextPlace,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.length = bytes.length;
  }

  get atEnd(): boolean {
    return this.at >= this.length;
  }

  /** Goes on by a number of bytes; throws where there are not so many. */
  skip(count: number, name: string, row: number): number {
    const from = this.at;
    if (count > this.length - from) {
      const problem = `The data end at their byte ${this.length}, in row ${row} of "${name}", which needs ${count} from ${from}`;
      throw this.damaged(problem);
    }
    this.at += count;
    return from;
  }

  /** The text of bytes from a place up to where the cursor is. */
  textFrom(from: number, bytesPerLetter: number): string {
    return bytesPerLetter === 1 ? textBetween(this.bytes, from, this.at) : utf16.decode(this.bytes.subarray(from, this.at));
  }

  /** Names the place in the document that the bytes here come from, line breaks aside. */
  damaged(problem: string): Error {
    return damaged(problem, { ...this.place, at: this.place.at + Math.floor((this.at * 4) / 3) });
  }

  endCell(builder: ColumnBuilder): void {
    builder.endCell(this.place);
  }
}

function readCell(cursor: Cursor, builder: ColumnBuilder, row: number, hasMask: boolean, isNull: boolean): void {
  const { shape, field } = builder;
  const fixed = shape.axes.reduce((product, length) => product * length, 1);
  // Of arrays of arrays, as in astropy, the count is that of the inner ones; of texts that of all characters.
  const perCounted = shape.isText ? 1 : fixed;
  const count = shape.isVariable ? cursor.view.getInt32(cursor.skip(4, field.name, row)) * perCounted : fixed;
  if (count < 0) throw cursor.damaged(`Row ${row} of "${field.name}" has ${count} elements`);
  if (shape.isText) {
    const text = cursor.textFrom(cursor.skip(count * shape.bytes, field.name, row), shape.bytes);
    addTexts(text, builder, hasMask, isNull);
  } else if (shape.bytes === 0) {
    const from = cursor.skip(Math.ceil(count / 8), field.name, row);
    for (let bit = 0; bit < count; bit++) {
      if (isNull) builder.addNull();
      else builder.addNumber((cursor.bytes[from + (bit >> 3)]! >> (7 - (bit & 7))) & 1);
    }
  } else readNumbers(cursor, builder, count, row, isNull);
  cursor.endCell(builder);
}

function readNumbers(cursor: Cursor, builder: ColumnBuilder, count: number, row: number, isNull: boolean): void {
  const { shape, field } = builder;
  const from = cursor.skip(count * shape.bytes, field.name, row);
  const perElement = shape.type.startsWith("complex") ? 2 : 1;
  const size = shape.bytes / perElement;
  for (let k = 0; k < count * perElement; k++) {
    const element = isNull ? null : readElement(cursor.view, shape.type, from + k * size);
    const isMarked = field.nullText !== undefined && element !== null && String(element) === field.nullText;
    builder.add(isMarked ? null : element);
  }
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

const utf16 = new TextDecoder("utf-16be");

/** Where nulls have a mask of their own, an empty text is one. */
function addTexts(text: string, builder: ColumnBuilder, hasMask: boolean, isNull: boolean): void {
  const { shape, field } = builder;
  if (!builder.isRagged && builder.cellLength === 1) {
    const whole = cleaned(text, shape.isVariable);
    builder.add(isNull || (whole === "" && !hasMask) || whole === field.nullText ? null : whole);
    return;
  }
  const width = shape.axes[0] as number;
  if (width === 0) return;
  for (let from = 0; from < text.length; from += width) {
    builder.add(isNull ? null : cleaned(text.slice(from, from + width), shape.isVariable));
  }
}

/** Text of fixed length is filled up with NULs or spaces. */
function cleaned(text: string, isVariable: boolean): string {
  const end = text.indexOf("\0");
  let length = end < 0 ? text.length : end;
  while (!isVariable && length > 0 && text.charCodeAt(length - 1) === 32) length--;
  return length === text.length ? text : text.slice(0, length);
}

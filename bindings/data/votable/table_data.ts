/** TABLEDATA: rows and cells as XML, each looked at once. VOTable 1.5, section 5.1. */
import { parseNumber } from "../number.js";
import { bytesOfBase64 } from "./base64.js";
import { readElement } from "./binary.js";
import type { ColumnBuilder, Element } from "./builder.js";
import { damaged, type TextPlace } from "./damage.js";
import type { DataPart } from "./document.js";
import { attributeOf, contentOf, endOfOther, type Mark, markAt } from "./markup.js";

/** Fills builders from the text between the TABLEDATA marks; gives the number of rows. */
export function readTableData(text: string, { start, end }: DataPart, builders: readonly ColumnBuilder[]): number {
  let rows = 0;
  for (let at = text.indexOf("<", start); at >= 0 && at < end; at = text.indexOf("<", at)) {
    const mark = markAt(text, at);
    at = mark.end;
    if (mark.kind === "other") continue;
    if (mark.kind !== "start" || mark.name !== "TR") {
      throw damaged(`${mark.name.slice(0, 40)} stands where row ${rows} was expected`, { text, at: mark.start });
    }
    const done = mark.isEmpty ? { at, cells: 0 } : readRow(text, at, builders, rows);
    at = done.at;
    for (let place = done.cells; place < builders.length; place++) builders[place]!.endCell({ text, at: mark.start });
    rows++;
  }
  return rows;
}

const PlainCell = "<TD>";
const Minus = 45;

/** What most cells start with, without a look at its parts. */
function plainCell(start: number): Mark {
  return { kind: "start", name: "TD", qualifiedName: "TD", isEmpty: false, start, end: start + PlainCell.length };
}

/** Reads the cells of a row up to its end mark; gives the place after that, and how many there were. */
function readRow(text: string, from: number, builders: readonly ColumnBuilder[], row: number): { at: number; cells: number } {
  let cells = 0;
  for (let at = text.indexOf("<", from); at >= 0; at = text.indexOf("<", at)) {
    const mark = text.startsWith(PlainCell, at) ? plainCell(at) : markAt(text, at);
    if (mark.kind === "other") {
      at = mark.end;
      continue;
    }
    if (mark.kind === "end" && mark.name === "TR") return { at: mark.end, cells };
    if (mark.kind === "end" || mark.name !== "TD") {
      throw damaged(`${mark.name.slice(0, 40)} stands in row ${row} where a cell was expected`, { text, at });
    }
    const builder = builders[cells++];
    if (builder === undefined) throw damaged(`Row ${row} has more cells than the table has fields`, { text, at });
    const cell = cellAfter(text, mark);
    readCell(text, mark, cell, builder, row);
    builder.endCell({ text, at });
    at = cell.after;
  }
  throw damaged(`The data end within row ${row}`, { text, at: text.length });
}

/** Where a cell's content ends, whether there is more in it than characters, and the place after its end mark. */
interface Cell {
  readonly end: number;
  readonly isMarked: boolean;
  readonly after: number;
}

function cellAfter(text: string, { isEmpty, end: from, start }: Mark): Cell {
  if (isEmpty) return { end: from, isMarked: false, after: from };
  let isMarked = false;
  let at = text.indexOf("<", from);
  while (text.startsWith("<!", at) && at >= 0) {
    isMarked = true;
    at = text.indexOf("<", endOfOther(text, at));
  }
  // The commonest end needs no look at its parts.
  if (at >= 0 && text.startsWith("</TD>", at)) return { end: at, isMarked, after: at + 5 };
  const mark = at < 0 ? undefined : markAt(text, at);
  if (mark?.kind === "end" && mark.name === "TD") return { end: at, isMarked, after: mark.end };
  throw damaged("A cell is not closed", { text, at: start });
}

function readCell(text: string, mark: Mark, { end, isMarked }: Cell, builder: ColumnBuilder, row: number): void {
  const isEncoded = mark.end - mark.start > PlainCell.length && attributeOf(text, mark, "encoding") === "base64";
  if (builder.isPlainNumber && !isMarked && !isEncoded && readNumber(text, mark.end, end, builder)) return;
  const place = { text, at: mark.start };
  const content = isMarked ? contentOf(text, mark.end, end) : text.slice(mark.end, end);
  const plain = !isMarked && content.includes("&") ? contentOf(text, mark.end, end) : content;
  if (isEncoded) addEncoded(plain, builder, row, place);
  else addElements(plain, builder, row, place);
}

/** A number as it is commonly written; false where the cell is something else, which others look at. */
function readNumber(text: string, from: number, to: number, builder: ColumnBuilder): boolean {
  const { nullText } = builder.field;
  if (from === to) builder.addNull();
  else if (nullText !== undefined && nullText.length === to - from && text.startsWith(nullText, from)) builder.addNull();
  else {
    const { type } = builder.shape;
    const isBig = type === "int64";
    // Beyond 15 digits a number may be rounded.
    if (isBig && to - from > 15) return false;
    const value = parseNumber(text, from, to);
    if (Number.isNaN(value)) return false;
    const range = ranges[type];
    if (isBig && !isWhole(text, from, to)) return false;
    if (range !== undefined && !(Number.isInteger(value) && value >= range[0] && value <= range[1])) return false;
    if (isBig) builder.add(BigInt(value));
    else builder.addNumber(value);
  }
  return true;
}

function isWhole(text: string, from: number, to: number): boolean {
  for (let at = text.charCodeAt(from) === Minus ? from + 1 : from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

const Word = /[^\s,]+/g;
const Bit = /[^\s,]/g;

/** Adds a cell's elements one by one: there may be millions of them. */
function addElements(text: string, builder: ColumnBuilder, row: number, place: TextPlace): void {
  const { shape, field } = builder;
  // As astropy: spaces around text do not count, and what is longer than declared is cut.
  if (shape.isText) {
    addTexts(text.trim(), builder);
    return;
  }
  const pattern = shape.type === "boolean" && shape.bytes === 0 ? Bit : Word;
  pattern.lastIndex = 0;
  let found = pattern.exec(text);
  if (found === null && !builder.isRagged && builder.cellLength === 1) builder.addNull();
  for (; found !== null; found = pattern.exec(text)) {
    const [word] = found;
    const element = word === field.nullText ? null : parse(word, shape.type);
    if (element === undefined) {
      throw damaged(
        `Row ${row} of "${field.name}" is ${JSON.stringify(word.slice(0, 100))}, which is no ${field.datatype}`,
        place,
      );
    }
    builder.add(element);
  }
}

/** A cell that is given in base64: its elements as in BINARY data. */
function addEncoded(text: string, builder: ColumnBuilder, row: number, place: TextPlace): void {
  const { shape, field } = builder;
  const bytes = bytesOfBase64(text, place);
  if (shape.isText) {
    builder.add(new TextDecoder().decode(bytes));
    return;
  }
  const size = shape.bytes / (shape.type.startsWith("complex") ? 2 : 1);
  if (size === 0 || bytes.length % size !== 0) {
    throw damaged(`Row ${row} of "${field.name}" has ${bytes.length} bytes`, place);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; at += size) builder.add(readElement(view, shape.type, at));
}

function addTexts(text: string, builder: ColumnBuilder): void {
  const { axes } = builder.shape;
  const isNull = text === "" || text === builder.field.nullText;
  if (!builder.isRagged && builder.cellLength === 1) {
    builder.add(isNull ? null : text.slice(0, builder.shape.mostCharacters));
    return;
  }
  const width = Math.max(1, axes[0] as number);
  for (let at = 0; at < text.length; at += width) builder.add(text.slice(at, at + width).trimEnd());
}

/** Numbers beyond a type's range become its end, as in astropy. */
const ranges: Readonly<Record<string, readonly [number, number]>> = {
  uint8: [0, 255],
  int16: [-32768, 32767],
  int32: [-(2 ** 31), 2 ** 31 - 1],
};

/** Undefined where it is no such value. */
function parse(word: string, type: string): Element | undefined {
  if (type === "boolean")
    return /^(?:t|true|1)$/i.test(word) ? 1 : /^(?:f|false|0)$/i.test(word) ? 0 : word === "?" ? null : undefined;
  const isNone = /^[+-]?nan$/i.test(word);
  // A whole number that is none is a null, within arrays too.
  if (isNone && !type.startsWith("float") && !type.startsWith("complex")) return null;
  if (type === "int64") return /^[+-]?\d{1,40}$|^0x[\da-f]{1,16}$/i.test(word) ? BigInt(word.replace(/^\+/, "")) : undefined;
  if (isNone) return NaN;
  if (/^[+-]?inf(?:inity)?$/i.test(word)) return word.startsWith("-") ? -Infinity : Infinity;
  const number = Number(word);
  const [least, most] = ranges[type] ?? [-Infinity, Infinity];
  return Number.isNaN(number) ? undefined : Math.min(Math.max(number, least), most);
}

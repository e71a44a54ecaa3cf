/** TABLEDATA: rows and cells as XML. VOTable 1.5, section 5.1. */
import { readElement } from "./binary.js";
import { ColumnBuilder, type Element } from "./builder.js";
import { damaged, type Field } from "./document.js";
import { shapeOf } from "./shape.js";

/** Fills builders from the text between the TABLEDATA tags; gives the number of rows. */
export function readTableData(
  text: string,
  start: number,
  end: number,
  fields: readonly Field[],
): { builders: ColumnBuilder[]; rows: number } {
  const builders = fields.map((field) => new ColumnBuilder(field, shapeOf(field)));
  const body = text.slice(start, end);
  let rows = 0;
  for (const row of body.matchAll(/<(?:[\w.-]+:)?TR\b[^>]*?(?:\/>|>([\s\S]*?)<\/(?:[\w.-]+:)?TR\s*>)/g)) {
    let place = 0;
    for (const cell of (row[1] ?? "").matchAll(/<(?:[\w.-]+:)?TD\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:[\w.-]+:)?TD\s*>)/g)) {
      const builder = builders[place++];
      if (builder === undefined) throw damaged(`Row ${rows} has more cells than the table has fields`);
      const text = decode(cell[2] ?? "");
      const isEncoded = /encoding\s*=\s*["']base64["']/.test(cell[1] as string);
      builder.push(isEncoded ? encodedElements(text, builder, rows) : elementsOf(text, builder, rows));
    }
    for (; place < builders.length; place++) builders[place]!.push([]);
    rows++;
  }
  return { builders, rows };
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function decode(text: string): string {
  if (!text.includes("&") && !text.includes("<![CDATA[")) return text;
  return text
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
    .map((piece) => (piece.startsWith("<![CDATA[") ? piece.slice(9, -3) : piece.replace(/&(#x?[\da-fA-F]+|\w+);/g, entity)))
    .join("");
}

function entity(whole: string, name: string): string {
  if (!name.startsWith("#")) return entities[name] ?? whole;
  const code = name[1] === "x" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : whole;
}

function elementsOf(text: string, builder: ColumnBuilder, row: number): Element[] {
  const { shape, field } = builder;
  // As astropy: spaces around text do not count, and what is longer than declared is cut.
  if (shape.isText) return textElements(text.trim(), builder);
  const words =
    shape.type === "boolean" && shape.bytes === 0
      ? [...text.replace(/[\s,]+/g, "")]
      : text
          .trim()
          .split(/[\s,]+/)
          .filter((word) => word !== "");
  const isScalar = !builder.isRagged && builder.cellLength === 1;
  if (words.length === 0) return isScalar ? [null] : [];
  return words.map((word) => {
    const element = word === field.nullText ? null : parse(word, shape.type);
    if (element !== undefined) return element;
    throw damaged(`Row ${row} of "${field.name}" is ${JSON.stringify(word)}, which is no ${field.datatype}`);
  });
}

/** A cell that is given in base64: its elements as in BINARY data. */
function encodedElements(text: string, { shape, field }: ColumnBuilder, row: number): Element[] {
  const bytes = Uint8Array.from(atob(text.replace(/\s+/g, "")), (character) => character.charCodeAt(0));
  if (shape.isText) return [new TextDecoder().decode(bytes)];
  const size = shape.bytes / (shape.type.startsWith("complex") ? 2 : 1);
  if (size === 0 || bytes.length % size !== 0) throw damaged(`Row ${row} of "${field.name}" has ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / size }, (_, k) => readElement(view, shape.type, k * size));
}

function textElements(text: string, builder: ColumnBuilder): Element[] {
  const { axes } = builder.shape;
  const isNull = text === "" || text === builder.field.nullText;
  if (!builder.isRagged && builder.cellLength === 1) return [isNull ? null : text.slice(0, builder.shape.mostCharacters)];
  const width = axes[0] as number;
  const pieces: string[] = [];
  for (let at = 0; at < text.length; at += width) pieces.push(text.slice(at, at + width).trimEnd());
  return pieces;
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
  if (type === "int64") return /^[+-]?\d+$|^0x[\da-f]+$/i.test(word) ? BigInt(word.replace(/^\+/, "")) : undefined;
  if (isNone) return NaN;
  if (/^[+-]?inf(?:inity)?$/i.test(word)) return word.startsWith("-") ? -Infinity : Infinity;
  const number = Number(word);
  const [least, most] = ranges[type] ?? [-Infinity, Infinity];
  return Number.isNaN(number) ? undefined : Math.min(Math.max(number, least), most);
}

/** Tables as VOTables: fields as XML, rows as BINARY2. IVOA Recommendation VOTable 1.5, sections 3 and 5.4. */
import { cannotWrite } from "../cannot_write.js";
import type { Column } from "../column.js";
import type { Table } from "../table.js";
import { base64 } from "./base64.js";
import { type StoredField, storedField } from "./stored_field.js";

/**
 * A table as VOTable text, its rows in BINARY2, which marks nulls cell by cell. Names, units, descriptions, UCDs and types are kept, as far
 * as VOTable has them: int8 becomes short, uint16 int, uint32 and uint64 long. Nulls within arrays of integers are marked by a value that
 * the column does not have (VALUES null). Arrays of one value are single values.
 *
 * Throws "cannot-write" for what VOTable cannot hold: a uint64 from 2^63 on, a null within an array of texts, NUL in a text, characters
 * that XML does not allow in a name, unit or description.
 *
 *     await writeFile("stars.vot", writeVoTable(stars))
 */
export function writeVoTable(table: Table): string {
  const { name, description, attributes = {} } = table.details;
  const fields = table.columns.map((column) => storedField(column, table.rowCount));
  const { QUERY_STATUS: status, ...rest } = attributes;
  const infos = Object.entries(rest).map(
    ([key, value]) => `<INFO${attribute("name", key)}${attribute("value", String(value))}/>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<VOTABLE version="1.5" xmlns="http://www.ivoa.net/xml/VOTable/v1.3">',
    "<RESOURCE>",
    ...infos.filter((info) => !/name="(?:ERROR|QUERY_STATUS)"/i.test(info)),
    `<TABLE${name === undefined ? "" : attribute("name", name)} nrows="${table.rowCount}">`,
    ...described(description),
    ...fields.map(fieldElement),
    '<DATA><BINARY2><STREAM encoding="base64">',
    base64(rowBytes(fields, table.rowCount)),
    "</STREAM></BINARY2></DATA>",
    "</TABLE>",
    ...(status === undefined ? [] : [`<INFO name="QUERY_STATUS"${attribute("value", String(status))}/>`]),
    "</RESOURCE>",
    "</VOTABLE>",
    "",
  ].join("\n");
}

const described = (text: string | undefined, variable?: string): string[] =>
  text === undefined ? [] : [`<DESCRIPTION>${escaped(text, variable)}</DESCRIPTION>`];

const attribute = (key: string, value: string, variable?: string): string => ` ${key}="${escaped(value, variable)}"`;

const entities: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" };

function escaped(text: string, variable: string | undefined): string {
  // Control characters, and halves of pairs of UTF-16.
  const odd = /(?![\t\n\r\x7f-\x9f])\p{Cc}|\p{Surrogate}|\ufffe|\uffff/u.exec(text)?.[0];
  if (odd === undefined) return text.replace(/[<>&"]/g, (character) => entities[character] as string);
  throw cannotWrite(`${JSON.stringify(text)} has a character that XML does not allow.`, "Remove it.", variable, undefined, text);
}

/** FITS keywords that VOTable has attributes for. */
const attributeOf: Readonly<Record<string, string>> = { TUCD: "ucd", TUTYP: "utype", TXTYP: "xtype" };
const known = new Set(["ucd", "utype", "xtype", "precision", "width"]);

function fieldElement({ column, datatype, arraysize, nullText }: StoredField): string {
  const { name, unit, description } = column;
  const told = Object.entries(column.attributes ?? {}).map(([key, value]) => [attributeOf[key] ?? key, String(value)] as const);
  const own = { name, datatype, arraysize, unit, ...Object.fromEntries(told.filter(([key]) => known.has(key))) };
  const attributes = Object.entries(own).map(([key, value]) => (value === undefined ? "" : attribute(key, value, name)));
  const inside = [...described(description, name), ...(nullText === undefined ? [] : [`<VALUES null="${nullText}"/>`])];
  const head = `<FIELD${attributes.join("")}`;
  return inside.length === 0 ? `${head}/>` : `${head}>${inside.join("")}</FIELD>`;
}

/** For each row a bit for each column, set where its cell is null, then the cells. */
function rowBytes(fields: readonly StoredField[], rowCount: number): Uint8Array {
  const maskBytes = Math.ceil(fields.length / 8);
  let total = maskBytes * rowCount;
  for (let row = 0; row < rowCount; row++) for (const field of fields) total += field.bytesOf(row);
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (let row = 0; row < rowCount; row++) {
    const mask = at;
    at += maskBytes;
    for (const [place, field] of fields.entries()) {
      if (isNullCell(field.column, row)) bytes[mask + (place >> 3)]! |= 128 >> (place & 7);
      field.put(view, at, row);
      at += field.bytesOf(row);
    }
  }
  return bytes;
}

/** Only cells of one value are null as a whole; within arrays nulls have a value of their own. */
function isNullCell({ nulls, shape, offsets, type }: Column, row: number): boolean {
  if (nulls === undefined || shape.length > 0 || offsets !== undefined) return false;
  return type.startsWith("complex") ? nulls[2 * row] === 1 || nulls[2 * row + 1] === 1 : nulls[row] === 1;
}

/** What a VOTable document says of its tables and their fields, and where their data are. VOTable 1.5 (IVOA Recommendation 2024), section 3. */
import { WasmcmcError } from "../../errors.js";
import type { Room } from "../room.js";
import type { TextPlace } from "./damage.js";
import { attribute, readElements, textOf, type XmlElement } from "./elements.js";

export interface Field {
  readonly name: string;
  readonly id: string | undefined;
  readonly datatype: string;
  readonly arraysize: string | undefined;
  readonly unit: string | undefined;
  readonly description: string | undefined;
  /** VALUES null. */
  readonly nullText: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  readonly place: TextPlace;
}

export interface VoTable {
  readonly name: string | undefined;
  readonly id: string | undefined;
  readonly description: string | undefined;
  readonly fields: readonly Field[];
  readonly data: DataPart | undefined;
  /** OVERFLOW or another status that follows the table in its resource. */
  readonly status: string | undefined;
}

export interface DataPart {
  readonly kind: "TABLEDATA" | "BINARY" | "BINARY2" | "FITS";
  readonly start: number;
  readonly end: number;
}

/** The tables of a document; an error that a service reports in it becomes an error here, with its text. */
export function readTables(text: string, room: Room): VoTable[] {
  const tables: VoTable[] = [];
  visit(text, readElements(text, room).children, undefined, tables, new Map());
  return tables;
}

function visit(
  text: string,
  elements: readonly XmlElement[],
  status: string | undefined,
  tables: VoTable[],
  fieldsById: Map<string, readonly Field[]>,
): void {
  let told = status;
  const after = statusesAfter(text, elements);
  for (const [place, element] of elements.entries()) {
    if (element.name === "INFO") told = statusOf(text, element) ?? told;
    else if (element.name === "RESOURCE" || element.name === "DEFINITIONS")
      visit(text, element.children, told, tables, fieldsById);
    else if (element.name === "TABLE") tables.push(tableOf(text, element, after[place], fieldsById));
  }
}

/** Throws the text of an error; gives any other status. */
function statusOf(text: string, info: XmlElement): string | undefined {
  const name = (attribute(text, info, "name") ?? "").toUpperCase();
  const value = attribute(text, info, "value") ?? "";
  if (name === "ERROR" || (name === "QUERY_STATUS" && value.toUpperCase() === "ERROR")) {
    const reason = textOf(text, info) || (name === "ERROR" ? value : "no reason given");
    throw new WasmcmcError({
      code: "service-failed",
      problem: `The service answered with an error: ${reason}`,
      remedy: "Correct the request.",
      value: reason,
    });
  }
  return name === "QUERY_STATUS" ? value.toUpperCase() : undefined;
}

/** For each element the first status other than OK that follows it. */
function statusesAfter(text: string, elements: readonly XmlElement[]): (string | undefined)[] {
  const after = new Array<string | undefined>(elements.length);
  let next: string | undefined;
  for (let place = elements.length - 1; place >= 0; place--) {
    after[place] = next;
    const element = elements[place] as XmlElement;
    const status = element.name === "INFO" ? statusOf(text, element) : undefined;
    if (status !== undefined && status !== "OK") next = status;
  }
  return after;
}

function tableOf(text: string, element: XmlElement, status: string | undefined, known: Map<string, readonly Field[]>): VoTable {
  const own = fieldsOf(text, element);
  const fields = own.length > 0 ? own : (known.get(attribute(text, element, "ref") ?? "") ?? []);
  const id = attribute(text, element, "ID");
  if (id !== undefined && !known.has(id)) known.set(id, fields);
  const data = element.children.find(({ name }) => name === "DATA")?.children[0];
  return {
    name: attribute(text, element, "name"),
    id,
    description: described(text, element),
    fields,
    data:
      data === undefined ? undefined : { kind: data.name as DataPart["kind"], start: data.contentStart, end: data.contentEnd },
    status,
  };
}

function described(text: string, element: XmlElement): string | undefined {
  const found = element.children.find(({ name }) => name === "DESCRIPTION");
  return found === undefined ? undefined : textOf(text, found);
}

function fieldsOf(text: string, table: XmlElement): Field[] {
  return table.children
    .filter(({ name }) => name === "FIELD")
    .map((element, place): Field => {
      const values = element.children.find(({ name }) => name === "VALUES");
      const attributes: Record<string, string> = {};
      for (const key of ["ucd", "utype", "xtype", "precision", "width"]) {
        const value = attribute(text, element, key);
        if (value !== undefined) attributes[key] = value;
      }
      const id = attribute(text, element, "ID") ?? attribute(text, element, "id");
      return {
        name: attribute(text, element, "name") ?? id ?? `col${place + 1}`,
        id,
        datatype: attribute(text, element, "datatype") ?? "char",
        arraysize: attribute(text, element, "arraysize"),
        unit: attribute(text, element, "unit"),
        description: described(text, element),
        nullText: values === undefined ? undefined : attribute(text, values, "null"),
        attributes,
        place: { text, at: element.start },
      };
    });
}

/**
 * The skeleton of a VOTable document: its fields by an XML parser, its data cut out beforehand, because rows are many. VOTable 1.5
 * (IVOA Recommendation 2024), section 3.
 */
import { WasmcmcError } from "../../errors.js";
import { loadXmlParser } from "../../peers.js";

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
}

export interface VoTable {
  readonly name: string | undefined;
  readonly id: string | undefined;
  readonly description: string | undefined;
  readonly fields: readonly Field[];
  /** Which of the document's data is this table's; undefined where it has none. */
  readonly data: number | undefined;
  /** OVERFLOW or another status that follows the table in its resource. */
  readonly status: string | undefined;
}

export interface DataPart {
  readonly kind: "TABLEDATA" | "BINARY" | "BINARY2" | "FITS";
  readonly start: number;
  readonly end: number;
}

export interface Document {
  readonly text: string;
  readonly tables: readonly VoTable[];
  readonly parts: readonly DataPart[];
}

const DeepestNesting = 200;

/** Reads a document; an error that a service reports in it becomes an error here, with its text. */
export async function readDocument(source: string): Promise<Document> {
  const text = source.replace(/<!--[\s\S]*?-->/g, (comment) => " ".repeat(comment.length));
  refuseEntities(text);
  const parts: DataPart[] = [];
  // The data themselves are left out of what the XML parser sees: a mark says which they were.
  const skeleton = text.replace(
    /<((?:[\w.-]+:)?(TABLEDATA|BINARY2|BINARY|FITS))\b([^>]*?)(\/>|>)([\s\S]*?<\/\1\s*>)?/g,
    (whole, _name, kind: DataPart["kind"], _attributes, close: string, body: string | undefined, at: number) => {
      const start = at + whole.length - (body?.length ?? 0);
      const isEmpty = close === "/>";
      if (isEmpty && body !== undefined) {
        parts.push({ kind, start: at, end: at });
        return `<PART place="${parts.length - 1}"/>${body}`;
      }
      parts.push({ kind, start, end: isEmpty ? start : at + whole.lastIndexOf("</") });
      return `<PART place="${parts.length - 1}"/>`;
    },
  );
  checkNesting(skeleton);
  const { XMLParser } = await loadXmlParser();
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    preserveOrder: true,
    removeNSPrefix: true,
    parseTagValue: false,
  });
  let tree: Node[];
  try {
    tree = parser.parse(skeleton) as Node[];
  } catch (cause) {
    throw damaged(`The XML cannot be read: ${(cause as Error).message}`, cause);
  }
  const root = tree.find((node) => "VOTABLE" in node);
  if (root === undefined) throw damaged("There is no VOTABLE element");
  const tables: VoTable[] = [];
  visit(children(root), undefined, tables);
  return { text, tables, parts };
}

type Node = Readonly<Record<string, unknown>>;

const children = (node: Node): Node[] => (Object.entries(node).find(([key]) => key !== ":@")?.[1] as Node[] | undefined) ?? [];
const nameOf = (node: Node): string => Object.keys(node).find((key) => key !== ":@") ?? "";
const attribute = (node: Node, name: string): string | undefined =>
  (node[":@"] as Record<string, string> | undefined)?.[`@${name}`];

function textOf(node: Node): string {
  return children(node)
    .map((child) => ("#text" in child ? String(child["#text"]) : ""))
    .join("")
    .trim();
}

function visit(nodes: readonly Node[], status: string | undefined, tables: VoTable[]): void {
  let told = status;
  for (const node of nodes) {
    const name = nameOf(node);
    if (name === "INFO") told = statusOf(node) ?? told;
    else if (name === "RESOURCE" || name === "DEFINITIONS") visit(children(node), told, tables);
    else if (name === "TABLE") tables.push(tableOf(node, overflowAfter(nodes, node), tables));
  }
}

/** Throws the text of an error; gives any other status. */
function statusOf(info: Node): string | undefined {
  const name = (attribute(info, "name") ?? "").toUpperCase();
  const value = attribute(info, "value") ?? "";
  if (name === "ERROR" || (name === "QUERY_STATUS" && value.toUpperCase() === "ERROR")) {
    const text = textOf(info) || (name === "ERROR" ? value : "no reason given");
    throw new WasmcmcError({
      code: "service-failed",
      problem: `The service answered with an error: ${text}`,
      remedy: "Correct the request.",
      value: text,
    });
  }
  return name === "QUERY_STATUS" ? value.toUpperCase() : undefined;
}

function overflowAfter(nodes: readonly Node[], table: Node): string | undefined {
  const after = nodes.slice(nodes.indexOf(table) + 1).filter((node) => nameOf(node) === "INFO");
  return after.map(statusOf).find((status) => status !== undefined && status !== "OK");
}

function tableOf(node: Node, status: string | undefined, known: readonly VoTable[]): VoTable {
  const inside = children(node);
  const reference = attribute(node, "ref");
  const own = fieldsOf(inside);
  const fields = own.length > 0 ? own : (known.find(({ id }) => id !== undefined && id === reference)?.fields ?? []);
  const data = inside.find((child) => nameOf(child) === "DATA");
  const part = data === undefined ? undefined : children(data).find((child) => nameOf(child) === "PART");
  return {
    name: attribute(node, "name"),
    id: attribute(node, "ID"),
    description: described(inside),
    fields,
    data: part === undefined ? undefined : Number(attribute(part, "place")),
    status,
  };
}

function described(nodes: readonly Node[]): string | undefined {
  const found = nodes.find((node) => nameOf(node) === "DESCRIPTION");
  return found === undefined ? undefined : textOf(found);
}

function fieldsOf(nodes: readonly Node[]): Field[] {
  return nodes
    .filter((node) => nameOf(node) === "FIELD")
    .map((node, place): Field => {
      const values = children(node).find((child) => nameOf(child) === "VALUES");
      const attributes: Record<string, string> = {};
      for (const key of ["ucd", "utype", "xtype", "precision", "width"]) {
        const value = attribute(node, key);
        if (value !== undefined) attributes[key] = value;
      }
      const id = attribute(node, "ID") ?? attribute(node, "id");
      return {
        name: attribute(node, "name") ?? id ?? `col${place + 1}`,
        id,
        datatype: attribute(node, "datatype") ?? "char",
        arraysize: attribute(node, "arraysize"),
        unit: attribute(node, "unit"),
        description: described(children(node)),
        nullText: values === undefined ? undefined : attribute(values, "null"),
        attributes,
      };
    });
}

/** Entities of the document's own can grow without bound; no VOTable needs them. */
function refuseEntities(text: string): void {
  const found = /<!ENTITY|<!DOCTYPE[^>]*\[/.exec(text);
  if (found !== null) throw damaged(`The document defines entities of its own, at character ${found.index}`);
}

function checkNesting(text: string): void {
  let depth = 0;
  for (const { 0: tag, index } of text.matchAll(/<[/!?]?[^>]*>/g)) {
    if (tag.startsWith("</")) depth--;
    else if (!tag.startsWith("<!") && !tag.startsWith("<?") && !tag.endsWith("/>")) depth++;
    if (depth > DeepestNesting) throw damaged(`Elements are nested over ${DeepestNesting} deep, at character ${index}`);
  }
}

export function damaged(problem: string, cause?: unknown): WasmcmcError {
  return new WasmcmcError({
    code: "damaged-file",
    problem: `${problem} (VOTable).`,
    remedy: "Fetch or write the file again.",
    cause,
  });
}

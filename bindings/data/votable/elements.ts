/** The elements of a VOTable document that say what its tables are. The data themselves are passed over: rows are many. */
import type { Room } from "../room.js";
import { byteOffset, damaged } from "./damage.js";
import { attributeOf, contentOf, type Mark, markAt } from "./markup.js";

export interface XmlElement {
  readonly name: string;
  /** The place of its start mark, and of its content. */
  readonly start: number;
  readonly contentStart: number;
  contentEnd: number;
  readonly children: XmlElement[];
}

const told = new Set(["VOTABLE", "RESOURCE", "DEFINITIONS", "TABLE", "FIELD", "VALUES", "DESCRIPTION", "INFO", "DATA"]);
const dataNames = new Set(["TABLEDATA", "BINARY", "BINARY2", "FITS"]);

const DeepestNesting = 200;
/** Bytes that an element takes here, about. */
const ElementBytes = 300;

/** Elements that do not matter, and all within them, have no element here. */
interface Open {
  readonly mark: Mark;
  readonly element: XmlElement | undefined;
}

/** The VOTABLE element, and in it those that matter. Throws where the document is no well-formed XML. */
export function readElements(text: string, room: Room): XmlElement {
  const open: Open[] = [];
  let root: XmlElement | undefined;
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at)) {
    const mark = markAt(text, at);
    at = mark.end;
    if (mark.kind === "end") closeLast(text, open, mark);
    if (mark.kind !== "start") continue;
    const parent = open.at(-1);
    if (parent === undefined) checkRoot(text, mark, root);
    const element = elementOf(mark, parent);
    if (element !== undefined) {
      room.take(ElementBytes, "The document's elements", () => byteOffset({ text, at: mark.start }));
      parent?.element?.children.push(element);
      root ??= element;
    }
    if (mark.isEmpty) continue;
    if (element !== undefined && dataNames.has(mark.name)) at = skipData(text, mark, element);
    else open.push({ mark, element });
    if (open.length > DeepestNesting) throw damaged(`Elements are nested over ${DeepestNesting} deep`, { text, at: mark.start });
  }
  const last = open.at(-1);
  if (last !== undefined) throw damaged(`The document ends within ${last.mark.name}`, { text, at: text.length });
  if (root === undefined) throw damaged("There is no VOTABLE element", { text, at: 0 });
  return root;
}

function checkRoot(text: string, mark: Mark, before: XmlElement | undefined): void {
  if (mark.name !== "VOTABLE") throw damaged("There is no VOTABLE element", { text, at: mark.start });
  if (before !== undefined) throw damaged("A second document follows the first", { text, at: mark.start });
}

function elementOf({ name, start, end }: Mark, parent: Open | undefined): XmlElement | undefined {
  const matters = parent === undefined || (parent.element !== undefined && (told.has(name) || isData(name, parent)));
  return matters ? { name, start, contentStart: end, contentEnd: end, children: [] } : undefined;
}

const isData = (name: string, parent: Open): boolean => parent.mark.name === "DATA" && dataNames.has(name);

function closeLast(text: string, open: Open[], mark: Mark): void {
  const last = open.pop();
  if (last?.mark.qualifiedName !== mark.qualifiedName) {
    const expected = last === undefined ? "nothing is open" : `${last.mark.name} is open`;
    throw damaged(`The end of ${mark.name.slice(0, 40)} stands where ${expected}`, { text, at: mark.start });
  }
  if (last.element !== undefined) last.element.contentEnd = mark.start;
}

/** The place after the element that starts with this mark. */
function skipData(text: string, mark: Mark, element: XmlElement): number {
  const close = text.indexOf(`</${mark.qualifiedName}`, mark.end);
  if (close < 0) throw damaged(`The document ends within ${mark.name}`, { text, at: text.length });
  element.contentEnd = close;
  return markAt(text, close).end;
}

/** An element's attribute; undefined where it has none of that name. */
export function attribute(text: string, { start, contentStart }: XmlElement, name: string): string | undefined {
  return attributeOf(text, { start, end: contentStart }, name);
}

/** An element's text, without spaces around it. */
export function textOf(text: string, { contentStart, contentEnd }: XmlElement): string {
  return contentOf(text, contentStart, contentEnd).trim();
}

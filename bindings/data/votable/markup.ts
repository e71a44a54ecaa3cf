/**
 * Cutting XML into its marks, one after the other, each looked at once. XML 1.0, without definitions of entities, which no VOTable
 * needs and which can grow without bound.
 */
import { damaged } from "./damage.js";

export interface Mark {
  readonly kind: "start" | "end" | "other";
  /** Without its prefix. */
  readonly name: string;
  /** As it stands. */
  readonly qualifiedName: string;
  readonly isEmpty: boolean;
  /** From "<" up to after ">". */
  readonly start: number;
  readonly end: number;
}

const [Exclamation, Question, Slash, Greater, DoubleQuote, Quote] = [33, 63, 47, 62, 34, 39] as const;

/** The mark at a "<". Comments, CDATA sections, instructions and a plain DOCTYPE are "other". */
export function markAt(text: string, start: number): Mark {
  const code = text.charCodeAt(start + 1);
  if (code === Exclamation || code === Question) {
    return { kind: "other", name: "", qualifiedName: "", isEmpty: true, start, end: endOfOther(text, start) };
  }
  const isEnd = code === Slash;
  const from = start + (isEnd ? 2 : 1);
  const nameEnd = endOfName(text, from);
  if (nameEnd === from) throw damaged("A mark has no name", { text, at: start });
  const last = isEnd ? text.indexOf(">", nameEnd) : closing(text, nameEnd);
  if (last < 0) throw damaged("A mark is not closed", { text, at: start });
  const qualifiedName = text.slice(from, nameEnd);
  return {
    kind: isEnd ? "end" : "start",
    name: qualifiedName.slice(qualifiedName.indexOf(":") + 1),
    qualifiedName,
    isEmpty: !isEnd && text.charCodeAt(last - 1) === Slash,
    start,
    end: last + 1,
  };
}

/** The place after a comment, a CDATA section, an instruction or a DOCTYPE. */
export function endOfOther(text: string, start: number): number {
  const [from, close] = text.startsWith("<!--", start)
    ? [start + 4, "-->"]
    : text.startsWith("<![CDATA[", start)
      ? [start + 9, "]]>"]
      : text.charCodeAt(start + 1) === Question
        ? [start + 2, "?>"]
        : [start + 2, ">"];
  const end = text.indexOf(close, from);
  if (end < 0) throw damaged(`${close} is missing after ${JSON.stringify(text.slice(start, from))}`, { text, at: start });
  // The definitions of a DOCTYPE stand in brackets before its end.
  if (close === ">" && (text.startsWith("<!ENTITY", start) || text.slice(start, end).includes("["))) {
    throw damaged("The document defines entities of its own", { text, at: start });
  }
  return end + close.length;
}

/** Names end at white space, a slash or ">". */
function endOfName(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === Slash || code === Greater) break;
  }
  return at;
}

/** The ">" of a start mark: not one within an attribute's quotes. -1 where there is none. */
function closing(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === Greater) return at;
    if (code !== DoubleQuote && code !== Quote) continue;
    at = text.indexOf(code === Quote ? "'" : '"', at + 1);
    if (at < 0) return -1;
  }
  return -1;
}

/** An attribute of the start mark that lies between two places, entities undone; undefined where it has none. */
export function attributeOf(text: string, { start, end }: Pick<Mark, "start" | "end">, name: string): string | undefined {
  const inside = text.slice(start, end);
  const pattern = /\s([^\s=/>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;
  for (let at = endOfName(inside, 1); at < inside.length; ) {
    pattern.lastIndex = at;
    const found = pattern.exec(inside);
    if (found === null) at = nextSpace(inside, at + 1);
    else if (found[1]!.slice(found[1]!.indexOf(":") + 1) === name) return decoded(found[2] ?? found[3] ?? "");
    else at = pattern.lastIndex;
  }
  return undefined;
}

function nextSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) > 32) at++;
  return at;
}

const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/** Pieces of text that are joined at once: a text of very many is joined bit by bit. */
const MostPieces = 4096;

/** Text with XML's own entities and characters by number undone; others stay as they are. */
export function decoded(text: string): string {
  let done = "";
  let pieces: string[] = [];
  let at = 0;
  const pattern = /&(#x?[\da-fA-F]{1,8}|[a-z]{2,4});/y;
  for (let next = text.indexOf("&"); next >= 0; next = text.indexOf("&", Math.max(at, next + 1))) {
    pattern.lastIndex = next;
    const character = characterOf(pattern.exec(text)?.[1]);
    if (character === undefined) continue;
    pieces.push(text.slice(at, next), character);
    at = pattern.lastIndex;
    if (pieces.length < MostPieces) continue;
    done += pieces.join("");
    pieces = [];
  }
  return at === 0 ? text : `${done}${pieces.join("")}${text.slice(at)}`;
}

function characterOf(name: string | undefined): string | undefined {
  if (name === undefined || !name.startsWith("#")) return entities[name ?? ""];
  const code = name[1] === "x" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code < 0x110000 ? String.fromCodePoint(code) : undefined;
}

/** The text between two places: CDATA sections as they stand, comments and marks left out, entities undone. */
export function contentOf(text: string, start: number, end: number): string {
  let content = "";
  for (let at = start; at < end; ) {
    const next = text.indexOf("<", at);
    const stop = next < 0 || next > end ? end : next;
    content += decoded(text.slice(at, stop));
    if (stop === end) break;
    if (text.startsWith("<![CDATA[", stop)) {
      at = endOfOther(text, stop);
      content += text.slice(stop + 9, at - 3);
    } else at = markAt(text, stop).end;
  }
  return content;
}

/**
 * FITS headers: 80-character cards in blocks of 2880 bytes up to the END card. FITS standard 4.0, section 4; long strings by the
 * CONTINUE convention (4.2.1.2), HIERARCH keywords as ESO writes them.
 */
import { damaged } from "./fits_error.js";

export const BlockBytes = 2880;
const CardBytes = 80;

export type CardValue = string | number | bigint | boolean | undefined;

export interface Card {
  readonly key: string;
  /** Undefined where the card has none: comments, history, undefined values. Integers beyond 2^53 are bigints. */
  readonly value: CardValue;
  readonly comment: string;
}

export class FitsHeader {
  private readonly byKey = new Map<string, Card>();

  constructor(
    readonly cards: readonly Card[],
    /** Where the header starts in the file. */
    readonly start: number,
    /** The byte after its last block. */
    readonly end: number,
  ) {
    for (const card of cards) if (!this.byKey.has(card.key)) this.byKey.set(card.key, card);
  }

  has(key: string): boolean {
    return this.byKey.has(key);
  }

  value(key: string): CardValue {
    return this.byKey.get(key)?.value;
  }

  text(key: string): string | undefined {
    const value = this.value(key);
    return typeof value === "string" ? value : undefined;
  }

  number(key: string): number | undefined {
    const value = this.value(key);
    return typeof value === "number" || typeof value === "bigint" ? Number(value) : undefined;
  }

  /** A count: an integer from 0; throws a typed error otherwise, unless a fallback is given and the card is missing. */
  count(key: string, fallback?: number): number {
    const value = this.value(key);
    if (value === undefined && fallback !== undefined) return fallback;
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
    throw damaged(`The header says ${key} = ${value === undefined ? "nothing" : String(value)}, not a count`, this.start);
  }
}

/** Reads the header that starts at `start`; undefined where there are only padding bytes or nothing left. */
export function readHeader(bytes: Uint8Array, start: number): FitsHeader | undefined {
  if (start >= bytes.length) return undefined;
  const cards = new CardList();
  for (let at = start; ; at += CardBytes) {
    if (at + CardBytes > bytes.length) {
      if (at === start) return undefined;
      throw damaged("The file ends within a header, before its END card", at);
    }
    const text = ascii(bytes, at, CardBytes);
    const key = text.slice(0, 8).trimEnd();
    if (at === start && key !== "SIMPLE" && key !== "XTENSION") {
      if (start > 0) return undefined;
      throw damaged(`A FITS file starts with SIMPLE, not with ${JSON.stringify(key)}`, at, "Check that it is a FITS file.");
    }
    if (key === "END" && text.slice(8).trim() === "") {
      const end = start + Math.ceil((at + CardBytes - start) / BlockBytes) * BlockBytes;
      return new FitsHeader(cards.finish(), start, end);
    }
    cards.add(key, text, at);
  }
}

/** Cards one after the other. The parts of a string that goes on over several cards are joined once, at its end. */
class CardList {
  private readonly cards: Card[] = [];
  private values: string[] = [];
  private comments: string[] = [];

  add(key: string, text: string, at: number): void {
    if (key === "CONTINUE" && this.isOpen) {
      const { value, comment } = fieldValue(text.slice(8), at);
      this.values.push(typeof value === "string" ? value : "");
      this.comments.push(comment);
      return;
    }
    this.close();
    const card = cardOf(key, text, at);
    this.cards.push(card);
    if (typeof card.value === "string" && card.value.endsWith("&")) {
      this.values = [card.value];
      this.comments = [card.comment];
    }
  }

  finish(): Card[] {
    this.close();
    return this.cards;
  }

  /** Whether the last card's string ends in "&", which means that it goes on. */
  private get isOpen(): boolean {
    return this.values.at(-1)?.endsWith("&") ?? false;
  }

  /** Every part but the last ends in "&", which is no part of the string. */
  private close(): void {
    if (this.values.length > 1) {
      const last = this.values.length - 1;
      const value = this.values.map((part, place) => (place < last ? part.slice(0, -1) : part)).join("");
      const { key } = this.cards.at(-1) as Card;
      this.cards[this.cards.length - 1] = { key, value, comment: this.comments.join("") };
    }
    this.values = [];
  }
}

function cardOf(key: string, text: string, at: number): Card {
  if (key === "HIERARCH" && text.includes("=")) {
    const equals = text.indexOf("=");
    return { key: text.slice(9, equals).trim(), ...fieldValue(text.slice(equals + 1), at) };
  }
  if (text.slice(8, 10) === "= ") return { key, ...fieldValue(text.slice(10), at) };
  return { key, value: undefined, comment: text.slice(8).trimEnd() };
}

const Quoted = /^\s*'((?:[^']|'')*)'\s*(?:\/\s?(.*))?$/;
const Integer = /^[+-]?\d+$/;
const Real = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[EeDd][+-]?\d+)?$/;

function fieldValue(field: string, at: number): { value: CardValue; comment: string } {
  const quoted = Quoted.exec(field);
  if (quoted !== null) {
    const text = (quoted[1] as string).replaceAll("''", "'");
    // Trailing spaces do not count, but a string of spaces alone is one.
    return { value: text.trimEnd(), comment: (quoted[2] ?? "").trimEnd() };
  }
  if (field.trimStart().startsWith("'")) throw damaged("A header card has a string without an end", at);
  const slash = field.indexOf("/");
  const word = (slash < 0 ? field : field.slice(0, slash)).trim();
  const comment = slash < 0 ? "" : field.slice(slash + 1).trim();
  return { value: plainValue(word), comment };
}

function plainValue(word: string): CardValue {
  if (word === "") return undefined;
  if (word === "T" || word === "F") return word === "T";
  if (Integer.test(word)) {
    const number = Number(word);
    return Number.isSafeInteger(number) ? number : BigInt(word);
  }
  if (Real.test(word)) return Number(word.replace(/[Dd]/, "E"));
  return word;
}

/** Up to some thousand bytes as one character each. */
export function ascii(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode.apply(null, bytes.subarray(start, start + length) as unknown as number[]);
}

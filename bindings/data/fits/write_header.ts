/** Headers of FITS units from keys and values: cards of 80 characters, blocks of 2880 bytes. FITS standard 4.0, section 4. */
import { cannotWrite } from "../cannot_write.js";
import { BlockBytes } from "./header.js";

const CardBytes = 80;
/** What fits between the quotes of a string's card. */
const TextLength = 68;

type Value = string | number | bigint | boolean;

/** The cards of a key: one, or more where a text is long (CONTINUE, section 4.2.1.2). Odd keys are written as ESO's HIERARCH ones. */
export function cardsOf(key: string, value: Value, variable?: string): string[] {
  const isPlain = /^[A-Z0-9_-]{1,8}$/.test(key);
  if (!isPlain) checkText(`The keyword ${JSON.stringify(key)}`, key.replaceAll("=", "\0"), variable);
  const head = isPlain ? `${key.padEnd(8)}= ` : `HIERARCH ${key} = `;
  if (typeof value === "string") return textCards(key, head, value, variable);
  if (typeof value === "number" && !Number.isFinite(value)) return textCards(key, head, String(value), variable);
  const word = numberText(value);
  const card = isPlain ? head + word.padStart(20) : head + word;
  if (card.length > CardBytes) throw tooLong(key, variable);
  return [card];
}

function numberText(value: number | bigint | boolean): string {
  if (typeof value === "boolean") return value ? "T" : "F";
  const text = String(value).toUpperCase();
  // Beyond 2^53 a number is a real one, not an integer of exact digits.
  return typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value) && !/[.E]/.test(text)
    ? `${text}.0`
    : Object.is(value, -0)
      ? "-0.0"
      : text;
}

function textCards(key: string, head: string, value: string, variable: string | undefined): string[] {
  checkText(`The value of the keyword ${key}`, value, variable);
  const text = value.replaceAll("'", "''");
  const room = Math.min(TextLength, CardBytes - head.length - 2);
  if (text.length <= room) return [`${head}'${text.padEnd(Math.min(8, room))}'`];
  const cards: string[] = [];
  let at = 0;
  for (let start = head; at < text.length || cards.length === 0; start = "CONTINUE  ") {
    let length = Math.min(CardBytes - start.length - 3, text.length - at);
    if (length < 10 && at + length < text.length) throw tooLong(key, variable);
    // A doubled quote stays on one card.
    const quotes = /'*$/.exec(text.slice(at, at + length))?.[0].length ?? 0;
    if (quotes % 2 === 1) length--;
    const isLast = at + length === text.length;
    cards.push(`${start}'${text.slice(at, at + length)}${isLast ? "" : "&"}'`);
    at += length;
  }
  return cards;
}

/** FITS headers are ASCII from space to tilde. */
export function checkText(what: string, text: string, variable: string | undefined): void {
  const odd = /[^ -~]/.exec(text)?.[0];
  if (odd === undefined) return;
  throw cannotWrite(
    `${what} has the character ${JSON.stringify(odd)}, which a FITS header cannot hold.`,
    "Rename it or write it in ASCII, or choose another format.",
    variable,
    undefined,
    text,
  );
}

function tooLong(key: string, variable: string | undefined): Error {
  return cannotWrite(
    `The keyword ${key} is too long for a FITS header.`,
    "Shorten it, or leave it out.",
    variable,
    undefined,
    key,
  );
}

/** Cards and END as bytes, filled up with spaces to whole blocks. */
export function headerBytes(cards: readonly string[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil(((cards.length + 1) * CardBytes) / BlockBytes) * BlockBytes).fill(32);
  for (const [place, card] of [...cards, "END"].entries()) {
    for (let i = 0; i < card.length; i++) bytes[place * CardBytes + i] = card.charCodeAt(i);
  }
  return bytes;
}

/** The tokens of JSON text (RFC 8259), straight from its UTF-8 bytes: one after the other, each with its place. */
import { WasmcmcError } from "../../errors.js";
import { TextWindow } from "../text_window.js";

export const Token = { Null: 0, False: 1, True: 2, Number: 3, Text: 4, Array: 5, Object: 6 } as const;

const words: Readonly<Record<number, readonly [number, string]>> = {
  110: [Token.Null, "null"],
  102: [Token.False, "false"],
  116: [Token.True, "true"],
};
const PowersOfTen = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const [Quote, Comma, Minus, Plus, Point, Zero, Nine, Colon, Backslash] = [34, 44, 45, 43, 46, 48, 57, 58, 92] as const;
const [OpenArray, CloseArray, OpenObject, CloseObject] = [91, 93, 123, 125] as const;

export class JsonScanner {
  /** The place that is read next, after white space. */
  at = 0;
  /** Of the last token: a number's text, or what stands within a text's quotes. */
  start = 0;
  end = 0;
  /** Of the last number: its digits, without the sign; whether it has neither point nor exponent. */
  digits = 0;
  isWhole = true;
  /** Of the last text: whether it has only ASCII, and no escape. */
  isPlain = true;
  private mantissa = 0;
  private decimals = 0;
  private hasExponent = false;
  private readonly window: TextWindow;

  constructor(readonly bytes: Uint8Array) {
    this.window = new TextWindow(bytes);
    this.reset();
  }

  /** Back to the start, after a byte order mark. */
  reset(): void {
    const { bytes } = this;
    this.at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    this.skipSpace();
  }

  /** Reads a scalar, or the bracket that opens an array or an object. */
  next(): number {
    const code = this.bytes[this.at];
    if (code === Quote) {
      this.readText();
      return Token.Text;
    }
    if (code === Minus || (code !== undefined && code >= Zero && code <= Nine)) {
      this.readNumber();
      return Token.Number;
    }
    if (code === OpenArray || code === OpenObject) {
      this.start = this.at++;
      this.skipSpace();
      return code === OpenArray ? Token.Array : Token.Object;
    }
    return this.readWord(words[code as number]);
  }

  /** Whether an array (or object) that was just opened ends at once. */
  closes(isObject = false): boolean {
    if (this.bytes[this.at] !== (isObject ? CloseObject : CloseArray)) return false;
    this.at++;
    this.skipSpace();
    return true;
  }

  /** Reads what stands after an element: true for a comma, false for the end of the array or object. */
  goesOn(isObject = false): boolean {
    const code = this.bytes[this.at];
    if (code !== Comma && code !== (isObject ? CloseObject : CloseArray)) {
      throw this.unexpected(isObject ? "a comma or }" : "a comma or ]");
    }
    this.at++;
    this.skipSpace();
    return code === Comma;
  }

  /** Reads the name of an object's member, and the colon after it. */
  name(): void {
    if (this.bytes[this.at] !== Quote) throw this.unexpected("a name in quotes");
    this.readText();
    if (this.bytes[this.at] !== Colon) throw this.unexpected("a colon");
    this.at++;
    this.skipSpace();
  }

  /** Throws where anything follows. */
  finish(): void {
    if (this.at < this.bytes.length) throw this.unexpected("the end");
  }

  /** The last number, correctly rounded: up to 15 digits are a quotient of two exact numbers (Clinger 1990). */
  number(): number {
    if (this.hasExponent || this.digits > 15) return Number(this.asciiText(this.start, this.end));
    const value = this.decimals === 0 ? this.mantissa : this.mantissa / PowersOfTen[this.decimals]!;
    return this.bytes[this.start] === Minus ? -value : value;
  }

  /** The last text, escapes undone. */
  text(): string {
    return this.isPlain ? this.asciiText(this.start, this.end) : this.anyText(this.start, this.end);
  }

  /** The text within quotes at a place. */
  anyText(start: number, end: number): string {
    const raw = decoder.decode(this.bytes.subarray(start, end));
    if (!raw.includes("\\")) return raw;
    try {
      return JSON.parse(`"${raw}"`) as string;
    } catch (cause) {
      throw damagedJson("A text has an escape that JSON does not know", start, cause);
    }
  }

  /** Text of ASCII alone. */
  asciiText(start: number, end: number): string {
    return this.window.ascii(start, end);
  }

  private readText(): void {
    const { bytes } = this;
    const { length } = bytes;
    let place = this.at + 1;
    let seen = 0;
    this.start = place;
    this.isPlain = true;
    for (; ; place++) {
      if (place >= length) throw damagedJson("A text is not closed", this.at);
      const code = bytes[place]!;
      if (code === Quote) break;
      if (code < 32) throw damagedJson("A text has a control character (a line break, for one) that is not escaped", place);
      if (code === Backslash) {
        this.isPlain = false;
        place++;
      }
      seen |= code;
    }
    if (seen >= 128) this.isPlain = false;
    this.end = place;
    this.at = place + 1;
    this.skipSpace();
  }

  private readNumber(): void {
    const { bytes } = this;
    let place = this.at;
    this.start = place;
    if (bytes[place] === Minus) place++;
    const first = place;
    let mantissa = 0;
    let code = bytes[place] as number;
    for (; code >= Zero && code <= Nine; code = bytes[++place] as number) mantissa = mantissa * 10 + (code - Zero);
    this.digits = place - first;
    if (this.digits === 0 || (this.digits > 1 && bytes[first] === Zero)) throw this.unexpected("a number");
    this.decimals = 0;
    this.isWhole = true;
    if (code === Point) {
      const point = place;
      code = bytes[++place] as number;
      for (; code >= Zero && code <= Nine; code = bytes[++place] as number) mantissa = mantissa * 10 + (code - Zero);
      this.decimals = place - point - 1;
      if (this.decimals === 0) throw this.unexpected("digits after the point", place);
      this.digits += this.decimals;
      this.isWhole = false;
    }
    this.mantissa = mantissa;
    this.hasExponent = code === 101 || code === 69;
    if (this.hasExponent) place = this.afterExponent(place);
    this.end = place;
    this.at = place;
    this.skipSpace();
  }

  private afterExponent(letter: number): number {
    const { bytes } = this;
    let place = letter + 1;
    if (bytes[place] === Plus || bytes[place] === Minus) place++;
    const first = place;
    while (bytes[place]! >= Zero && bytes[place]! <= Nine) place++;
    if (place === first) throw this.unexpected("digits of an exponent", place);
    this.isWhole = false;
    return place;
  }

  private readWord(known: readonly [number, string] | undefined): number {
    const { bytes, at } = this;
    if (known === undefined) throw this.unexpected("a value");
    const [token, word] = known;
    for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word.charCodeAt(i)) throw this.unexpected("a value");
    this.start = at;
    this.end = this.at = at + word.length;
    this.skipSpace();
    return token;
  }

  private skipSpace(): void {
    const { bytes } = this;
    let code = bytes[this.at];
    while (code === 32 || code === 10 || code === 13 || code === 9) code = bytes[++this.at];
  }

  private unexpected(wanted: string, place = this.at): WasmcmcError {
    const found = this.bytes.subarray(place, place + 12);
    const what = found.length === 0 ? "the text ends" : JSON.stringify(decoder.decode(found));
    return damagedJson(`The text is not JSON: ${what} where ${wanted} is expected`, place);
  }
}

/** What is wrong with JSON text, and at which of its bytes. */
export function damagedJson(problem: string, byteOffset: number, cause?: unknown, cell?: CellPlace): WasmcmcError {
  return new WasmcmcError({
    code: "damaged-file",
    problem: `${problem} (at byte ${byteOffset}).`,
    remedy: 'Write columns: {"x": [1, 2], "y": [3, 4]}.',
    value: byteOffset,
    cause,
    ...cell,
  });
}

export interface CellPlace {
  readonly variable: string;
  readonly row?: number;
}

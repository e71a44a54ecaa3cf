/**
 * Reads JSON from bytes, arrays of numbers straight into typed arrays. Takes what Python writes too: `NaN`, `Infinity`, `-Infinity`,
 * and integers of 64 bits, which are told from floats by having neither point nor exponent.
 */
import { damagedAt } from "./damaged_at.js";

/** 15 digits and a power of ten up to 22 make an exact quotient of two exact numbers. */
const PowersOfTen = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const Words = { true: true, false: false, null: null, NaN: Number.NaN, Infinity: Infinity, "-Infinity": -Infinity } as const;
/** One character a byte. */
const Latin1 = new TextDecoder("latin1");
const WindowLength = 65536;
const DeepestNesting = 64;

const [Quote, Backslash, Comma, Colon] = [34, 92, 44, 58];
const [OpenList, CloseList, OpenRecord, CloseRecord] = [91, 93, 123, 125];

export class JsonScanner {
  private place = 0;
  private window = "";
  private windowStart = 0;
  private readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });

  constructor(private readonly bytes: Uint8Array) {
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.place = 3;
  }

  /** Any value; integers are numbers here. */
  value(depth = 0): unknown {
    if (depth > DeepestNesting) throw this.damaged("lists and records are nested too deeply");
    const next = this.peek();
    if (next === OpenList) {
      const list: unknown[] = [];
      this.list(() => list.push(this.value(depth + 1)));
      return list;
    }
    if (next === OpenRecord) {
      const entries: [string, unknown][] = [];
      this.record((key) => entries.push([key, this.value(depth + 1)]));
      return Object.fromEntries(entries);
    }
    return next === Quote ? this.text() : this.word();
  }

  /** Calls `take` at each value of a record, which it must read. */
  record(take: (key: string) => void): void {
    this.expect(OpenRecord, "a record, {");
    if (this.accept(CloseRecord)) return;
    do {
      const key = this.text();
      this.expect(Colon, "a colon");
      take(key);
    } while (this.accept(Comma));
    this.expect(CloseRecord, "a comma or }");
  }

  /** Calls `take` at each value of a list, which it must read. */
  list(take: () => void): void {
    this.expect(OpenList, "a list, [");
    if (this.accept(CloseList)) return;
    do take();
    while (this.accept(Comma));
    this.expect(CloseList, "a comma or ]");
  }

  get isList(): boolean {
    return this.peek() === OpenList;
  }

  get isRecord(): boolean {
    return this.peek() === OpenRecord;
  }

  get isText(): boolean {
    return this.peek() === Quote;
  }

  text(): string {
    this.expect(Quote, 'a text, "');
    const start = this.place;
    let isPlain = true;
    for (let byte = this.bytes[this.place]; byte !== Quote; byte = this.bytes[++this.place]) {
      if (byte === undefined || byte < 32) throw this.damaged("a text does not end");
      if (byte === Backslash) this.place++;
      isPlain &&= byte !== Backslash;
    }
    const inner = this.bytes.subarray(start, this.place++);
    if (isPlain) return this.decoder.decode(inner);
    try {
      return JSON.parse(`"${this.decoder.decode(inner)}"`) as string;
    } catch {
      this.place = start;
      throw this.damaged("a text has an escape that is none");
    }
  }

  /** A number, true, false or null. */
  word(): number | boolean | null {
    const number = this.number();
    if (number !== undefined) return number;
    let end = this.place;
    for (let byte = this.bytes[end]; byte !== undefined && isWordByte(byte); byte = this.bytes[++end]);
    const text = this.ascii(this.place, end);
    if (!Object.hasOwn(Words, text))
      throw this.damaged(text === "" ? "a value is missing" : `"${text.slice(0, 20)}" is no value`);
    this.place = end;
    return Words[text as keyof typeof Words];
  }

  /**
   * A number of digits; undefined, and nothing read, where another value stands. Sets `wholeDigits`. Up to 15 digits without exponent
   * are a quotient of two exact numbers (Clinger 1990); the host reads the others.
   */
  number(): number | undefined {
    this.peek();
    const { bytes } = this;
    const start = this.place;
    const isNegative = bytes[start] === 45;
    let at = isNegative ? start + 1 : start;
    const first = at;
    let mantissa = 0;
    let point = -1;
    for (; ; at++) {
      const byte = bytes[at]!;
      if (byte >= 48 && byte <= 57) mantissa = mantissa * 10 + (byte - 48);
      else if (byte === 46 && point < 0) point = at;
      else break;
    }
    if (at === first || point === first || point === at - 1) return undefined;
    const end = bytes[at] === 101 || bytes[at] === 69 ? this.exponentEnd(at + 1) : at;
    if (end < 0 || isWordByte(bytes[end] ?? 0)) return undefined;
    const digits = at - first - (point < 0 ? 0 : 1);
    this.place = end;
    this.wholeDigits = point < 0 && end === at ? digits : 0;
    if (end > at || digits > 15) return Number(this.ascii(start, end));
    const value = point < 0 ? mantissa : mantissa / PowersOfTen[at - point - 1]!;
    return isNegative ? -value : value;
  }

  /** Digits of the last number, where it had neither point nor exponent: 0 else. */
  wholeDigits = 0;

  /** The last number as an exact integer, where it was written as one. */
  lastInteger(): bigint {
    const sign = this.bytes[this.place - this.wholeDigits - 1] === 45 ? 1 : 0;
    return BigInt(this.ascii(this.place - this.wholeDigits - sign, this.place));
  }

  /** Throws unless only blanks are left. */
  end(): void {
    this.peek();
    if (this.place < this.bytes.length) throw this.damaged("there is more after the end");
  }

  damaged(problem: string, variable?: string): Error {
    return damagedAt("JSON of results", `byte ${this.place}`, problem, this.place, variable);
  }

  /** Where the digits of an exponent end; -1 where there are none. */
  private exponentEnd(start: number): number {
    const { bytes } = this;
    let at = bytes[start] === 43 || bytes[start] === 45 ? start + 1 : start;
    const first = at;
    while (bytes[at]! >= 48 && bytes[at]! <= 57) at++;
    return at === first ? -1 : at;
  }

  /** Text of bytes that are letters or digits; decoded many at a time, for each call of the decoder is dear. */
  private ascii(start: number, end: number): string {
    if (start < this.windowStart || end > this.windowStart + this.window.length) {
      this.windowStart = start;
      this.window = Latin1.decode(this.bytes.subarray(start, Math.max(end, start + WindowLength)));
    }
    return this.window.slice(start - this.windowStart, end - this.windowStart);
  }

  /** The next byte that is not blank; -1 at the end. */
  private peek(): number {
    const { bytes } = this;
    for (; this.place < bytes.length; this.place++) {
      const byte = bytes[this.place]!;
      if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return byte;
    }
    return -1;
  }

  private accept(byte: number): boolean {
    if (this.peek() !== byte) return false;
    this.place++;
    return true;
  }

  private expect(byte: number, what: string): void {
    if (!this.accept(byte)) throw this.damaged(this.place >= this.bytes.length ? "it ends too early" : `${what} was expected`);
  }
}

/** Letters, digits, sign and point. */
function isWordByte(byte: number): boolean {
  return (
    (byte >= 48 && byte <= 57) ||
    (byte >= 65 && byte <= 90) ||
    (byte >= 97 && byte <= 122) ||
    byte === 43 ||
    byte === 45 ||
    byte === 46
  );
}

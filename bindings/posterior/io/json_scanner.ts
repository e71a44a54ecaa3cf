/**
 * Reads JSON from bytes, arrays of numbers straight into typed arrays. Takes what Python writes too: `NaN`, `Infinity`, `-Infinity`,
 * and integers of 64 bits, which are told from floats by having neither point nor exponent.
 */
import { damagedFile } from "./damaged_file.js";

/** 15 digits and a power of ten up to 22 make an exact quotient of two exact numbers. */
const PowersOfTen = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const Decimal = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const Words = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY, "-Infinity": Number.NEGATIVE_INFINITY } as const;
const DeepestNesting = 64;

const [Quote, Backslash, Comma, Colon] = [34, 92, 44, 58];
const [OpenList, CloseList, OpenRecord, CloseRecord] = [91, 93, 123, 125];

export class JsonScanner {
  private place = 0;
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
    const text = this.token();
    if (text === "true" || text === "false") return text === "true";
    if (text === "null") return null;
    if (text in Words) return Words[text as keyof typeof Words];
    if (Decimal.test(text)) return Number(text);
    this.place -= text.length;
    throw this.damaged(text === "" ? "a value is missing" : `"${text.slice(0, 20)}" is no value`);
  }

  /** A number that is written with digits alone, as an exact integer; undefined (and nothing read) for any other value. */
  integer(): bigint | undefined {
    const start = this.place;
    const text = this.token();
    if (/^-?\d+$/.test(text)) return BigInt(text);
    this.place = start;
    return undefined;
  }

  /**
   * Fast path for the commonest: a number of up to 15 digits without exponent (Clinger 1990). Sets `isWhole`. NaN, and nothing read,
   * where it is something else.
   */
  shortNumber(): number {
    this.peek();
    const { bytes } = this;
    let at = this.place;
    const isNegative = bytes[at] === 45;
    if (isNegative) at++;
    const first = at;
    let mantissa = 0;
    let point = -1;
    for (; ; at++) {
      const byte = bytes[at];
      if (byte !== undefined && byte >= 48 && byte <= 57) mantissa = mantissa * 10 + (byte - 48);
      else if (byte === 46 && point < 0) point = at;
      else break;
    }
    const digits = at - first - (point < 0 ? 0 : 1);
    const end = bytes[at];
    const isOther = end === 101 || end === 69 || digits === 0 || digits > 15 || point === first || point === at - 1;
    if (isOther) return Number.NaN;
    this.place = at;
    this.isWhole = point < 0;
    const value = point < 0 ? mantissa : mantissa / PowersOfTen[at - point - 1]!;
    return isNegative ? -value : value;
  }

  /** Whether the last short number had no decimal point. */
  isWhole = false;

  /** Throws unless only blanks are left. */
  end(): void {
    this.peek();
    if (this.place < this.bytes.length) throw this.damaged("there is more after the end");
  }

  damaged(problem: string, variable?: string): Error {
    return damagedFile("JSON of results", `byte ${this.place}`, problem, this.place, variable);
  }

  private token(): string {
    this.peek();
    let end = this.place;
    for (let byte = this.bytes[end]; byte !== undefined && isWordByte(byte); byte = this.bytes[++end]);
    const text = this.decoder.decode(this.bytes.subarray(this.place, end));
    this.place = end;
    return text;
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

/** Nested lists of JSON, of any depth, as one flat array with its shape. */
import type { VariableValues } from "../inference_data/variable.js";
import type { JsonScanner } from "./json_scanner.js";
import { toInt64 } from "./value_types.js";

export interface ReadArray {
  readonly values: VariableValues;
  readonly shape: readonly number[];
}

type Kind = "number" | "boolean" | "text";

/** Numbers without point or exponent throughout are 64-bit integers; null is NaN. */
export function readArray(scanner: JsonScanner, name: string): ReadArray {
  const reader = new ArrayReader(scanner, name);
  reader.level(0);
  return reader.result();
}

class ArrayReader {
  private numbers = new Float64Array(64);
  private readonly texts: string[] = [];
  private count = 0;
  private readonly shape: number[] = [];
  /** Depth of the leaves, known from the first on. */
  private depth = -1;
  private kind: Kind | undefined;
  private isWhole = true;
  /** Integers beyond 2^53, by place. */
  private readonly large = new Map<number, bigint>();

  constructor(
    private readonly scanner: JsonScanner,
    private readonly name: string,
  ) {}

  level(axis: number): void {
    const { scanner } = this;
    if (!scanner.isList) {
      if (this.depth < 0) this.depth = axis;
      if (axis !== this.depth) throw this.ragged();
      this.leaf();
      return;
    }
    if (axis === this.depth || axis > 32) throw this.ragged();
    let length = 0;
    scanner.list(() => {
      length++;
      this.level(axis + 1);
    });
    this.shape[axis] ??= length;
    if (this.shape[axis] !== length) throw this.ragged();
  }

  result(): ReadArray {
    const { count, shape } = this;
    if (this.kind === "text") return { values: this.texts, shape };
    const numbers = this.numbers.slice(0, count);
    if (this.kind === "boolean") return { values: Uint8Array.from(numbers), shape };
    if (!this.isWhole || count === 0) return { values: numbers, shape };
    const values = toInt64(numbers);
    for (const [place, value] of this.large) values[place] = value;
    return { values, shape };
  }

  private leaf(): void {
    const { scanner } = this;
    if (scanner.isText) {
      this.is("text");
      this.texts.push(scanner.text());
      this.count++;
      return;
    }
    const number = scanner.number();
    if (number === undefined) {
      if (scanner.isRecord) throw scanner.damaged("a record stands where numbers were expected", this.name);
      const word = scanner.word();
      if (typeof word !== "boolean") this.isWhole = false;
      this.push(typeof word === "boolean" ? "boolean" : "number", word === null ? Number.NaN : Number(word));
      return;
    }
    if (scanner.wholeDigits === 0) this.isWhole = false;
    else if (scanner.wholeDigits > 15 && this.isWhole) this.keepExactly(scanner.lastInteger());
    this.push("number", number);
  }

  private keepExactly(integer: bigint): void {
    if (BigInt.asIntN(64, integer) === integer) this.large.set(this.count, integer);
    else this.isWhole = false;
  }

  private push(kind: Kind, number: number): void {
    this.is(kind);
    if (this.count === this.numbers.length) {
      const more = new Float64Array(2 * this.count);
      more.set(this.numbers);
      this.numbers = more;
    }
    this.numbers[this.count++] = number;
  }

  private is(kind: Kind): void {
    this.kind ??= kind;
    if (this.kind !== kind)
      throw this.scanner.damaged(`"${this.name}" mixes values of types ${this.kind} and ${kind}`, this.name);
  }

  private ragged(): Error {
    return this.scanner.damaged(`the lists of "${this.name}" are not equally long or deep`, this.name);
  }
}

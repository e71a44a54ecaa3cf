/** The second way through a table in JSON: fills a column's arrays, whose type and size are known by then. */
import { arrayFor } from "../cells.js";
import type { Column } from "../column.js";
import { emptyTexts } from "../text_array.js";
import { type JsonScanner, Token } from "./scanner.js";
import type { ColumnSurvey } from "./survey.js";
import type { CellTaker } from "./walk.js";

/** Texts of up to four bytes of ASCII, by these bytes: a text takes more memory than so few letters in the file. */
export type ShortTexts = Map<number, string>;
const ShortLength = 4;
const MostShortTexts = 65_536;

/** Digits beyond which a whole number is written out as it stands where it has to be text. */
const SafeDigits = 15;

export class ColumnFill implements CellTaker {
  readonly name: string;
  private readonly texts: string[] | undefined;
  private readonly numbers: Float64Array | undefined;
  private readonly integers: BigInt64Array | BigUint64Array | undefined;
  private readonly truths: Uint8Array | undefined;
  /** 1 until a value comes. */
  private readonly nulls: Uint8Array | undefined;
  private readonly offsets: Uint32Array | undefined;
  /** Elements of arrays so far, and the row after that of the last array. */
  private filled = 0;
  private nextRow = 0;

  constructor(
    private readonly survey: ColumnSurvey,
    rows: number,
    private readonly scanner: JsonScanner,
    private readonly shortTexts: ShortTexts,
  ) {
    const { type, arrays, isEven, count, nullCount, cells } = survey;
    const size = arrays > 0 ? count : rows;
    this.name = survey.name;
    if (type === "string") this.texts = emptyTexts(size);
    else if (type === "boolean") this.truths = new Uint8Array(size);
    else if (type === "int64" || type === "uint64") this.integers = arrayFor(type, size) as BigInt64Array;
    else this.numbers = new Float64Array(size);
    if (nullCount > 0 || (arrays === 0 && cells < rows)) {
      this.nulls = new Uint8Array(size).fill(1);
      this.numbers?.fill(NaN);
    }
    if (arrays > 0 && !isEven) this.offsets = new Uint32Array(rows + 1);
  }

  scalar(token: number, row: number): void {
    if (this.survey.arrays === 0) this.put(token, row);
  }

  startArray(row: number): void {
    this.startRows(row);
  }

  element(token: number): void {
    this.put(token, this.filled++);
  }

  endInner(): void {}

  endArray(): void {}

  finish(): Column {
    const { name, nulls, offsets } = this;
    const { type, arrays, isEven, shape } = this.survey;
    const values = this.texts ?? this.truths ?? this.integers ?? this.numbers!;
    if (offsets !== undefined) this.startRows(offsets.length - 1);
    return {
      name,
      type,
      shape: arrays > 0 && isEven ? shape! : [],
      values,
      ...(nulls !== undefined && { nulls }),
      ...(offsets !== undefined && { offsets }),
    };
  }

  /** Rows without an array have none of its elements. */
  private startRows(row: number): void {
    if (this.offsets === undefined) return;
    for (; this.nextRow <= row; this.nextRow++) this.offsets[this.nextRow] = this.filled;
  }

  private put(token: number, place: number): void {
    if (token === Token.Null) return;
    if (this.nulls !== undefined) this.nulls[place] = 0;
    const { scanner } = this;
    if (this.numbers !== undefined) this.numbers[place] = scanner.number();
    else if (this.texts !== undefined) this.texts[place] = this.textOf(token);
    else if (this.truths !== undefined) this.truths[place] = token === Token.True ? 1 : 0;
    else this.integers![place] = BigInt(scanner.asciiText(scanner.start, scanner.end));
  }

  private textOf(token: number): string {
    const { scanner } = this;
    if (token === Token.Text)
      return scanner.isPlain && scanner.end - scanner.start <= ShortLength ? this.short() : scanner.text();
    const isExact = token !== Token.Number || (scanner.isWhole && scanner.digits > SafeDigits);
    return isExact ? scanner.asciiText(scanner.start, scanner.end) : String(scanner.number());
  }

  private short(): string {
    const { scanner, shortTexts } = this;
    let key = 0;
    for (let place = scanner.start; place < scanner.end; place++) key = (key << 8) | scanner.bytes[place]!;
    const known = shortTexts.get(key);
    if (known !== undefined) return known;
    const text = scanner.text();
    if (shortTexts.size < MostShortTexts) shortTexts.set(key, text);
    return text;
  }
}

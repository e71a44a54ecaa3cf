/** The first way through a table in JSON: which columns there are, of which type and shape, and how many values they have. */
import type { ColumnType } from "../column.js";
import type { Room } from "../room.js";
import { type JsonScanner, Token } from "./scanner.js";
import { badCell, type CellTaker } from "./walk.js";

const [Numbers, Booleans, Texts] = [1, 2, 4];
/** Digits up to which every whole number is a double. */
const SafeDigits = 15;
const FirstInexact = 2n ** 53n;
/** Digits of the longest integer of 64 bits. */
const MostDigits = 20;

/** What one column holds. */
export class ColumnSurvey implements CellTaker {
  /** Scalars, those in arrays among them; of these, nulls. */
  count = 0;
  nullCount = 0;
  /** Cells: those that are arrays, and all. */
  arrays = 0;
  cells = 0;
  /** The row of the last cell, to see names that stand twice. */
  lastRow = -2;
  /** Of arrays, while all have one. */
  shape: number[] | undefined;
  isEven = true;
  private isFlat = true;
  private kinds = 0;
  private isWhole = true;
  private isLong = false;
  private isSigned = true;
  private isUnsigned = true;
  private lengths: number[] = [];
  private leafDepth = -1;
  private isRegular = true;
  private cellStart = 0;

  constructor(
    readonly name: string,
    /** Where the name stands in the file. */
    readonly nameStart: number,
    private readonly scanner: JsonScanner,
  ) {}

  scalar(token: number, row: number): void {
    this.cells++;
    this.isEven = false;
    if (this.arrays === 0) this.note(token);
    else if (token !== Token.Null || !this.isFlat) throw this.odd(row, this.scanner.start);
  }

  startArray(row: number): void {
    this.cellStart = this.scanner.start;
    if (this.count > this.nullCount && this.arrays === 0) throw this.odd(row, this.cellStart);
    // Nulls before the first array are cells without values.
    if (this.arrays++ === 0) this.count = this.nullCount = 0;
    this.cells++;
    this.lengths.length = 0;
    this.leafDepth = -1;
    this.isRegular = true;
  }

  element(token: number, depth: number): void {
    this.note(token);
    if (this.leafDepth < 0) this.leafDepth = depth;
    else if (this.leafDepth !== depth) this.isRegular = false;
  }

  endInner(depth: number, length: number): void {
    if (this.lengths[depth] === undefined) this.lengths[depth] = length;
    else if (this.lengths[depth] !== length) this.isRegular = false;
  }

  endArray(row: number): void {
    const { lengths, leafDepth } = this;
    const isRegular = this.isRegular && (leafDepth < 0 || leafDepth === lengths.length - 1);
    if (lengths.length > 1) this.isFlat = false;
    this.shape ??= lengths.slice();
    const isSame = lengths.length === this.shape.length && lengths.every((length, axis) => length === this.shape![axis]);
    if (!isRegular || !isSame) this.isEven = false;
    if (!this.isEven && !this.isFlat) throw this.odd(row, this.cellStart);
  }

  /** What is known once all rows have been seen. */
  finish(rows: number, room: Room): void {
    const missing = rows - this.cells;
    if (missing === 0) return;
    room.take(missing * 9, `The rows without "${this.name}"`, () => this.nameStart);
    this.isEven = false;
    if (!this.isFlat) throw this.odd(0, this.nameStart);
  }

  get type(): ColumnType {
    if ((this.kinds & Texts) > 0 || this.kinds === (Numbers | Booleans)) return "string";
    if (this.kinds === Booleans) return "boolean";
    if (!this.isLong || !this.isWhole) return "float64";
    return this.isSigned ? "int64" : this.isUnsigned ? "uint64" : "float64";
  }

  private note(token: number): void {
    this.count++;
    if (token === Token.Number) this.noteNumber();
    else if (token === Token.Text) this.kinds |= Texts;
    else if (token === Token.Null) this.nullCount++;
    else this.kinds |= Booleans;
  }

  private noteNumber(): void {
    const { scanner } = this;
    this.kinds |= Numbers;
    if (scanner.bytes[scanner.start] === 45) this.isUnsigned = false;
    if (!scanner.isWhole) this.isWhole = false;
    else if (scanner.digits > SafeDigits) this.noteLong();
  }

  private noteLong(): void {
    const { scanner } = this;
    const value = scanner.digits > MostDigits ? 2n ** 64n : BigInt(scanner.asciiText(scanner.start, scanner.end));
    if (value > -FirstInexact && value < FirstInexact) return;
    this.isLong = true;
    if (BigInt.asIntN(64, value) !== value) this.isSigned = false;
    if (BigInt.asUintN(64, value) !== value) this.isUnsigned = false;
  }

  private odd(row: number, byteOffset: number): Error {
    return badCell("is no array of values, or has another shape than the rows before it", this, row, byteOffset);
  }
}

/** The columns' names as they come: in almost every row of a table the same, in the same order. */
import type { Room } from "../room.js";
import { damagedJson, type JsonScanner } from "./scanner.js";
import { ColumnSurvey } from "./survey.js";
import type { CellTaker, Columns } from "./walk.js";

/** Bytes that a column takes before any of its values, about. */
const ColumnBytes = 1000;

class Names {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly places = new Map<string, number>();
  private expected = 0;

  constructor(private readonly scanner: JsonScanner) {}

  /** The place of the name that was read last; -1 where it is a new one. */
  find(): number {
    if (this.expected >= this.starts.length) this.expected = 0;
    if (!this.isExpected()) this.expected = this.places.get(this.scanner.text()) ?? -1;
    return this.expected < 0 ? -1 : this.expected++;
  }

  add(): void {
    this.places.set(this.scanner.text(), this.starts.length);
    this.starts.push(this.scanner.start);
    this.ends.push(this.scanner.end);
  }

  private isExpected(): boolean {
    const { expected, starts, ends } = this;
    const { bytes, start, end } = this.scanner;
    if (starts.length === 0) return false;
    const from = starts[expected]!;
    const length = ends[expected]! - from;
    if (end - start !== length) return false;
    for (let i = 0; i < length; i++) if (bytes[from + i] !== bytes[start + i]) return false;
    return true;
  }
}

/** The columns of the first way, made as their names appear. */
export class SurveyedColumns implements Columns {
  readonly list: ColumnSurvey[] = [];
  readonly names: Names;

  constructor(
    private readonly scanner: JsonScanner,
    private readonly room: Room,
  ) {
    this.names = new Names(scanner);
  }

  find(row: number): ColumnSurvey {
    const { scanner, list } = this;
    const { start } = scanner;
    const place = this.names.find();
    const column = list[place] ?? this.add();
    if (column.lastRow === row) {
      throw damagedJson(`The name "${column.name}" stands twice`, start, undefined, { variable: column.name });
    }
    column.lastRow = row;
    return column;
  }

  private add(): ColumnSurvey {
    const { scanner, list, names } = this;
    const { start, end } = scanner;
    this.room.take(ColumnBytes + 2 * (end - start), "So many columns", () => start);
    names.add();
    const column = new ColumnSurvey(scanner.text(), start, scanner);
    list.push(column);
    return column;
  }
}

/** The same names again, each with what takes its cells. */
export class KnownColumns implements Columns {
  constructor(
    private readonly names: Names,
    readonly list: readonly CellTaker[],
  ) {}

  find(): CellTaker {
    return this.list[this.names.find()]!;
  }
}

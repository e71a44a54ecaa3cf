/** A table: named columns of equal length, with units, nulls, and what its file said about it. Tables do not change; operations make new ones. */
import { WasmcmcError } from "../errors.js";
import type { Column } from "./column.js";
import { type CellValues, type ColumnDetails, columnOf } from "./column_of.js";
import { cellSize, isNumeric, nullRows, takeRows } from "./column_rows.js";
import { describeColumns, type TableDescription } from "./describe.js";
import { type JoinOptions, joinColumns } from "./join.js";
import type { TableFormat } from "./table_format.js";

export interface TableDetails {
  readonly name?: string;
  readonly description?: string;
  /** Header cards, parameters and the like. */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  /** Of the file that it was read from: what `writeTable` writes unless told otherwise. */
  readonly format?: TableFormat;
}

/** A number or true for each row that stays, or a function that says so of a row's number. */
export type RowChoice = ArrayLike<number | boolean> | ((row: number) => boolean);

/** What `dropNulls` left out: rows in all, and rows by the column that had a null there. */
export interface Dropped {
  readonly table: Table;
  readonly dropped: number;
  readonly byColumn: Readonly<Record<string, number>>;
  toString(): string;
}

export class Table {
  readonly names: readonly string[];
  private readonly byName: ReadonlyMap<string, Column>;

  /** Throws where a column's values do not fill the rows, or a name stands twice. */
  constructor(
    readonly columns: readonly Column[],
    readonly rowCount: number,
    readonly details: TableDetails = {},
  ) {
    this.names = columns.map(({ name }) => name);
    this.byName = new Map(columns.map((column) => [column.name, column]));
    const seen = new Set<string>();
    for (const column of columns) {
      checkColumn(column, rowCount, !seen.has(column.name));
      seen.add(column.name);
    }
  }

  /** A table of arrays by name: numbers (NaN where there is none) or strings. */
  static from(columns: Readonly<Record<string, ArrayLike<number> | readonly string[]>>, details: TableDetails = {}): Table {
    const made = Object.entries(columns).map(([name, values]): Column => {
      const isText = values.length > 0 && typeof values[0] === "string";
      if (isText) return { name, type: "string", shape: [], values: values as readonly string[] };
      return { name, type: "float64", shape: [], values: Float64Array.from(values as ArrayLike<number>) };
    });
    return new Table(made, made[0]?.values.length ?? 0, details);
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** Throws where there is none of that name. */
  column(name: string): Column {
    const column = this.byName.get(name);
    if (column !== undefined) return column;
    throw new WasmcmcError({
      code: "missing-column",
      problem: `The table has no column "${name}".`,
      remedy: `It has ${this.names.map((known) => `"${known}"`).join(", ")}.`,
      variable: name,
    });
  }

  /** A column of one number a row as float64, nulls as NaN. Throws for text, arrays, and integers that float64 cannot hold. */
  numbers(name: string): Float64Array {
    const column = this.column(name);
    if (!isNumeric(column) || column.offsets !== undefined || cellSize(column) !== 1) throw notNumbers(column);
    const { values, nulls } = column;
    return Float64Array.from({ length: this.rowCount }, (_, row) => {
      if (nulls?.[row]) return NaN;
      const value = values[row] as number | bigint;
      if (typeof value === "number") return value;
      if (value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER)) return Number(value);
      throw notNumbers(column, row, value);
    });
  }

  /** A column as text: strings as they stand, numbers written out, nulls as "". */
  strings(name: string): readonly string[] {
    const { values, nulls } = this.column(name);
    return Array.from(values as ArrayLike<string | number | bigint>, (value, row) => (nulls?.[row] ? "" : String(value)));
  }

  /** 1 for each row in which the column is null, or NaN. */
  isNull(name: string): Uint8Array {
    return nullRows(this.column(name), this.rowCount);
  }

  /** These columns, in this order. */
  select(names: readonly string[]): Table {
    return new Table(
      names.map((name) => this.column(name)),
      this.rowCount,
      this.details,
    );
  }

  /** Other names: `{ old: "new" }`. */
  rename(names: Readonly<Record<string, string>>): Table {
    for (const name of Object.keys(names)) this.column(name);
    const columns = this.columns.map((column) => ({ ...column, name: names[column.name] ?? column.name }));
    return new Table(columns, this.rowCount, this.details);
  }

  /** With more columns; one of a known name takes its place. */
  with(...columns: readonly Column[]): Table {
    const fresh = new Map(columns.map((column) => [column.name, column]));
    const kept = this.columns.map((column) => fresh.get(column.name) ?? column);
    return new Table([...kept, ...columns.filter(({ name }) => !this.byName.has(name))], this.rowCount, this.details);
  }

  /**
   * With one more column, at the end, or in the place of the one of that name. Typed arrays keep their type; other values become
   * float64, int64 (bigints), booleans or text, with null or undefined for nulls.
   *
   *     stars.withColumn("membership", probability, { description: "Posterior probability of being a member" })
   */
  withColumn(name: string, values: CellValues, details: ColumnDetails = {}): Table {
    return this.with(columnOf(name, values, details));
  }

  /**
   * The rows that are chosen.
   *
   *     const g = stars.numbers("phot_g_mean_mag");
   *     stars.filter((row) => g[row] < 18);
   */
  filter(choice: RowChoice): Table {
    if (typeof choice !== "function" && choice.length !== this.rowCount) {
      throw new WasmcmcError({
        code: "length-mismatch",
        problem: `A mask of ${choice.length} values cannot choose among ${this.rowCount} rows.`,
        remedy: "Give one value a row.",
        value: choice.length,
      });
    }
    const isChosen = typeof choice === "function" ? choice : (row: number) => Boolean(choice[row]);
    const rows: number[] = [];
    for (let row = 0; row < this.rowCount; row++) if (isChosen(row)) rows.push(row);
    return this.rows(rows);
  }

  /** The rows of these numbers, in this order. */
  rows(rows: ArrayLike<number>): Table {
    for (let place = 0; place < rows.length; place++) {
      const row = rows[place]!;
      if (Number.isInteger(row) && row >= 0 && row < this.rowCount) continue;
      throw new WasmcmcError({
        code: "position-out-of-range",
        problem: `There is no row ${row} among ${this.rowCount}.`,
        remedy: "Rows are counted from 0.",
        value: row,
      });
    }
    const columns = this.columns.map((column) => takeRows(column, rows));
    return new Table(columns, rows.length, this.details);
  }

  /** Rows of both tables that agree in some columns. Nulls agree with nothing. */
  join(other: Table, options: JoinOptions): Table {
    const { columns, rowCount } = joinColumns(this, other, options);
    return new Table(columns, rowCount, this.details);
  }

  /** The table without rows that have a null in these columns (in any, when absent), and how many that were. */
  dropNulls(names: readonly string[] = this.names): Dropped {
    const masks = names.map((name) => this.isNull(name));
    const byColumn = Object.fromEntries(names.map((name, k) => [name, masks[k]!.reduce((sum, value) => sum + value, 0)]));
    const table = this.filter((row) => masks.every((mask) => mask[row] === 0));
    const dropped = this.rowCount - table.rowCount;
    const parts = Object.entries(byColumn).filter(([, count]) => count > 0);
    const text = `${dropped} of ${this.rowCount} rows dropped for nulls${parts.length === 0 ? "" : `: ${parts.map(([name, count]) => `${name} ${count}`).join(", ")}`}`;
    return { table, dropped, byColumn, toString: () => text };
  }

  /** Counts, nulls, ranges and means of all columns; prints as a table. */
  describe(): TableDescription {
    return describeColumns(this.columns, this.rowCount);
  }

  /**
   * Columns for a model, by the model's names. Nulls are refused with the row: drop them first, or leave them in on purpose.
   *
   *     line.bind(table.toData({ x: "x", y: "y", yErr: "sigma_y" }))
   */
  toData<Name extends string>(names: Readonly<Record<Name, string>>): Record<Name, Float64Array> {
    const entries = Object.entries<string>(names).map(([key, name]) => {
      const row = this.isNull(name).indexOf(1);
      if (row >= 0) {
        throw new WasmcmcError({
          code: "not-finite",
          problem: `Row ${row} of the column "${name}" is null.`,
          remedy: `Leave such rows out: table.dropNulls(["${name}"]).table.`,
          variable: name,
          row,
        });
      }
      return [key, this.numbers(name)] as const;
    });
    return Object.fromEntries(entries) as Record<Name, Float64Array>;
  }

  toString(): string {
    return String(this.describe());
  }
}

function checkColumn(column: Column, rowCount: number, isOnly: boolean): void {
  const { name, values, offsets } = column;
  const fits = offsets === undefined ? values.length === rowCount * cellSize(column) : offsets.length === rowCount + 1;
  if (fits && isOnly) return;
  throw new WasmcmcError({
    code: isOnly ? "length-mismatch" : "name-clash",
    problem: isOnly
      ? `The column "${name}" has ${values.length} values where ${rowCount} rows of ${cellSize(column)} are expected.`
      : `Two columns are called "${name}".`,
    remedy: isOnly ? "Give each column one cell a row." : "Rename one of them.",
    variable: name,
    value: values.length,
  });
}

function notNumbers(column: Column, row?: number, value?: bigint): WasmcmcError {
  const { name, type, shape, offsets } = column;
  const what = offsets === undefined ? (shape.length === 0 ? type : `${type}[${shape.join(", ")}]`) : `arrays of ${type}`;
  return new WasmcmcError({
    code: "not-a-number",
    problem:
      row === undefined
        ? `The column "${name}" holds ${what}, not one number a row.`
        : `${value} in row ${row} of "${name}" has more digits than a number holds.`,
    remedy: "Choose another column, or read column().values.",
    variable: name,
    row,
    value,
  });
}

/** What is in a table: for each column its type, unit, nulls and range, as data and as text. */
import type { Column } from "./column.js";
import { cellSize, isNumeric, nullRows } from "./column_rows.js";

export interface ColumnDescription {
  readonly name: string;
  readonly type: string;
  readonly unit: string;
  /** Rows with a value, and rows without. */
  readonly count: number;
  readonly nulls: number;
  /** Of numbers; NaN for text and arrays. */
  readonly min: number;
  readonly mean: number;
  readonly max: number;
}

export class TableDescription {
  constructor(
    readonly columns: readonly ColumnDescription[],
    readonly rowCount: number,
  ) {}

  toString(): string {
    const head = ["column", "type", "unit", "count", "nulls", "min", "mean", "max"];
    const short = (value: number): string => (Number.isNaN(value) ? "" : String(Number(value.toPrecision(6))));
    const lines = this.columns.map(({ name, type, unit, count, nulls, min, mean, max }) => [
      ...[name, type, unit, String(count), String(nulls)],
      ...[short(min), short(mean), short(max)],
    ]);
    const widths = head.map((cell, at) => Math.max(cell.length, ...lines.map((line) => line[at]!.length)));
    const text = [head, ...lines].map((line) =>
      line
        .map((cell, at) => (at < 3 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
        .join("  ")
        .trimEnd(),
    );
    return [`${this.rowCount} rows`, ...text].join("\n");
  }
}

export function describeColumns(columns: readonly Column[], rowCount: number): TableDescription {
  return new TableDescription(
    columns.map((column) => describeColumn(column, rowCount)),
    rowCount,
  );
}

function describeColumn(column: Column, rowCount: number): ColumnDescription {
  const { name, type, shape, offsets, unit = "", values } = column;
  const mask = nullRows(column, rowCount);
  const nulls = mask.reduce((sum, value) => sum + value, 0);
  let [min, max, sum] = [Infinity, -Infinity, 0];
  const isPlain = isNumeric(column) && offsets === undefined && cellSize(column) === 1;
  for (let row = 0; isPlain && row < rowCount; row++) {
    if (mask[row]) continue;
    const value = Number(values[row]);
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  const count = rowCount - nulls;
  const known = isPlain && count > 0;
  const suffix = offsets !== undefined ? "[]" : shape.length === 0 ? "" : `[${shape.join(", ")}]`;
  return {
    name,
    type: type + suffix,
    unit,
    count,
    nulls,
    min: known ? min : NaN,
    mean: known ? sum / count : NaN,
    max: known ? max : NaN,
  };
}

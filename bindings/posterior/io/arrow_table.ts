/** Tables with a row a draw as Arrow's record batches, and back. */

import { incompleteFile, unsupportedFile } from "./file_errors.js";
import type { RowColumn, RowTable } from "./row_columns.js";
import { LayoutKey, layoutText, type TableLayout } from "./row_layout.js";
import { asValues, copyValues, makeValues, typeOfValues, type ValueType } from "./stored_values.js";

export type Arrow = typeof import("apache-arrow");
type Data = import("apache-arrow").Data;
type DataType = import("apache-arrow").DataType;
type RecordBatch = import("apache-arrow").RecordBatch;
type Schema = import("apache-arrow").Schema;
type Vector = import("apache-arrow").Vector;

export function arrowSchema(arrow: Arrow, columns: readonly RowColumn[], layout: TableLayout): Schema {
  const fields = columns.map((column) => new arrow.Field(column.name, columnType(arrow, column), false));
  return new arrow.Schema(fields, new Map([[LayoutKey, layoutText(layout)]]));
}

export function arrowBatch(arrow: Arrow, schema: Schema, { rows, columns }: RowTable): RecordBatch {
  const children = columns.map((column) => columnData(arrow, column, rows));
  const data = arrow.makeData({ type: new arrow.Struct(schema.fields), length: rows, nullCount: 0, children });
  return new arrow.RecordBatch(schema, data as never);
}

/** Without a `Table` in between, which takes time with the square of the number of columns. */
export function streamBytes(arrow: Arrow, batch: RecordBatch): Uint8Array {
  return arrow.RecordBatchStreamWriter.writeAll([batch]).toUint8Array(true);
}

export function fileBytes(arrow: Arrow, batch: RecordBatch): Uint8Array {
  return arrow.RecordBatchFileWriter.writeAll([batch]).toUint8Array(true);
}

function scalarType(arrow: Arrow, type: ValueType): DataType {
  const Classes = {
    float64: arrow.Float64,
    float32: arrow.Float32,
    int32: arrow.Int32,
    int64: arrow.Int64,
    bool: arrow.Bool,
    string: arrow.Utf8,
  };
  return new Classes[type]();
}

function columnType(arrow: Arrow, { type, width }: RowColumn): DataType {
  const own = scalarType(arrow, type);
  return width === undefined ? own : new arrow.FixedSizeList(width, new arrow.Field("item", own, false));
}

function columnData(arrow: Arrow, column: RowColumn, rows: number): Data {
  const { width } = column;
  const child = scalarData(arrow, column, rows * (width ?? 1));
  if (width === undefined) return child;
  return arrow.makeData({ type: columnType(arrow, column) as never, length: rows, nullCount: 0, child } as never);
}

function scalarData(arrow: Arrow, { type, values }: RowColumn, length: number): Data {
  if (type === "string")
    return (
      arrow.vectorFromArray(values as readonly string[], new arrow.Utf8()).data[0] ?? arrow.makeData({ type: new arrow.Utf8() })
    );
  const data = type === "bool" ? packedBits(values as Uint8Array) : values;
  return arrow.makeData({ type: scalarType(arrow, type), length, nullCount: 0, data } as never);
}

/** Arrow's booleans are bits, the first the lowest. */
function packedBits(values: Uint8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(values.length / 64) * 8);
  for (const [i, value] of values.entries()) if (value !== 0) bits[i >> 3]! |= 1 << (i & 7);
  return bits;
}

export function rowsOfBatch(arrow: Arrow, batch: RecordBatch): RowTable {
  const rows = batch.numRows;
  const columns = batch.schema.fields.map(
    (field, place): RowColumn => readColumn(arrow, field.name, batch.getChildAt(place)!, rows),
  );
  return { rows, columns };
}

function readColumn(arrow: Arrow, name: string, vector: Vector, rows: number): RowColumn {
  const { type } = vector;
  const isList = arrow.DataType.isFixedSizeList(type) || arrow.DataType.isList(type);
  if (isList) return readLists(name, vector, rows);
  const numbers = (arrow.DataType.isFloat(type) && type.precision !== arrow.Precision.HALF) || arrow.DataType.isInt(type);
  const known =
    numbers ||
    [arrow.Type.Bool, arrow.Type.Utf8, arrow.Type.LargeUtf8, arrow.Type.Dictionary, arrow.Type.Float].includes(type.typeId);
  if (!known)
    throw unsupportedFile(
      `The column "${name}" is of Arrow's type ${type}.`,
      "Convert it to numbers or texts, or leave it out.",
      name,
    );
  const values = asValues(numbers && vector.nullCount === 0 ? vector.toArray() : Array.from(vector), name);
  if (values.length !== rows) throw incompleteFile("Arrow", `the column "${name}" has ${values.length} of ${rows} rows`);
  return { name, type: typeOfValues(values), width: undefined, values };
}

function readLists(name: string, vector: Vector, rows: number): RowColumn {
  const lists = Array.from(vector as Iterable<Vector | null>, (list) => (list === null ? [] : asValues(numbersOf(list), name)));
  return columnOfLists(name, lists, rows);
}

function numbersOf(list: Vector): ArrayLike<unknown> {
  const values = list.toArray();
  return ArrayBuffer.isView(values) && list.nullCount === 0 && !(values instanceof Uint8Array)
    ? (values as never)
    : Array.from(list);
}

/** Lists of one length, one after the other. */
export function columnOfLists(name: string, lists: readonly ReturnType<typeof makeValues>[], rows: number): RowColumn {
  const width = lists[0]?.length ?? 0;
  const ragged = lists.findIndex((list) => list.length !== width);
  if (ragged >= 0)
    throw unsupportedFile(
      `Lists of "${name}" have ${width} values in row 0 and ${lists[ragged]!.length} in row ${ragged}.`,
      "Give all rows as many.",
      name,
    );
  const type = lists[0] === undefined ? "float64" : typeOfValues(lists[0]);
  const values = makeValues(type, rows * width);
  for (const [row, list] of lists.entries()) copyValues(list, 0, width, values, row * width);
  return { name, type, width, values };
}

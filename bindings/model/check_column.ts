/** Reads one column: its kind, its shape, and that every value is a finite number. */
import { WasmcmcError } from "../errors.js";
import type { DataNode } from "./graph.js";

export type ReadColumn =
  | { readonly role: "numbers"; readonly values: Float64Array; readonly shape: readonly number[] }
  | { readonly role: "labels"; readonly labels: ArrayLike<unknown>; readonly shape: readonly number[] };

export function readColumn(spec: DataNode, column: unknown): ReadColumn {
  if (spec.role === "index") {
    const labels = listOf(spec, column, "a list of labels (texts, or integers from 0)");
    return { role: "labels", labels, shape: [nonEmpty(spec, labels.length)] };
  }
  if (spec.dims.length === 0) return readScalar(spec, column);
  if (spec.dims.length === 2) return readMatrix(spec, column);
  const list = listOf(spec, column, "a list of numbers");
  nonEmpty(spec, list.length);
  return { role: "numbers", values: readNumbers(spec, list, (row) => ({ row })), shape: [list.length] };
}

function readScalar(spec: DataNode, column: unknown): ReadColumn {
  if (typeof column !== "number") throw columnType(spec, "a single number", column);
  return { role: "numbers", values: readNumbers(spec, [column], () => ({})), shape: [] };
}

function readMatrix(spec: DataNode, column: unknown): ReadColumn {
  if (typeof column === "object" && column !== null && "values" in column && "shape" in column) return readFlat(spec, column);
  const rows = listOf(spec, column, "a matrix (a list of rows, or { values, shape })");
  const lists = Array.from(rows, (row, i) => {
    if (isList(row)) return row;
    throw matrixShape(spec, `its row ${i} is no list of numbers`, i, row);
  });
  const width = lists[0]?.length ?? 0;
  const ragged = lists.findIndex((row) => row.length !== width);
  if (ragged >= 0)
    throw matrixShape(
      spec,
      `its row ${ragged} has ${lists[ragged]?.length} numbers, row 0 has ${width}`,
      ragged,
      lists[ragged]?.length,
    );
  nonEmpty(spec, lists.length * width);
  const values = new Float64Array(lists.length * width);
  for (const [i, row] of lists.entries())
    values.set(
      readNumbers(spec, row, (column) => ({ row: i, column })),
      i * width,
    );
  return { role: "numbers", values, shape: [lists.length, width] };
}

function readFlat(spec: DataNode, column: { values: unknown; shape: unknown }): ReadColumn {
  const list = listOf(spec, column.values, "a matrix whose `values` are a list of numbers");
  const shape = isList(column.shape) ? Array.from(column.shape, Number) : [];
  const [rows = 0, width = 0] = shape;
  if (shape.length !== 2 || rows * width !== list.length) {
    throw matrixShape(spec, `it has ${list.length} values, but its shape is [${shape.join(", ")}]`, undefined, column.shape);
  }
  nonEmpty(spec, list.length);
  const place: Place = (i) => ({ row: Math.floor(i / width), column: i % width });
  return { role: "numbers", values: readNumbers(spec, list, place), shape: [rows, width] };
}

/** Where a value of a list stands in its column. */
type Place = (position: number) => { readonly row?: number; readonly column?: number };

/** A Float64Array is used as it is. */
function readNumbers(spec: DataNode, list: ArrayLike<unknown>, place: Place): Float64Array {
  const values = list instanceof Float64Array ? list : new Float64Array(list.length);
  for (let i = 0; i < list.length; i++) {
    const value = list[i];
    if (typeof value !== "number" || !Number.isFinite(value)) throw badValue(spec, value, place(i));
    if (values !== list) values[i] = value;
  }
  return values;
}

function badValue(spec: DataNode, value: unknown, { row, column }: ReturnType<Place>): WasmcmcError {
  const place = `${row === undefined ? "" : ` in row ${row}`}${column === undefined ? "" : `, column ${column}`}`;
  const isNumber = typeof value === "number";
  const isGap = isNumber || value === null || value === undefined;
  return new WasmcmcError({
    code: isNumber ? "not-finite" : "not-a-number",
    problem: `${spec.name} is ${describe(value)}${place}.`,
    remedy: isGap ? "Drop such rows from every column, or fill them in." : "Convert the column to numbers, such as 0 and 1.",
    variable: spec.name,
    row,
    value,
  });
}

function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function listOf(spec: DataNode, column: unknown, wanted: string): ArrayLike<unknown> {
  if (isList(column)) return column;
  throw columnType(spec, wanted, column);
}

function columnType(spec: DataNode, wanted: string, column: unknown): WasmcmcError {
  const got = isList(column) ? "a list" : describe(column);
  return new WasmcmcError({
    code: "column-type",
    problem: `The column ${spec.name} must be ${wanted}, but is ${got}.`,
    remedy: "Give that, or change how the model declares the column.",
    variable: spec.name,
    value: column,
  });
}

function matrixShape(spec: DataNode, problem: string, row: number | undefined, value: unknown): WasmcmcError {
  return new WasmcmcError({
    code: "matrix-shape",
    problem: `${spec.name} is not a matrix: ${problem}.`,
    remedy: `Give rows of equal length, one for each "${spec.dims[0]}", or { values, shape: [rows, columns] }.`,
    variable: spec.name,
    row,
    value,
  });
}

function nonEmpty(spec: DataNode, length: number): number {
  if (length > 0) return length;
  throw new WasmcmcError({
    code: "empty-data",
    problem: `The column ${spec.name} is empty.`,
    remedy: "Give at least one row.",
    variable: spec.name,
    value: 0,
  });
}

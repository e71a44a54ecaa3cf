/** What the columns of a Parquet file are to a table: scalars or lists of them, and of which type. Parquet format, LogicalTypes. */
import { type Cell, columnOfCells } from "./cells.js";
import type { Column, ColumnType } from "./column.js";
import type { TimeUnit } from "./iso_time.js";
import { columnOfLists } from "./list_cells.js";
import { type TimeType, timeAttributes } from "./stored_times.js";

type SchemaTree = import("hyparquet").SchemaTree;
type SchemaElement = import("hyparquet").SchemaElement;

export interface Leaf {
  readonly element: SchemaElement;
  readonly isList: boolean;
}

/** A scalar, or a list as the format has them since 2.4 (three levels) or before (two, or a repeated scalar); undefined for all else. */
export function leafOf({ element, children }: SchemaTree): Leaf | undefined {
  const [inner] = children;
  if (inner === undefined) return { element, isList: element.repetition_type === "REPEATED" };
  const isList = element.converted_type === "LIST" || element.logical_type?.type === "LIST";
  if (!isList || children.length > 1 || inner.element.repetition_type !== "REPEATED") return undefined;
  const [item] = inner.children;
  if (item === undefined) return { element: inner.element, isList };
  return inner.children.length === 1 && item.children.length === 0 && item.element.repetition_type !== "REPEATED"
    ? { element: item.element, isList }
    : undefined;
}

const physical: Readonly<Record<string, ColumnType>> = {
  INT32: "int32",
  INT64: "int64",
  FLOAT: "float32",
  DOUBLE: "float64",
  BOOLEAN: "boolean",
  BYTE_ARRAY: "string",
  INT96: "string",
};

/** The column's type; undefined where its values tell. */
function typeOfElement({ type, converted_type, logical_type }: SchemaElement): ColumnType | undefined {
  if (logical_type?.type === "INTEGER") return `${logical_type.isSigned ? "" : "u"}int${logical_type.bitWidth}` as ColumnType;
  const bits = /^(U?INT)_(\d+)$/.exec(converted_type ?? "");
  if (bits !== null) return `${bits[1]}${bits[2]}`.toLowerCase() as ColumnType;
  if (logical_type?.type === "FLOAT16") return "float32";
  if (converted_type === "DECIMAL" || logical_type?.type === "DECIMAL") return "float64";
  const meaning = logical_type?.type ?? converted_type;
  if (meaning === undefined) return physical[type ?? ""];
  return /^(?:UTF8|STRING|ENUM|UUID|DATE|TIMESTAMP)/.test(meaning) ? "string" : undefined;
}

export function columnOfLeaf(name: string, { element, isList }: Leaf, cells: ArrayLike<Cell>): Column {
  const type = typeOfElement(element);
  if (isList) return columnOfLists(name, cells as unknown as ArrayLike<Cell[] | null>, type);
  const time = timeOf(element);
  if (time !== undefined) return { ...columnOfCells(name, cells, type), ...timeAttributes(time) };
  const isDecimal = element.converted_type === "DECIMAL" || element.logical_type?.type === "DECIMAL";
  return columnOfCells(name, isDecimal ? Array.from(cells, (cell) => decimal(cell, element.scale ?? 0)) : cells, type);
}

const units: Readonly<Record<string, TimeUnit>> = { MILLIS: "ms", MICROS: "us", NANOS: "ns" };

/** Older files have times of UTC alone, or INT96, whose zone nobody knows. */
function timeOf({ type, converted_type, logical_type }: SchemaElement): TimeType | undefined {
  if (logical_type?.type === "TIMESTAMP") {
    return { unit: units[logical_type.unit] ?? "ms", zone: logical_type.isAdjustedToUTC ? "UTC" : undefined };
  }
  if (logical_type?.type === "DATE" || converted_type === "DATE") return { unit: "day", zone: undefined };
  if (type === "INT96") return { unit: "ns", zone: undefined };
  const older = /^TIMESTAMP_(MILLIS|MICROS)$/.exec(converted_type ?? "");
  return older === null ? undefined : { unit: units[older[1] as string] as TimeUnit, zone: "UTC" };
}

/** hyparquet multiplies by a power of ten, which may be a bit off: the number nearest to the decimal digits. */
function decimal(cell: Cell, scale: number): Cell {
  return typeof cell === "number" && Math.abs(cell) < 1e21 && scale <= 100 ? Number(cell.toFixed(scale)) : cell;
}

/** What the columns of a Parquet file are to a table: scalars or lists of them, and of which type. Parquet format, LogicalTypes. */
import type { Column, ColumnType } from "../column.js";
import type { TimeUnit } from "../iso_time.js";
import { type TimeType, timeAttributes } from "../stored_times.js";

type SchemaTree = import("hyparquet").SchemaTree;
type SchemaElement = import("hyparquet").SchemaElement;

export interface Leaf {
  readonly element: SchemaElement;
  readonly isList: boolean;
  /** Levels of a value that is there, and of a list's element that is there or null. */
  readonly mostDefinition: number;
  readonly elementDefinition: number;
}

/** A scalar, or a list as the format has them since 2.4 (three levels) or before (two, or a repeated scalar); undefined for all else. */
export function leafOf({ element, children }: SchemaTree): Leaf | undefined {
  const [inner] = children;
  if (inner === undefined) return leaf([element]);
  const isList = element.converted_type === "LIST" || element.logical_type?.type === "LIST";
  if (!isList || children.length > 1 || inner.element.repetition_type !== "REPEATED" || element.repetition_type === "REPEATED")
    return undefined;
  const [item] = inner.children;
  if (item === undefined) return leaf([element, inner.element]);
  return inner.children.length === 1 && item.children.length === 0 && item.element.repetition_type !== "REPEATED"
    ? leaf([element, inner.element, item.element])
    : undefined;
}

function leaf(path: readonly SchemaElement[]): Leaf {
  const mostDefinition = path.filter(({ repetition_type: kind }) => kind !== "REQUIRED").length;
  const element = path.at(-1) as SchemaElement;
  const isList = path.some(({ repetition_type: kind }) => kind === "REPEATED");
  const elementDefinition = mostDefinition - (element.repetition_type === "OPTIONAL" ? 1 : 0);
  return { element, isList, mostDefinition, elementDefinition };
}

/** What a value means: of which type the column is, and what makes text or a number of it where its bytes are none. */
export interface Meaning {
  readonly type: ColumnType;
  readonly time?: TimeType;
  /** Of decimals: digits after the point. */
  readonly scale?: number;
  readonly isUuid?: boolean;
  readonly isHalf?: boolean;
}

const physical: Readonly<Record<string, ColumnType>> = {
  INT32: "int32",
  INT64: "int64",
  FLOAT: "float32",
  DOUBLE: "float64",
  BOOLEAN: "boolean",
  BYTE_ARRAY: "string",
  FIXED_LEN_BYTE_ARRAY: "string",
};

/** Kinds of bytes that mean nothing to a table. */
const opaque = new Set(["BSON", "INTERVAL", "GEOMETRY", "GEOGRAPHY", "VARIANT"]);

/** Undefined where the values cannot be columns of a table. */
export function meaningOf(element: SchemaElement): Meaning | undefined {
  const { type, converted_type: converted, logical_type: logical } = element;
  if (opaque.has(logical?.type ?? "") || opaque.has(converted ?? "")) return undefined;
  const isInteger = type === "INT32" || type === "INT64";
  const isBytes = type === "BYTE_ARRAY" || type === "FIXED_LEN_BYTE_ARRAY";
  const time = timeOf(element);
  if (time !== undefined) return isInteger || type === "INT96" ? { type: "string", time } : undefined;
  if (converted === "DECIMAL" || logical?.type === "DECIMAL") {
    const { scale = 0 } = element;
    return isInteger || isBytes ? { type: "float64", scale } : undefined;
  }
  if (logical?.type === "FLOAT16") return isBytes && element.type_length === 2 ? { type: "float32", isHalf: true } : undefined;
  if (logical?.type === "UUID") return isBytes ? { type: "string", isUuid: true } : undefined;
  const own = physical[type ?? ""];
  return own === undefined ? undefined : { type: (isInteger ? integerType(element) : undefined) ?? own };
}

function integerType({ type, converted_type: converted, logical_type: logical }: SchemaElement): ColumnType | undefined {
  const bits = /^(U?INT)_(8|16|32|64)$/.exec(converted ?? "");
  const name =
    logical?.type === "INTEGER"
      ? `${logical.isSigned ? "" : "u"}int${logical.bitWidth}`
      : `${bits?.[1]}${bits?.[2]}`.toLowerCase();
  const known = type === "INT64" ? ["int64", "uint64"] : ["int8", "uint8", "int16", "uint16", "int32", "uint32"];
  return known.includes(name) ? (name as ColumnType) : undefined;
}

/** What the column says of its times. */
export function attributesOf({ time }: Meaning, { isList }: Leaf): Pick<Column, "attributes"> {
  return time === undefined || isList ? {} : timeAttributes(time);
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

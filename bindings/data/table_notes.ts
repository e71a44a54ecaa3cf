/**
 * What Parquet and Arrow have no place for, as JSON under a key of the file's metadata: units, descriptions, attributes, the shape of
 * arrays and complex numbers, which are lists to those formats.
 */
import type { Column, ColumnType } from "./column.js";
import { cellSize } from "./column_rows.js";
import { Table, type TableDetails } from "./table.js";

export const NotesKey = "wasmcmc.table";

interface ColumnNotes extends Partial<Pick<Column, "unit" | "description" | "attributes" | "shape">> {
  /** Of complex columns, whose numbers are pairs in the file. */
  readonly type?: ColumnType;
}

/** Whether a column is one of lists to such a file. */
export function isListed({ shape, offsets, type }: Column): boolean {
  return offsets !== undefined || shape.length > 0 || type.startsWith("complex");
}

export function notesText({ columns, details }: Table): string {
  const { format: _, ...rest } = details;
  return JSON.stringify({ ...rest, columns: Object.fromEntries(columns.map((column) => [column.name, notesOf(column)])) });
}

function notesOf(column: Column): ColumnNotes {
  const { unit, description, attributes, shape, type, offsets } = column;
  return {
    ...(unit !== undefined && { unit }),
    ...(description !== undefined && { description }),
    ...(attributes !== undefined && { attributes }),
    ...(isListed(column) && offsets === undefined && { shape }),
    ...(type.startsWith("complex") && { type }),
  };
}

/** The table of a file: its columns with what its notes say of them. Notes that do not fit the columns are passed over. */
export function notedTable(columns: readonly Column[], rowCount: number, text: string | undefined): Table {
  const { columns: notes, ...details } = parse(text);
  const noted = columns.map((column) => {
    const own = isObject(notes) && Object.hasOwn(notes, column.name) ? notes[column.name] : undefined;
    return isObject(own) ? noteColumn(column, own, rowCount) : column;
  });
  return new Table(noted, rowCount, knownDetails(details));
}

type Loose = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Loose => typeof value === "object" && value !== null && !Array.isArray(value);

function parse(text: string | undefined): Loose {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function knownDetails({ name, description, attributes }: Loose): TableDetails {
  return {
    ...(typeof name === "string" && { name }),
    ...(typeof description === "string" && { description }),
    ...(isObject(attributes) && { attributes: scalarsOf(attributes) }),
  };
}

type Attributes = NonNullable<Column["attributes"]>;

function scalarsOf(attributes: Loose): Attributes {
  const isScalar = (value: unknown): boolean => ["string", "number", "boolean"].includes(typeof value);
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => isScalar(value))) as Attributes;
}

function noteColumn(column: Column, notes: Loose, rowCount: number): Column {
  const { unit, description, attributes } = notes;
  return {
    ...shaped(column, notes, rowCount),
    ...(typeof unit === "string" && { unit }),
    ...(typeof description === "string" && { description }),
    ...(isObject(attributes) && { attributes: scalarsOf(attributes) }),
  };
}

function shaped(column: Column, { shape, type }: Loose, rowCount: number): Column {
  const parts = type === "complex64" || type === "complex128" ? 2 : 1;
  const isFloat = column.type === "float64" || column.type === "float32";
  const typed = parts === 2 && isFloat ? { ...column, type: type as ColumnType } : column;
  if (Array.isArray(shape) && shape.every((length) => Number.isSafeInteger(length) && length >= 0)) {
    const { offsets: _, ...fixed } = { ...typed, shape: shape as number[] };
    return fixed.values.length === rowCount * cellSize(fixed) ? fixed : column;
  }
  if (column.offsets === undefined || typed === column) return typed;
  return column.offsets.every((end) => end % 2 === 0) ? { ...typed, offsets: column.offsets.map((end) => end / 2) } : column;
}

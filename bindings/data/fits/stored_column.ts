/** How a column is stored in a binary table: its format, and what puts its elements into bytes. FITS standard 4.0, section 7.3. */
import type { Column } from "../column.js";
import { cellSize, rowRange } from "../column_rows.js";
import { markedNulls } from "../null_mark.js";
import { storedTexts } from "./stored_texts.js";

/** Writes the value of a number in `values` (for complex numbers: of a part) at a byte. */
export type Put = (view: DataView, byte: number, place: number) => void;

export interface StoredColumn {
  readonly column: Column;
  /** The letter of TFORM. */
  readonly code: string;
  /** Elements of a cell of the row, or of the longest array in the heap. */
  readonly repeat: number;
  readonly inHeap: boolean;
  readonly dims: readonly number[] | undefined;
  readonly zero: bigint | undefined;
  /** TNULL: the stored value that stands for null. */
  readonly nullValue: bigint | undefined;
  /** Bytes of what `put` writes, and which values of `column` a row has. */
  readonly size: number;
  readonly put: Put;
  readonly range: (row: number) => readonly [number, number];
  /** Values of `column` that make an element: 2 for complex numbers. */
  readonly parts: number;
}

const codes = {
  float64: ["D", 8],
  float32: ["E", 4],
  complex128: ["M", 8],
  complex64: ["C", 4],
  int8: ["B", 1, -128n],
  uint8: ["B", 1],
  int16: ["I", 2],
  uint16: ["I", 2, 2n ** 15n],
  int32: ["J", 4],
  uint32: ["J", 4, 2n ** 31n],
  int64: ["K", 8],
  uint64: ["K", 8, 2n ** 63n],
  boolean: ["L", 1],
} as const;

export function storedColumn(given: Column, rowCount: number): StoredColumn {
  if (given.type === "string") return storedTexts(given, rowCount);
  const { column, mark } = markedNulls(given);
  const [code, size, zero] = codes[column.type as keyof typeof codes];
  const parts = column.type.startsWith("complex") ? 2 : 1;
  const range = rowRange(column);
  const inHeap = column.offsets !== undefined;
  let repeat = cellSize(column) / parts;
  if (inHeap) {
    repeat = 0;
    for (let row = 0; row < rowCount; row++) repeat = Math.max(repeat, (range(row)[1] - range(row)[0]) / parts);
  }
  const { shape } = column;
  const hasDims = !inHeap && (shape.length > 1 || (shape.length === 1 && shape[0] === 1));
  return {
    column,
    code,
    repeat,
    inHeap,
    dims: hasDims ? shape.toReversed() : undefined,
    zero,
    nullValue: mark === undefined ? undefined : mark - (zero ?? 0n),
    size,
    put: putOf(column, size, zero, mark),
    range,
    parts,
  };
}

function putOf(column: Column, size: number, zero: bigint | undefined, mark: bigint | undefined): Put {
  const { type, nulls } = column;
  if (type === "boolean") {
    const values = column.values as Uint8Array;
    return (view, byte, place) => view.setUint8(byte, nulls?.[place] ? 0 : values[place] ? 84 : 70);
  }
  if (type === "int64" || type === "uint64") {
    const values = column.values as BigInt64Array;
    return (view, byte, place) => view.setBigInt64(byte, ((nulls?.[place] ? mark : values[place]) as bigint) - (zero ?? 0n));
  }
  const values = column.values as Float64Array;
  const [none, offset] = [Number(mark ?? NaN), Number(zero ?? 0n)];
  const stored = (place: number): number => (nulls?.[place] ? none : (values[place] as number)) - offset;
  if (type === "float64" || type === "complex128") return (view, byte, place) => view.setFloat64(byte, stored(place));
  if (type === "float32" || type === "complex64") return (view, byte, place) => view.setFloat32(byte, stored(place));
  if (size === 1) return (view, byte, place) => view.setUint8(byte, stored(place));
  if (size === 2) return (view, byte, place) => view.setInt16(byte, stored(place));
  return (view, byte, place) => view.setInt32(byte, stored(place));
}

/** TFORM: "3E"; "1PJ(17)", or Q where the heap is larger than 31 bits can say. */
export function formOf({ code, repeat, inHeap }: StoredColumn, isLarge: boolean): string {
  return inHeap ? `1${isLarge ? "Q" : "P"}${code}(${repeat})` : `${repeat}${code}`;
}

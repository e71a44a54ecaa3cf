/** Columns straight from the buffers of Arrow vectors, after a look at whether the buffers hold what the vectors claim. */
import { arrayFor, type Cell } from "./cells.js";
import type { Column, ColumnType } from "./column.js";
import type { Room } from "./room.js";

type Arrow = typeof import("apache-arrow");
type Vector = import("apache-arrow").Vector;
type Data = import("apache-arrow").Data;
type DataType = import("apache-arrow").DataType;

const plainTypes: Readonly<Record<string, ColumnType>> = {
  Int8: "int8",
  Int16: "int16",
  Int32: "int32",
  Int64: "int64",
  Uint8: "uint8",
  Uint16: "uint16",
  Uint32: "uint32",
  Uint64: "uint64",
  Float32: "float32",
  Float64: "float64",
  Bool: "boolean",
};

/** Bytes of a null with its mask, and of the cell it comes from. */
const NullBytes = 17;

/** Throws where buffers are shorter than their vector, or its texts and lists overlap. */
export function checkVector(arrow: Arrow, { data }: Vector, room: Room): void {
  for (const part of data) checkData(arrow, part, room);
}

function checkData(arrow: Arrow, data: Data, room: Room): void {
  const type = data.type as DataType;
  const { length } = data;
  const { DataType } = arrow;
  if (DataType.isNull(type)) room.take(NullBytes * length, "Columns of nulls alone", () => 0);
  else if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) checkOffsets(data.valueOffsets, length, data.values?.length ?? 0);
  else if (DataType.isList(type)) checkOffsets(data.valueOffsets, length, data.children[0]?.length ?? 0);
  else if (DataType.isFixedSizeList(type))
    require(type.listSize >= 0 && (data.children[0]?.length ?? 0) >= length * type.listSize);
  else if (DataType.isBool(type)) require(8 * (data.values?.length ?? 0) >= data.offset + length);
  else require((data.values?.length ?? 0) >= length);
  if (data.dictionary !== undefined) checkVector(arrow, data.dictionary, room);
  if (data.nullCount > 0) require(8 * (data.nullBitmap?.length ?? 0) >= data.offset + length);
  for (const child of data.children) checkData(arrow, child, room);
}

function checkOffsets(offsets: ArrayLike<number | bigint> | undefined, length: number, most: number): void {
  if (length === 0) return;
  require(offsets !== undefined && offsets.length > length);
  let before = 0;
  for (let row = 0; row <= length; row++) {
    const offset = Number((offsets as ArrayLike<number | bigint>)[row]);
    require(offset >= before && offset <= most);
    before = offset;
  }
}

function require(isSo: boolean): void {
  if (!isSo) throw new Error("a column claims more values than there are, or values that overlap");
}

/** Numbers and booleans, whose buffers are the column; undefined for all else. */
export function plainColumn(name: string, vector: Vector): Column | undefined {
  const type = plainTypes[String(vector.type)];
  if (type === undefined) return undefined;
  const values = arrayFor(type as Exclude<ColumnType, "string">, vector.length);
  let at = 0;
  for (const data of vector.data) {
    if (type === "boolean") unpackBits(data, values as Uint8Array, at);
    else (values as Uint8Array).set((data.values as Uint8Array).subarray(0, data.length), at);
    at += data.length;
  }
  const nulls = nullsOf(vector);
  const none = type.startsWith("float") ? NaN : type.endsWith("int64") ? 0n : 0;
  nulls?.forEach((isNull, row) => {
    if (isNull) (values as Float64Array)[row] = none as number;
  });
  return { name, type, shape: [], values, ...(nulls !== undefined && { nulls }) };
}

function unpackBits({ values, offset, length }: Data, out: Uint8Array, at: number): void {
  const bits = values as Uint8Array;
  for (let row = 0; row < length; row++) out[at + row] = (bits[(offset + row) >> 3]! >> ((offset + row) & 7)) & 1;
}

/** 1 where the vector is null; undefined where it never is. */
function nullsOf(vector: Vector): Uint8Array | undefined {
  if (vector.nullCount === 0) return undefined;
  const nulls = new Uint8Array(vector.length);
  let at = 0;
  for (const data of vector.data) {
    for (let row = 0; row < data.length; row++) if (!data.getValid(row)) nulls[at + row] = 1;
    at += data.length;
  }
  return nulls.includes(1) ? nulls : undefined;
}

/** What `told` makes of the ticks of a vector of dates or times. */
export function tickCells(vector: Vector, told: (ticks: bigint | number) => string): Cell[] {
  const cells = new Array<Cell>(vector.length).fill(null);
  let at = 0;
  for (const data of vector.data) {
    const ticks = data.values as BigInt64Array | Int32Array;
    for (let row = 0; row < data.length; row++) if (data.getValid(row)) cells[at + row] = told(ticks[row]!);
    at += data.length;
  }
  return cells;
}

/** The elements of all lists of a vector, one after the other, and where each row's end; a list that is null counts as empty. */
export function listElements(arrow: Arrow, vector: Vector): { elements: Vector; offsets: Uint32Array } | undefined {
  const offsets = new Uint32Array(vector.length + 1);
  let [row, elements] = [0, 0];
  for (const data of vector.data) {
    const from = Number(data.valueOffsets[0] ?? 0);
    for (let i = 0; i < data.length; i++) {
      const length = Number(data.valueOffsets[i + 1]) - Number(data.valueOffsets[i]);
      // What stands in a null list would have to be left out.
      if (length > 0 && !data.getValid(i)) return undefined;
      offsets[row + 1] = offsets[row]! + length;
      row++;
    }
    // Nor may there be elements outside of all lists.
    elements += data.children[0]!.length;
    if (from !== 0 || offsets[row] !== elements) return undefined;
  }
  return { elements: new arrow.Vector(vector.data.map(({ children }) => children[0]!)), offsets };
}

/** Nulls among integers, in formats that mark them by a value: one that the column does not have. */
import type { Column, ColumnType } from "./column.js";

/** Least and most of each integer type, and the type that holds all of it and more. */
const ranges: Readonly<Partial<Record<ColumnType, readonly [bigint, bigint, ColumnType?]>>> = {
  int8: [-128n, 127n, "int16"],
  uint8: [0n, 255n, "int16"],
  int16: [-32768n, 32767n, "int32"],
  uint16: [0n, 65535n, "int32"],
  int32: [-(2n ** 31n), 2n ** 31n - 1n, "int64"],
  uint32: [0n, 2n ** 32n - 1n, "int64"],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

/** Undefined where no value of the type is left. The ends of the range come first: the least of signed types, the most of others. */
function unusedValue(column: Column): bigint | undefined {
  const range = ranges[column.type];
  if (range === undefined) return undefined;
  const [least, most] = range;
  const [first, step] = least < 0n ? [least, 1n] : [most, -1n];
  if (!hasValue(column, first)) return first;
  const used = new Set<bigint>();
  for (let i = 0; i < column.values.length; i++) if (!column.nulls?.[i]) used.add(BigInt(column.values[i] as number | bigint));
  for (let candidate = first; candidate >= least && candidate <= most; candidate += step) {
    if (!used.has(candidate)) return candidate;
  }
  return undefined;
}

function hasValue({ values, nulls }: Column, wanted: bigint): boolean {
  const same = values instanceof BigInt64Array || values instanceof BigUint64Array ? wanted : Number(wanted);
  for (let i = 0; i < values.length; i++) if (values[i] === same && !nulls?.[i]) return true;
  return false;
}

/**
 * An integer column and the value that stands for null in it. A column that has every value of its type is widened to the next one;
 * of 64-bit integers no column has all.
 */
export function markedNulls(column: Column): { column: Column; mark: bigint | undefined } {
  if (column.nulls === undefined || ranges[column.type] === undefined) return { column, mark: undefined };
  const mark = unusedValue(column);
  if (mark !== undefined) return { column, mark };
  return markedNulls(widened(column, ranges[column.type]?.[2] as ColumnType));
}

/** The same integers in a wider type. */
export function widened(column: Column, type: ColumnType): Column {
  const { values } = column;
  const numbers = values as Int32Array;
  if (type === "int64") return { ...column, type, values: BigInt64Array.from(numbers as ArrayLike<unknown> as number[], BigInt) };
  return { ...column, type, values: type === "int16" ? Int16Array.from(numbers) : Int32Array.from(numbers) };
}

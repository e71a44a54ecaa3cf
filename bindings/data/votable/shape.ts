/** What datatype and arraysize say of a field. VOTable 1.5, sections 2.1 and 2.2. */
import type { ColumnType } from "../column.js";
import { damaged } from "./damage.js";
import type { Field } from "./document.js";

export interface FieldShape {
  readonly type: ColumnType;
  /** Bytes of an element in BINARY data; 0 for bits. */
  readonly bytes: number;
  readonly isText: boolean;
  /** Elements of a cell, fastest axis first; of one of varying length those of its fixed part. */
  readonly axes: readonly number[];
  readonly isVariable: boolean;
  /** Of text: the most characters that a cell may have; infinite where none are named. */
  readonly mostCharacters: number;
}

const datatypes: Readonly<Record<string, readonly [ColumnType, number]>> = {
  boolean: ["boolean", 1],
  bit: ["boolean", 0],
  unsignedByte: ["uint8", 1],
  short: ["int16", 2],
  int: ["int32", 4],
  long: ["int64", 8],
  char: ["string", 1],
  unicodeChar: ["string", 2],
  // Not in the standard, but seen.
  string: ["string", 1],
  unicodeString: ["string", 2],
  float: ["float32", 4],
  double: ["float64", 8],
  floatComplex: ["complex64", 8],
  doubleComplex: ["complex128", 16],
};

export function shapeOf({ name, datatype, arraysize, place }: Field): FieldShape {
  const known = datatypes[datatype];
  if (known === undefined) throw damaged(`The field "${name}" has the unknown datatype "${datatype}"`, place);
  const [type, bytes] = known;
  const parts = (arraysize ?? "").trim() === "" || arraysize === "1" ? [] : (arraysize as string).trim().split("x");
  const isVariable = parts.at(-1)?.endsWith("*") ?? false;
  const axes = (isVariable ? parts.slice(0, -1) : parts).map((part) => {
    const length = Number(part);
    if (Number.isInteger(length) && length >= 0) return length;
    throw damaged(`The field "${name}" has the arraysize "${arraysize}"`, place);
  });
  const bound = /^(\d+)\*?$/.exec(arraysize?.trim() ?? "");
  const mostCharacters = bound === null ? Infinity : Number(bound[1]);
  return { type, bytes, isText: type === "string", axes, isVariable, mostCharacters };
}

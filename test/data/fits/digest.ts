/** Digests of a column's values, the same as test/oracle/fits_tables.py makes of what astropy reads. */
import { createHash } from "node:crypto";
import type { Column } from "../../../bindings/data/column.js";

const digestOf = (bytes: string | Uint8Array): string => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

export type Kind = "string" | "complex" | "big" | "number";

export function kindOf({ type }: Column): Kind {
  if (type === "string") return "string";
  if (type === "int64" || type === "uint64") return "big";
  return type.startsWith("complex") ? "complex" : "number";
}

/** Numbers as float64 with NaN for nulls, 64-bit integers as such with 0 for nulls, strings a line each. */
export function columnDigest(column: Column, as: Kind = kindOf(column)): string {
  const { values, nulls } = column;
  if (as === "string") return digestOf((values as readonly string[]).join("\n"));
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    const kept = values.slice();
    nulls?.forEach((isNull, place) => {
      if (isNull) kept[place] = 0n;
    });
    return digestOf(new Uint8Array(kept.buffer));
  }
  if (as === "big")
    return digestOf(
      new Uint8Array(BigInt64Array.from(values as Int32Array, (value, i) => (nulls?.[i] ? 0n : BigInt(value))).buffer),
    );
  const numbers = Float64Array.from(values as Float64Array, (value, place) => (nulls?.[place] ? NaN : value));
  return digestOf(new Uint8Array(numbers.buffer));
}

export function numbersDigest(values: Float64Array | Float32Array): string {
  return digestOf(new Uint8Array(Float64Array.from(values).buffer));
}

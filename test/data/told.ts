/** A column's values as the oracles' scripts tell them. */
import type { Column } from "../../bindings/data/index.js";

/** Integers as text, null for nulls, NaN and infinities as text, booleans as such; of complex numbers both parts. */
export function told({ type, values, nulls }: Column): unknown[] {
  return Array.from(values as ArrayLike<number | bigint | string>, (value, k) => {
    if (nulls?.[k]) return null;
    if (type === "string") return value;
    if (type === "boolean") return value === 1;
    if (type.includes("int")) return String(value);
    return Number.isFinite(value) ? value : String(value);
  });
}

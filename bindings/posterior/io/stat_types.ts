/** How ArviZ types the sampler's statistics: a run hands all of them over as doubles. */

import type { ValueType } from "./stored_values.js";
import { toInt64 } from "./value_types.js";

const Booleans = new Set(["diverging", "reached_max_treedepth", "tune"]);
const Integers = new Set(["n_steps", "tree_depth"]);

export function statType(name: string): Extract<ValueType, "float64" | "int64" | "bool"> {
  if (Booleans.has(name)) return "bool";
  return Integers.has(name) ? "int64" : "float64";
}

/** Writes doubles into an array of the stat's type. */
export function copyStat(
  from: Float64Array,
  first: number,
  count: number,
  to: Float64Array | BigInt64Array | Uint8Array,
  place: number,
): void {
  if (to instanceof Float64Array) to.set(from.subarray(first, first + count), place);
  else if (to instanceof BigInt64Array) to.set(toInt64(from.subarray(first, first + count)), place);
  else for (let i = 0; i < count; i++) to[place + i] = from[first + i] === 0 ? 0 : 1;
}

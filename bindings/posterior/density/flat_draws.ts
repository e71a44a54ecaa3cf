/** Draws of one number without regard to chains, as curves over its values need them. */
import type { NamedArray } from "../array.js";
import { type Chains, wholeScalar } from "../statistics/over_elements.js";

/** One array of numbers, an array a chain (all equally long), or an array [chain, draw] without further dims. */
export type PlainDraws = ArrayLike<number> | Chains | NamedArray;

/** All draws, chain by chain. The array given may itself be the result: it is not to be written to. */
export function flatDraws(draws: PlainDraws): Float64Array {
  if (draws instanceof Float64Array) return draws;
  const oneByOne = !("dims" in draws) && typeof draws[0] !== "object";
  return oneByOne ? Float64Array.from(draws as ArrayLike<number>) : wholeScalar(draws as Chains | NamedArray).values;
}

/** Those that are neither NaN nor infinite; the same array where all are. */
export function finiteDraws(draws: PlainDraws): Float64Array {
  const values = flatDraws(draws);
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i]!)) return values.filter(Number.isFinite);
  return values;
}

/**
 * Whether draws are to be taken as discrete: what the person said, or else whether all are whole numbers that float64 holds
 * exactly. ArviZ goes by the dtype, which draws here do not have.
 */
export function isDiscrete(values: ArrayLike<number>, said?: boolean): boolean {
  if (said !== undefined) return said;
  for (let i = 0; i < values.length; i++) if (!Number.isSafeInteger(values[i]!)) return false;
  return values.length > 0;
}

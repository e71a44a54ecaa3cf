/** Draws of one number without regard to chains, as curves over its values need them. */
import { WasmcmcError } from "../../errors.js";
import type { NamedArray } from "../array.js";
import { type Chains, checkDrawArray } from "../statistics/over_elements.js";

/** One array of numbers, an array a chain (lengths may differ), or an array [chain, draw] without further dims. */
export type PlainDraws = ArrayLike<number> | Chains | NamedArray;

export function isNamed(draws: PlainDraws): draws is NamedArray {
  return "values" in draws && typeof draws.values !== "function";
}

/** All draws, chain by chain. The array given may itself be the result: it is not to be written to. */
export function flatDraws(draws: PlainDraws): Float64Array {
  if (isNamed(draws)) {
    checkDrawArray(draws);
    if (draws.shape.length === 2) return draws.values;
    throw new WasmcmcError({
      code: "bad-shape",
      problem: `One number a draw is needed, but the array has the dims [${draws.dims.join(", ")}].`,
      remedy: "Select one element of it.",
      value: draws.shape,
    });
  }
  if (draws instanceof Float64Array) return draws;
  if (typeof draws[0] !== "object") return Float64Array.from(draws as ArrayLike<number>);
  const chains = draws as Chains;
  const values = new Float64Array(chains.reduce((total, chain) => total + chain.length, 0));
  let place = 0;
  for (const chain of chains) {
    values.set(chain, place);
    place += chain.length;
  }
  return values;
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

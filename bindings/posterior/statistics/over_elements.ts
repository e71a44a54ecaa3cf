/** Statistics of one scalar's draws, taken of chains as they are or of every element of an array of draws. */
import { WasmcmcError } from "../../errors.js";
import { type NamedArray, namedArray } from "../array.js";
import type { ScalarDraws } from "./scalar_draws.js";

/** Draws of one number, an array a chain, all equally long. */
export type Chains = readonly ArrayLike<number>[];

/** A number for chains; for an array [chain, draw, ...dims] an array over the other dims, `shape: []` where there are none. */
export function overElements(draws: Chains, statistic: (scalar: ScalarDraws) => number): number;
export function overElements(draws: NamedArray, statistic: (scalar: ScalarDraws) => number): NamedArray;
export function overElements(draws: Chains | NamedArray, statistic: (scalar: ScalarDraws) => number): number | NamedArray;
export function overElements(draws: Chains | NamedArray, statistic: (scalar: ScalarDraws) => number): number | NamedArray {
  if (!("values" in draws) || typeof draws.values === "function") return statistic(scalarOf(draws as Chains));
  const { values, shape, dims, coords } = draws as NamedArray;
  checkDrawArray(draws as NamedArray);
  const [chains, count] = shape as [number, number];
  const size = shape.slice(2).reduce((product, length) => product * length, 1);
  const column = new Float64Array(chains * count);
  const out = new Float64Array(size);
  for (let element = 0; element < size; element++) {
    for (let draw = 0; draw < column.length; draw++) column[draw] = values[draw * size + element]!;
    out[element] = statistic({ values: column, chains, draws: count });
  }
  return namedArray(out, shape.slice(2), dims.slice(2), coords);
}

/** Chains one after the other; throws unless they are equally long. */
export function scalarOf(chains: Chains): ScalarDraws {
  const draws = chains[0]?.length ?? 0;
  const ragged = chains.findIndex((chain) => chain.length !== draws);
  if (ragged >= 0) {
    throw new WasmcmcError({
      code: "ragged-chains",
      problem: `Chain ${ragged} has ${chains[ragged]!.length} draws, chain 0 has ${draws}.`,
      remedy: "Cut all chains to the same number of draws.",
      row: ragged,
      value: chains[ragged]!.length,
    });
  }
  const values = new Float64Array(chains.length * draws);
  for (const [chain, of] of chains.entries()) values.set(of, chain * draws);
  return { values, chains: chains.length, draws };
}

/** Throws unless the first two dims are chain and draw and both have a length. */
export function checkDrawArray({ dims, shape }: Pick<NamedArray, "dims" | "shape">, variable?: string): void {
  if (dims[0] === "chain" && dims[1] === "draw" && shape[0]! > 0 && shape[1]! > 0) return;
  throw new WasmcmcError({
    code: "bad-shape",
    problem: `${variable === undefined ? "The array" : `"${variable}"`} has the dims [${dims.join(", ")}] and the shape [${shape.join(", ")}].`,
    remedy: 'Draws need "chain" and "draw" as their first dims, with at least one of each.',
    variable,
    value: shape,
  });
}

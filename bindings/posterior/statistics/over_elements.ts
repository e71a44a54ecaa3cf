/** Statistics of one scalar's draws, taken of chains as they are or of every element of an array of draws. */
import { WasmcmcError } from "../../errors.js";
import { type Label, type NamedArray, namedArray } from "../array.js";
import type { ScalarDraws } from "./scalar_draws.js";

/** Draws of one number, an array a chain, all equally long. */
export type Chains = readonly ArrayLike<number>[];

/** A number for chains; for an array [chain, draw, ...dims] an array over the other dims, `shape: []` where there are none. */
export function overElements(draws: Chains, statistic: (scalar: ScalarDraws) => number): number;
export function overElements(draws: NamedArray, statistic: (scalar: ScalarDraws) => number): NamedArray;
export function overElements(draws: Chains | NamedArray, statistic: (scalar: ScalarDraws) => number): number | NamedArray;
export function overElements(draws: Chains | NamedArray, statistic: (scalar: ScalarDraws) => number): number | NamedArray {
  if (!isNamed(draws)) return statistic(scalarOf(draws));
  const out = new Float64Array(elementCount(draws));
  forEachElement(draws, (scalar, element) => {
    out[element] = statistic(scalar);
  });
  return namedArray(out, draws.shape.slice(2), draws.dims.slice(2), draws.coords);
}

/** A last dim for statistics of several numbers. */
export interface StatisticAxis {
  readonly dim: string;
  readonly labels: readonly Label[];
}

/** The same for statistics of several numbers: chains give those, arrays have one more dim for them, the last. */
export function overElementsAlong(
  draws: Chains | NamedArray,
  { dim, labels }: StatisticAxis,
  statistic: (scalar: ScalarDraws) => ArrayLike<number>,
): Float64Array | NamedArray {
  if (!isNamed(draws)) return Float64Array.from(statistic(scalarOf(draws)));
  const width = labels.length;
  const out = new Float64Array(elementCount(draws) * width);
  forEachElement(draws, (scalar, element) => out.set(statistic(scalar), element * width));
  const coords = { ...draws.coords, [dim]: labels };
  return namedArray(out, [...draws.shape.slice(2), width], [...draws.dims.slice(2), dim], coords);
}

/** Elements gathered at a time, so that a cache line that was fetched is used up. */
const GatheredAtOnce = 16;

/**
 * Calls `visit` with the draws of each element of an array [chain, draw, ...dims] in row-major order. The numbers stay as they
 * are during that call only.
 */
export function forEachElement(array: NamedArray, visit: (scalar: ScalarDraws, element: number) => void): void {
  const [chains, draws] = array.shape as [number, number];
  const size = elementCount(array);
  const { values } = array;
  const columns = Array.from({ length: Math.min(size, GatheredAtOnce) }, () => new Float64Array(chains * draws));
  for (let first = 0; first < size; first += GatheredAtOnce) {
    const count = Math.min(GatheredAtOnce, size - first);
    for (let draw = 0; draw < chains * draws; draw++) {
      for (let k = 0; k < count; k++) columns[k]![draw] = values[draw * size + first + k]!;
    }
    for (let k = 0; k < count; k++) visit({ values: columns[k]!, chains, draws }, first + k);
  }
}

/** Plain arrays have a method `values`; a named array has numbers there. */
export function isNamed(draws: Chains | NamedArray): draws is NamedArray {
  return "values" in draws && typeof draws.values !== "function";
}

/** The draws of one number, as chains or as an array [chain, draw] without further dims. */
export function wholeScalar(draws: Chains | NamedArray): ScalarDraws {
  if (!isNamed(draws)) return scalarOf(draws);
  checkDrawArray(draws);
  if (draws.shape.length === 2) return { values: draws.values, chains: draws.shape[0]!, draws: draws.shape[1]! };
  throw new WasmcmcError({
    code: "bad-shape",
    problem: `One number a draw is needed, but the array has the dims [${draws.dims.join(", ")}].`,
    remedy: "Select one element of it.",
    value: draws.shape,
  });
}

/** Chains one after the other; throws unless there are draws and chains are equally long. */
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
  if (draws === 0) {
    throw new WasmcmcError({
      code: "too-few-draws",
      problem: chains.length === 0 ? "There are no chains." : "The chains have no draws.",
      remedy: "Pass an array a chain, with at least one draw in each.",
      value: 0,
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

/** Numbers a draw of an array of draws; throws where it is none. */
function elementCount(array: NamedArray): number {
  checkDrawArray(array);
  return array.shape.slice(2).reduce((product, length) => product * length, 1);
}

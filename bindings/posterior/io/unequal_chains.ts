/** Results of runs that were cut off: chains of unequal lengths become a rectangle. */

import { sizeOf } from "../inference_data/check_dataset.js";
import type { Dataset } from "../inference_data/dataset.js";
import type { Variable, VariableValues } from "../inference_data/variable.js";
import { copyValues, makeValues, typeOfValues } from "./stored_values.js";

export interface Rectangle {
  readonly chains: readonly number[];
  readonly draws: number;
}

/** The chains, and how many of their first draws, that keep most draws in all: PyMC's rule for runs that were interrupted. */
export function largestRectangle(draws: readonly number[]): Rectangle {
  let best: Rectangle = { chains: [], draws: 0 };
  for (const length of new Set(draws)) {
    const chains = [...draws.keys()].filter((chain) => draws[chain]! >= length);
    if (length * chains.length > best.draws * best.chains.length) best = { chains, draws: length };
  }
  return best;
}

/** Those chains' first draws of every variable whose first dims are chain and draw. */
export function cutDataset(dataset: Dataset, { chains, draws }: Rectangle): Dataset {
  const variables = Object.entries(dataset.variables).map(([name, variable]) => [name, cutVariable(variable, { chains, draws })]);
  const { chain, draw, ...others } = dataset.coords;
  return {
    ...dataset,
    variables: Object.fromEntries(variables) as Record<string, Variable>,
    coords: {
      ...(chain && { chain: chains.map((place) => chain[place]!) }),
      ...(draw && { draw: draw.slice(0, draws) }),
      ...others,
    },
  };
}

function cutVariable(variable: Variable, { chains, draws }: Rectangle): Variable {
  const { values, shape, dims } = variable;
  if (dims[0] !== "chain" || dims[1] !== "draw") return variable;
  const inner = sizeOf(shape.slice(2));
  const cut = makeValues(typeOfValues(values), chains.length * draws * inner);
  for (const [place, chain] of chains.entries())
    copyValues(values, chain * shape[1]! * inner, draws * inner, cut, place * draws * inner);
  return { ...variable, values: cut as VariableValues, shape: [chains.length, draws, ...shape.slice(2)] };
}

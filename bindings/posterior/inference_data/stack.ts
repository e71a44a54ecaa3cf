/** Several dims made one, as xarray's `stack`. */
import { WasmcmcError } from "../../errors.js";
import type { Dataset } from "./dataset.js";
import { transpose } from "./reshape.js";
import { lengthsOf } from "./selection.js";

/**
 * Makes `dims` one dim `name`, the last of each variable that has them, in which the last of them varies fastest. Its labels count
 * from 0: with chain and draw, label k is draw k % draws of chain floor(k / draws). Variables that have none of them stay as they are.
 */
export function stackGroup(dataset: Dataset, name: string, dims: readonly string[]): Dataset {
  const lengths = lengthsOf(dataset);
  if (dims.length === 0 || dims.some((dim) => !lengths.has(dim))) return dataset;
  if (lengths.has(name) && !dims.includes(name)) {
    throw new WasmcmcError({
      code: "name-clash",
      problem: `There is a dim "${name}" already.`,
      remedy: "Give the stacked dim another name.",
      variable: name,
    });
  }
  const size = dims.reduce((product, dim) => product * lengths.get(dim)!, 1);
  const variables = Object.entries(dataset.variables).map(([variable, array]) => {
    const missing = dims.find((dim) => !array.dims.includes(dim));
    if (missing !== undefined && !dims.some((dim) => array.dims.includes(dim))) return [variable, array] as const;
    if (missing !== undefined) throw partly(variable, missing, dims);
    const kept = array.dims.map((_, axis) => axis).filter((axis) => !dims.includes(array.dims[axis]!));
    const moved = transpose(array, [...kept, ...dims.map((dim) => array.dims.indexOf(dim))]);
    const shape = [...moved.shape.slice(0, kept.length), size];
    return [variable, { ...moved, shape, dims: [...moved.dims.slice(0, kept.length), name] }] as const;
  });
  const others = Object.entries(dataset.coords).filter(([dim]) => !dims.includes(dim));
  const coords = { ...Object.fromEntries(others), [name]: Array.from({ length: size }, (_, place) => place) };
  return { ...dataset, variables: Object.fromEntries(variables), coords };
}

function partly(variable: string, missing: string, dims: readonly string[]): WasmcmcError {
  return new WasmcmcError({
    code: "missing-dim",
    problem: `"${variable}" has no dim "${missing}", but others of ${dims.join(", ")}.`,
    remedy: "Stack dims that each variable has all or none of, or choose variables first.",
    variable,
    value: missing,
  });
}

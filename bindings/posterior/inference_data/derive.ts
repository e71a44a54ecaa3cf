/** Quantities that follow from the draws, computed draw by draw. */
import { WasmcmcError } from "../../errors.js";
import { checkDrawArray } from "../statistics/over_elements.js";
import { sizeOf } from "./check_dataset.js";
import type { Dataset } from "./dataset.js";
import { isNumeric, namedArrayIn } from "./named.js";
import { labelsAlong, lengthsOf } from "./selection.js";
import type { Coordinates } from "./variable.js";

/**
 * One draw: a number for a variable without dims of its own, else its numbers, row-major (a view: copy what is to be kept). Which of
 * the two a name is no type can know, so both are allowed; or say it: `({ m }: { m: number }) => ...`.
 */
export type DrawValues = Readonly<Record<string, number & Float64Array>>;

export interface DeriveOptions {
  /** Dims of the new variable after chain and draw; `name_dim_0` where a list comes back and none are given. */
  readonly dims?: readonly string[];
  /** Labels of dims that the group does not have yet. */
  readonly coords?: Coordinates;
}

/** The group with one variable more (or another in place of one). */
export function deriveIn(
  group: string,
  dataset: Dataset,
  name: string,
  compute: (draw: DrawValues) => number | ArrayLike<number>,
  { dims, coords = {} }: DeriveOptions,
): Dataset {
  const draws = new DrawViews(group, dataset);
  let values = new Float64Array(0);
  let size = 1;
  let isList = false;
  for (let k = 0; k < draws.count; k++) {
    const result = compute(draws.at(k));
    const length = typeof result === "number" ? 1 : result.length;
    if (k === 0) {
      isList = typeof result !== "number";
      size = length;
      values = new Float64Array(draws.count * size);
    } else if (length !== size) throw otherLength(name, `${length} numbers in draw ${k} and ${size} in the first`);
    if (typeof result === "number") values[k * size] = result;
    else values.set(result, k * size);
  }
  return withResult(dataset, name, values, [draws.chains, draws.draws], dims ?? (isList ? [`${name}_dim_0`] : []), coords);
}

function withResult(
  dataset: Dataset,
  name: string,
  values: Float64Array,
  first: readonly [number, number],
  dims: readonly string[],
  given: Coordinates,
): Dataset {
  const known = lengthsOf(dataset);
  const size = values.length / (first[0] * first[1]);
  const lengths = dims.map((dim) => given[dim]?.length ?? known.get(dim));
  const missing = lengths.filter((length) => length === undefined).length;
  const others = sizeOf(lengths.map((length) => length ?? 1));
  const shape = lengths.map((length) => length ?? size / others);
  if (missing > 1 || sizeOf(shape) !== size || !shape.every(Number.isInteger))
    throw otherLength(name, `${size} numbers a draw, which do not fill the dims [${dims.join(", ")}]`);
  const coords = { ...dataset.coords };
  for (const [axis, dim] of dims.entries()) coords[dim] = given[dim] ?? labelsAlong(dataset, dim, shape[axis]!);
  const variable = { values, shape: [...first, ...shape], dims: ["chain", "draw", ...dims] };
  return { ...dataset, variables: { ...dataset.variables, [name]: variable }, coords };
}

/** The variables of a group draw by draw, each read when asked for. */
class DrawViews {
  readonly chains: number;
  readonly draws: number;
  private readonly view = {};
  private place = 0;

  constructor(group: string, dataset: Dataset) {
    const names = Object.keys(dataset.variables).filter((name) => isNumeric(dataset.variables[name]!.values));
    const arrays = names.map((name) => [name, namedArrayIn(group, dataset, name)] as const);
    for (const [name, array] of arrays) checkDrawArray(array, name);
    [this.chains, this.draws] = (arrays[0]?.[1].shape ?? [0, 0]) as [number, number];
    for (const [name, { values, shape }] of arrays) {
      const size = sizeOf(shape.slice(2));
      const get = () => (shape.length === 2 ? values[this.place] : values.subarray(this.place * size, (this.place + 1) * size));
      Object.defineProperty(this.view, name, { enumerable: true, get });
    }
  }

  get count(): number {
    return this.chains * this.draws;
  }

  at(place: number): DrawValues {
    this.place = place;
    return this.view as DrawValues;
  }
}

function otherLength(name: string, what: string): WasmcmcError {
  return new WasmcmcError({
    code: "bad-shape",
    problem: `"${name}" has ${what}.`,
    remedy: "Give as many numbers for each draw as its dims have places.",
    variable: name,
  });
}

/** Results made of plain arrays, as `az.from_dict`. */
import type { Label } from "../array.js";
import { misshapen } from "./check_dataset.js";
import type { Dataset } from "./dataset.js";
import { DataGroups } from "./names.js";
import { type ArrayInput, variableOf } from "./nested.js";
import type { Attributes, Coordinates, Variable } from "./variable.js";

/** Arrays by name: [chain, draw, ...dims] in groups of draws, [...dims] in groups of data. */
export type GroupInput = Readonly<Record<string, ArrayInput>>;

export interface FromOptions {
  /** Dims of variables, without chain and draw; others are named `theta_dim_0`, `theta_dim_1`, ... */
  readonly dims?: Readonly<Record<string, readonly string[]>>;
  /** Labels by dim; 0, 1, 2, ... where there are none. */
  readonly coords?: Coordinates;
  readonly attributes?: Attributes;
}

/** A group of the given arrays, with coordinates for each of its dims. */
export function datasetOf(group: string, arrays: GroupInput, { dims = {}, coords = {} }: FromOptions): Dataset {
  const first = DataGroups.includes(group) ? [] : ["chain", "draw"];
  const variables = Object.entries(arrays).map(
    ([name, array]) => [name, variableOf(name, array, first, Object.hasOwn(dims, name) ? dims[name] : [])] as const,
  );
  const own: Record<string, readonly Label[]> = {};
  for (const [name, { coords: given }] of Object.entries(arrays as Record<string, { coords?: Coordinates }>))
    for (const [dim, labels] of Object.entries(given ?? {})) {
      if (dim in own && String(own[dim]) !== String(labels))
        throw misshapen(`In ${group}, "${dim}" has other labels in "${name}" than in those before it.`, dim);
      own[dim] = labels;
    }
  return withCoords(Object.fromEntries(variables), { ...own, ...coords });
}

/** A group whose dims all have coordinates: those given, or numbers from 0. Coordinates of other dims are left out. */
export function withCoords(
  variables: Readonly<Record<string, Variable>>,
  given: Coordinates,
  attributes: Attributes = {},
): Dataset {
  const coords: Record<string, readonly Label[]> = {};
  for (const { dims, shape } of Object.values(variables)) {
    for (const [axis, dim] of dims.entries()) {
      const labels = Object.hasOwn(given, dim) ? given[dim] : undefined;
      coords[dim] ??= labels ?? Array.from({ length: shape[axis]! }, (_, place) => place);
    }
  }
  return { variables, coords, attributes };
}

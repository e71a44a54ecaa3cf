/** Columns that a model only observes: a simulation needs no values of them, only their lengths. */
import { WasmcmcError } from "../errors.js";
import type { Definition } from "../model/definition.js";
import type { DataNode } from "../model/graph.js";
import { reachable } from "../model/nodes.js";
import { distributionArguments, modelArguments } from "../model/traverse.js";

type Data = Readonly<Record<string, unknown>>;

/**
 * The data with columns of zeros in place of missing ones that nothing but observed values reads. `coords` are the names of the members
 * of dims, as far as they are known.
 */
export function withObserved(model: Definition, data: Data, coords: Readonly<Record<string, ArrayLike<unknown>>> = {}): Data {
  if (typeof data !== "object" || data === null) return data;
  const roots = [
    ...[...model.parameters, ...model.tracked, ...model.potentials].map(({ node }) => node),
    ...model.observations.flatMap(({ observation }) => distributionArguments(observation.distribution)),
  ];
  const needed = new Set([...reachable(roots, modelArguments)]);
  const specs = Object.values(model.dataSpecs);
  const missing = specs.filter((spec) => data[spec.name] === undefined);
  const observed = missing.filter((spec) => !needed.has(spec) && spec.role === "value");
  // The checks of data come first with columns that are needed and missing, or not declared: they name them.
  const isShort = observed.length < missing.length;
  const hasOther = Object.keys(data).some((name) => !Object.hasOwn(model.dataSpecs, name));
  const sizes = sizesOf(specs, data, coords);
  const added = observed.flatMap((spec): [string, unknown][] => {
    const unknown = spec.dims.find((dim) => !sizes.has(dim));
    if (unknown === undefined) return [[spec.name, zeros(spec, sizes)]];
    if (isShort) return [[spec.name, []]];
    return hasOther ? [] : unknownLength(spec.name, unknown);
  });
  return { ...data, ...Object.fromEntries(added) };
}

function zeros({ dims }: DataNode, sizes: ReadonlyMap<string, number>): unknown {
  if (dims.length === 0) return 0;
  const shape = dims.map((dim) => sizes.get(dim) ?? 0);
  const values = new Float64Array(shape.reduce((product, size) => product * size, 1));
  return dims.length === 1 ? values : { values, shape };
}

/** Lengths of dims as far as names and the columns that are there tell them. */
function sizesOf(
  specs: readonly DataNode[],
  data: Data,
  coords: Readonly<Record<string, ArrayLike<unknown>>>,
): Map<string, number> {
  const sizes = new Map(Object.entries(coords).map(([dim, names]) => [dim, names.length]));
  for (const { name, dims } of specs) {
    const column = data[name] as { length?: number; shape?: readonly number[] } | undefined;
    const rows = column?.shape?.[0] ?? column?.length;
    const first = Array.isArray(column) ? (column[0] as ArrayLike<unknown> | undefined) : undefined;
    const lengths = [rows, column?.shape?.[1] ?? first?.length];
    for (const [axis, dim] of dims.entries()) if (lengths[axis] !== undefined) sizes.set(dim, lengths[axis]);
  }
  return sizes;
}

function unknownLength(name: string, dim: string): never {
  throw new WasmcmcError({
    code: "missing-column",
    problem: `How many rows of ${name} to draw is not known: no column that was given is over "${dim}".`,
    remedy: `Give ${name}: of a column that is only observed the values do not matter here, the length does.`,
    variable: name,
  });
}

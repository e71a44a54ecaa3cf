/** Columns that a model only observes: a simulation needs no values of them, only their lengths. */
import { WasmcmcError } from "../errors.js";
import type { Definition } from "../model/definition.js";
import type { DataNode } from "../model/graph.js";
import { reachable } from "../model/nodes.js";
import { distributionArguments, modelArguments } from "../model/traverse.js";

/** The data with columns of zeros in place of missing ones that are read by observed values alone. */
export function withObserved(model: Definition, data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const roots = [
    ...[...model.parameters, ...model.tracked, ...model.potentials].map(({ node }) => node),
    ...model.observations.flatMap(({ observation }) => distributionArguments(observation.distribution)),
  ];
  const needed = new Set([...reachable(roots, modelArguments)]);
  const specs = Object.values(model.dataSpecs);
  const sizes = sizesOf(specs, data);
  const added = specs.filter((spec) => data[spec.name] === undefined && !needed.has(spec) && spec.role === "value");
  const zeros = added.flatMap(({ name, dims }): [string, unknown][] => {
    const shape = dims.map((dim) => sizes.get(dim));
    if (shape.includes(undefined)) {
      const isOnlyReason = Object.keys(data).length + added.length === specs.length;
      if (isOnlyReason) throw unknownLength(name, dims[shape.indexOf(undefined)] as string);
      return [];
    }
    const values = new Float64Array((shape as number[]).reduce((product, size) => product * size, 1));
    return [[name, dims.length === 0 ? 0 : dims.length === 1 ? values : { values, shape }]];
  });
  return { ...data, ...Object.fromEntries(zeros) };
}

function unknownLength(name: string, dim: string): WasmcmcError {
  return new WasmcmcError({
    code: "missing-column",
    problem: `How many rows of ${name} to draw is not known: no column that was given is over "${dim}".`,
    remedy: `Give ${name} any numbers, such as new Array(100).fill(0): only how many there are counts.`,
    variable: name,
  });
}

/** Lengths of dims as far as the columns that are there tell them. */
function sizesOf(specs: readonly DataNode[], data: Readonly<Record<string, unknown>>): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { name, dims } of specs) {
    const column = data[name] as { length?: number; shape?: readonly number[] } | undefined;
    const first = column?.shape?.[0] ?? column?.length;
    const second =
      column?.shape?.[1] ?? (Array.isArray(column) ? (column[0] as ArrayLike<number> | undefined)?.length : undefined);
    if (first !== undefined && dims[0] !== undefined) sizes.set(dims[0], first);
    if (second !== undefined && dims[1] !== undefined) sizes.set(dims[1], second);
  }
  return sizes;
}

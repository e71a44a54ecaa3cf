/** Fits made one: their chains or draws one after the other, or groups of several together. */
import { WasmcmcError } from "../../errors.js";
import type { Label } from "../array.js";
import type { Dataset } from "./dataset.js";
import { InferenceData } from "./inference_data.js";
import { DataGroups } from "./names.js";
import { join } from "./reshape.js";
import { labelsAlong, lengthsOf } from "./selection.js";
import type { Attributes, AttributeValue, Variable } from "./variable.js";

export interface ConcatOptions {
  /** "chain" or "draw": fits with the same variables, one after the other. Absent: the groups of all, none in two of them. */
  readonly dim?: "chain" | "draw";
  /** Numbers the dim anew from 0; else it keeps its labels, which may then be there twice. True when absent. */
  readonly resetDim?: boolean;
}

/**
 * Combines results, as `az.concat`. Along a dim all must have the same groups, variables, dims, coordinates and types; groups of data
 * must be equal. Attributes that differ become lists. Throws errors of code "unknown-variable", "bad-shape", "bad-coords" or
 * "column-type" that name what does not match.
 *
 *     concat([first, second], { dim: "chain" })
 *     concat([posterior, prior])
 */
export function concat(parts: readonly InferenceData[], { dim, resetDim = true }: ConcatOptions = {}): InferenceData {
  const [first] = parts;
  if (first === undefined) return new InferenceData({});
  if (dim !== undefined && dim !== "chain" && dim !== "draw") {
    const remedy = 'Give "chain" or "draw", or none to combine groups.';
    throw new WasmcmcError({ code: "bad-option", problem: `dim is "${dim}".`, remedy, variable: "dim", value: dim });
  }
  const attributes = combineAttributes(parts.map((part) => part.attributes));
  if (dim === undefined) return new InferenceData(together(parts), attributes);
  sameNames(
    parts.map(({ groups }) => groups),
    "group",
  );
  const groups = Object.keys(first.groups).map((group) => {
    const datasets = parts.map((part) => part.groups[group]!);
    return [group, DataGroups.includes(group) ? equal(group, datasets) : along(group, datasets, dim, resetDim)] as const;
  });
  return new InferenceData(Object.fromEntries(groups), attributes);
}

function together(parts: readonly InferenceData[]): Record<string, Dataset> {
  const groups: Record<string, Dataset> = {};
  for (const part of parts) {
    for (const [name, dataset] of Object.entries(part.groups)) {
      if (Object.hasOwn(groups, name)) {
        throw new WasmcmcError({
          code: "name-clash",
          problem: `Two of the results have a group "${name}".`,
          remedy:
            'Say along which dim they go together, { dim: "chain" } or { dim: "draw" }, or take the group from one of them.',
          variable: name,
        });
      }
      groups[name] = dataset;
    }
  }
  return groups;
}

function along(group: string, datasets: readonly Dataset[], dim: string, resetDim: boolean): Dataset {
  sameNames(
    datasets.map(({ variables }) => variables),
    `variable of ${group}`,
  );
  sameCoords(group, datasets, dim);
  const [first] = datasets as [Dataset, ...Dataset[]];
  const variables = Object.keys(first.variables).map((name) => {
    const each = datasets.map((dataset) => dataset.variables[name]!);
    return [name, join(each, alike(group, name, each, dim))] as const;
  });
  const lengths = datasets.map((dataset) => lengthsOf(dataset).get(dim) ?? 0);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const labels: Label[] = resetDim
    ? Array.from({ length: total }, (_, place) => place)
    : datasets.flatMap((dataset, k) => labelsAlong(dataset, dim, lengths[k]!));
  const attributes = combineAttributes(datasets.map((dataset) => dataset.attributes));
  return { variables: Object.fromEntries(variables), coords: { ...first.coords, [dim]: labels }, attributes };
}

/** The axis along which the variables go together, after a check that nothing else about them differs. */
function alike(group: string, name: string, each: readonly Variable[], dim: string): number {
  const [first] = each as [Variable, ...Variable[]];
  const axis = first.dims.indexOf(dim);
  if (axis < 0) throw mismatch("bad-shape", name, `${group}'s "${name}" has no dim "${dim}".`);
  for (const [k, other] of each.entries()) {
    if (other.dims.join() !== first.dims.join() || other.dims.length !== first.dims.length) {
      const dims = `[${first.dims.join(", ")}] in the first results and [${other.dims.join(", ")}]`;
      throw mismatch("bad-shape", name, `${group}'s "${name}" has the dims ${dims} in those at place ${k}.`);
    }
    if (other.shape.some((length, at) => at !== axis && length !== first.shape[at])) {
      const shapes = `[${first.shape.join(", ")}] in the first results and [${other.shape.join(", ")}]`;
      throw mismatch("bad-shape", name, `${group}'s "${name}" has the shape ${shapes} in those at place ${k}.`);
    }
    if (other.values.constructor !== first.values.constructor) {
      const types = `${first.values.constructor.name} in the first results and ${other.values.constructor.name}`;
      throw mismatch("column-type", name, `${group}'s "${name}" is a ${types} in those at place ${k}.`);
    }
  }
  return axis;
}

function sameNames(records: readonly object[], what: string): void {
  const [first, ...others] = records.map((record) => Object.keys(record)) as [string[], ...string[][]];
  for (const [k, names] of others.entries()) {
    const name = first.find((own) => !names.includes(own)) ?? names.find((own) => !first.includes(own));
    if (name === undefined) continue;
    const [here, there] = first.includes(name)
      ? ["the first results", `those at place ${k + 1}`]
      : [`those at place ${k + 1}`, "the first"];
    throw mismatch("unknown-variable", name, `The ${what} "${name}" is in ${here} and not in ${there}.`);
  }
}

function sameCoords(group: string, datasets: readonly Dataset[], dim: string): void {
  const [first] = datasets as [Dataset, ...Dataset[]];
  for (const [k, other] of datasets.entries()) {
    for (const [name, length] of lengthsOf(first)) {
      const [own, theirs] = [first, other].map((dataset) => labelsAlong(dataset, name, lengthsOf(dataset).get(name) ?? 0));
      if (name === dim || own!.length !== theirs!.length || own!.every((label, at) => label === theirs![at])) continue;
      const place = own!.findIndex((label, at) => label !== theirs![at]);
      const labels = `${JSON.stringify(own![place])} in the first results and ${JSON.stringify(theirs![place])}`;
      throw mismatch(
        "bad-coords",
        name,
        `In ${group}, place ${place} of "${name}" (of ${length}) is ${labels} in those at place ${k}.`,
      );
    }
  }
}

function equal(group: string, datasets: readonly Dataset[]): Dataset {
  const [first, ...others] = datasets as [Dataset, ...Dataset[]];
  sameNames(
    datasets.map(({ variables }) => variables),
    `variable of ${group}`,
  );
  sameCoords(group, datasets, "");
  for (const [name, { values, shape, dims }] of Object.entries(first.variables)) {
    for (const [k, other] of others.entries()) {
      const theirs = other.variables[name]!;
      const isSame =
        shape.join() === theirs.shape.join() &&
        dims.join() === theirs.dims.join() &&
        (values as readonly unknown[]).every((value, at) => Object.is(value, theirs.values[at]));
      if (!isSame) throw mismatch("bad-shape", name, `${group}'s "${name}" is other data in the results at place ${k + 1}.`);
    }
  }
  return first;
}

/** Values that all have stay, values that differ become lists; what some lack is left to those that have it. */
export function combineAttributes(all: readonly Attributes[]): Attributes {
  const combined = new Map<string, AttributeValue>();
  for (const name of new Set(all.flatMap((attributes) => Object.keys(attributes)))) {
    const values = all.flatMap((attributes) => (Object.hasOwn(attributes, name) ? [attributes[name]!] : []));
    const isSame = values.every((value) => String(value) === String(values[0]));
    const flat = values.flat() as (string | number | boolean)[];
    const numbers = flat.every((value) => typeof value === "number");
    combined.set(name, isSame ? values[0]! : numbers ? (flat as number[]) : flat.map(String));
  }
  return Object.fromEntries(combined);
}

function mismatch(
  code: "bad-shape" | "bad-coords" | "column-type" | "unknown-variable",
  variable: string,
  problem: string,
): WasmcmcError {
  const remedy = "Combine results of the same model and data, or choose what they share by select and sel first.";
  return new WasmcmcError({ code, problem, remedy, variable });
}

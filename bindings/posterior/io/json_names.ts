/** The names at the top of ArviZ's JSON, and the dims and coordinates that all of its groups share. */
import { WasmcmcError } from "../../errors.js";
import type { Label } from "../array.js";
import type { InferenceData } from "../inference_data/inference_data.js";
import { isWarmup } from "../inference_data/names.js";
import { labelsAlong, lengthsOf } from "../inference_data/selection.js";

/** Where the file says what ArviZ's form has no place for. */
export const SchemaKey = "wasmcmc";

const meta = ["coords", "dims", "pred_dims", "pred_coords", "attrs", "index_origin", "save_warmup", SchemaKey];

export const jsonNames = {
  /** The key of a group's attributes, as `from_dict` takes them: of warm-up it has the words in another order. */
  attributes: (group: string): string => (isWarmup(group) ? `${group.slice(7)}_warmup_attrs` : `${group}_attrs`),
  /** Keys of a group's attributes that files have: those above, and those that ArviZ itself writes. */
  attributeKeys: (group: string): string[] => [jsonNames.attributes(group), `${group}_attrs`],
  isReserved: (key: string): boolean => meta.includes(key) || key.endsWith("_attrs"),
};

const isDefault = (labels: readonly Label[]): boolean => labels.every((label, place) => label === place);

/** The dims of each variable without chain and draw, by name; those that ArviZ names so itself are left out. */
export function sharedDims(data: InferenceData): { dims: Record<string, string[]>; predictionDims?: Record<string, string[]> } {
  const dims = new Map<string, { readonly own: string[]; readonly group: string }>();
  const predictions = new Map<string, string[]>();
  let isApart = false;
  for (const [group, { variables }] of Object.entries(data.groups)) {
    for (const [name, variable] of Object.entries(variables)) {
      const own = variable.dims.filter((dim) => dim !== "chain" && dim !== "draw");
      if (group === "predictions") predictions.set(name, own);
      const known = dims.get(name);
      if (known === undefined) dims.set(name, { own, group });
      else if (known.own.join() !== own.join()) {
        if (group === "predictions") isApart = true;
        else dims.set(name, reconcile(name, known, { own, group }));
      }
    }
  }
  const named = [...dims].map(([name, { own }]) => [name, own] as const);
  return { dims: withoutDefaults(named), ...(isApart && { predictionDims: withoutDefaults([...predictions]) }) };
}

function withoutDefaults(dims: readonly (readonly [string, string[]])[]): Record<string, string[]> {
  return Object.fromEntries(dims.filter(([name, own]) => !own.every((dim, axis) => dim === `${name}_dim_${axis}`)));
}

interface Owned {
  readonly own: string[];
  readonly group: string;
}

/** ArviZ cuts the dims of a log likelihood to what it has, so it may lack the last ones. */
function reconcile(name: string, known: Owned, found: Owned): Owned {
  const isCut = ({ own, group }: Owned, other: Owned) =>
    group.endsWith("log_likelihood") && own.every((dim, axis) => dim === other.own[axis]);
  if (isCut(found, known)) return known;
  if (isCut(known, found)) return found;
  throw new WasmcmcError({
    code: "bad-shape",
    problem: `"${name}" is over [${known.own.join(", ")}] in ${known.group} and over [${found.own.join(", ")}] in ${found.group}.`,
    remedy: "ArviZ's JSON has one list of dims a name: rename one of the variables, or write one of the groups to another file.",
    variable: name,
  });
}

/**
 * Labels by dim, where there are any but 0, 1, 2, ..., which ArviZ makes itself. Labels of chains and draws are there only where all
 * groups have the same, for there is one list for all.
 */
export function sharedCoords(data: InferenceData): Record<string, readonly Label[]> {
  const all = new Map<string, { readonly labels: readonly Label[]; readonly group: string }[]>();
  for (const [group, dataset] of Object.entries(data.groups)) {
    const used = new Set(Object.values(dataset.variables).flatMap(({ dims }) => dims));
    for (const [dim, length] of lengthsOf(dataset)) {
      if (used.has(dim)) all.set(dim, [...(all.get(dim) ?? []), { labels: labelsAlong(dataset, dim, length), group }]);
    }
  }
  const shared = [...all].flatMap(([dim, [first, ...others]]) => {
    if (first === undefined || (isDefault(first.labels) && others.every(({ labels }) => isDefault(labels)))) return [];
    const other = others.find(({ labels }) => !sameLabels(first.labels, labels));
    if (other === undefined) return [[dim, first.labels] as const];
    if (dim === "chain" || dim === "draw") return [];
    throw otherLabels(dim, first.group, other.group);
  });
  return Object.fromEntries(shared);
}

function sameLabels(a: readonly Label[], b: readonly Label[]): boolean {
  return a.length === b.length && a.every((label, place) => label === b[place]);
}

function otherLabels(dim: string, first: string, second: string): WasmcmcError {
  return new WasmcmcError({
    code: "bad-coords",
    problem: `The dim "${dim}" has other labels in ${second} than in ${first}.`,
    remedy: "ArviZ's JSON has one list of labels a dim: rename the dim, or write one of the groups to another file.",
    variable: dim,
  });
}

/** Parts of a group by labels or by places along dims, as xarray's `sel` and `isel`. */
import { WasmcmcError } from "../../errors.js";
import type { Label } from "../array.js";
import type { Dataset } from "./dataset.js";
import { type Places, take } from "./reshape.js";

/** One label takes its dim away; a list keeps the dim, in the order of the list. */
export type LabelSelection = Readonly<Record<string, Label | readonly Label[]>>;

/** As Python's slice: from `start` up to but not with `stop`; negative places count from the end. */
export interface Slice {
  readonly start?: number;
  readonly stop?: number;
  readonly step?: number;
}

/** One place takes its dim away; a list or slice keeps the dim. Negative places count from the end. */
export type PlaceSelection = Readonly<Record<string, number | readonly number[] | Slice>>;

/** Length of each dim of a group. */
export function lengthsOf({ variables, coords }: Dataset): Map<string, number> {
  const lengths = new Map(Object.entries(coords).map(([dim, labels]) => [dim, labels.length]));
  for (const { dims, shape } of Object.values(variables))
    for (const [axis, dim] of dims.entries()) lengths.set(dim, shape[axis]!);
  return lengths;
}

/** Labels along a dim: as given, or 0, 1, 2, ... */
export function labelsAlong(dataset: Dataset, dim: string, length: number): readonly Label[] {
  return (Object.hasOwn(dataset.coords, dim) && dataset.coords[dim]) || Array.from({ length }, (_, place) => place);
}

/** Where the labels asked for stand along the dims that the group has; others are no concern of it. */
export function placesOfLabels(dataset: Dataset, labels: LabelSelection): Map<string, Places> {
  const found = new Map<string, Places>();
  for (const [dim, length] of lengthsOf(dataset)) {
    if (!Object.hasOwn(labels, dim)) continue;
    const known = labelsAlong(dataset, dim, length);
    const places = new Map<Label, number>();
    for (const [place, label] of known.entries()) if (!places.has(label)) places.set(label, place);
    const placeOf = (label: Label): number => {
      const place = places.get(label);
      if (place === undefined) throw unknownLabel(dim, label, known);
      return place;
    };
    const asked = labels[dim]!;
    found.set(dim, Array.isArray(asked) ? asked.map(placeOf) : placeOf(asked as Label));
  }
  return found;
}

/** The places asked for along the dims that the group has, counted from 0. */
export function placesOf(dataset: Dataset, selection: PlaceSelection): Map<string, Places> {
  const found = new Map<string, Places>();
  for (const [dim, length] of lengthsOf(dataset)) {
    if (!Object.hasOwn(selection, dim)) continue;
    const asked = selection[dim]!;
    if (typeof asked === "number") found.set(dim, fromStart(dim, asked, length));
    else if (isList(asked)) {
      found.set(
        dim,
        asked.map((place) => fromStart(dim, place, length)),
      );
    } else found.set(dim, sliced(dim, asked, length));
  }
  return found;
}

function isList(asked: readonly number[] | Slice): asked is readonly number[] {
  return Array.isArray(asked);
}

function fromStart(dim: string, place: number, length: number): number {
  if (Number.isInteger(place) && place >= -length && place < length) return place < 0 ? place + length : place;
  throw new WasmcmcError({
    code: "position-out-of-range",
    problem: `The dim "${dim}" has ${length} places; ${place} is none of them.`,
    remedy: "Places count from 0, or from -1 backwards.",
    variable: dim,
    value: place,
  });
}

function sliced(dim: string, { start, stop, step = 1 }: Slice, length: number): number[] {
  const wrong = [start, stop, step].find((value) => value !== undefined && !Number.isInteger(value));
  if (wrong !== undefined || step === 0) {
    throw new WasmcmcError({
      code: "bad-option",
      problem: `The slice along "${dim}" has start ${start}, stop ${stop}, step ${step}.`,
      remedy: "Give whole numbers, and a step other than 0.",
      variable: dim,
      value: wrong ?? step,
    });
  }
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const bounded = (place: number) => Math.min(high, Math.max(low, place < 0 ? place + length : place));
  const first = start === undefined ? (step > 0 ? low : high) : bounded(start);
  const end = stop === undefined ? (step > 0 ? high : low) : bounded(stop);
  return Array.from({ length: Math.max(0, Math.ceil((end - first) / step)) }, (_, k) => first + k * step);
}

/** The group at these places; coordinates go along, and a dim that starts without labels gets those of the places. */
export function takeGroup(dataset: Dataset, places: ReadonlyMap<string, Places>): Dataset {
  if (places.size === 0) return dataset;
  const coords: Record<string, readonly Label[]> = {};
  for (const [dim, length] of lengthsOf(dataset)) {
    const chosen = places.get(dim);
    const known = chosen === undefined ? dataset.coords[dim] : labelsAlong(dataset, dim, length);
    if (known === undefined || typeof chosen === "number") continue;
    coords[dim] = chosen === undefined ? known : chosen.map((place) => known[place]!);
  }
  const variables = Object.entries(dataset.variables).map(([name, variable]) => [name, take(variable, places)] as const);
  return { ...dataset, variables: Object.fromEntries(variables), coords };
}

/** Throws where no group at all has a dim that was asked for. */
export function checkKnownDims(asked: readonly string[], groups: readonly Dataset[]): void {
  const known = new Set(groups.flatMap((dataset) => [...lengthsOf(dataset).keys()]));
  const unknown = asked.find((dim) => !known.has(dim));
  if (unknown === undefined) return;
  throw new WasmcmcError({
    code: "unknown-dim",
    problem: `None of the groups has a dim "${unknown}".`,
    remedy: known.size === 0 ? "There are no dims." : `Known: ${[...known].join(", ")}.`,
    variable: unknown,
  });
}

function unknownLabel(dim: string, value: Label, known: readonly Label[]): WasmcmcError {
  const shown = known.slice(0, 8).map((label) => JSON.stringify(label));
  return new WasmcmcError({
    code: "unknown-label",
    problem: `The dim "${dim}" has no label ${JSON.stringify(value)}.`,
    remedy: `Known: ${shown.join(", ")}${known.length > 8 ? ", ..." : ""}.`,
    variable: dim,
    value,
  });
}

/** Turns labels into positions in the dim that they name: texts by given coords or by first appearance, integers as they are. */
import { WasmcmcError } from "../errors.js";
import type { Coords, DimSizes } from "./check_dims.js";
import type { DataNode } from "./graph.js";
import { nearest } from "./nearest.js";

type Name = string | number;

export interface EncodedLabels {
  readonly indexes: ReadonlyMap<string, Int32Array>;
  readonly coords: ReadonlyMap<string, readonly Name[]>;
}

/** Adds to `sizes` the dims that labels alone tell: as many members as there are names, or the largest integer plus one. */
export function encodeLabels(
  columns: readonly (readonly [DataNode, ArrayLike<unknown>])[],
  sizes: DimSizes,
  given: Coords,
): EncodedLabels {
  const coords = new Map<string, readonly Name[]>(Object.entries(given));
  const indexes = new Map<string, Int32Array>();
  for (const target of new Set(columns.map(([spec]) => spec.target ?? ""))) {
    const group = columns.filter(([spec]) => spec.target === target);
    const isText = checkKind(group);
    if (isText && !coords.has(target)) coords.set(target, namesByAppearance(target, group, sizes));
    const names = coords.get(target);
    const size = sizes.get(target)?.size ?? names?.length ?? largestInteger(group) + 1;
    if (!sizes.has(target)) sizes.set(target, { size, from: group[0]?.[0].name ?? target });
    const from = sizes.get(target)?.from ?? target;
    for (const [spec, labels] of group) {
      indexes.set(spec.name, isText ? encodeTexts(spec, labels, names ?? []) : encodeIntegers(spec, labels, size, from));
    }
  }
  return { indexes, coords };
}

/** Whether the labels of a dim are texts; all columns that name it must agree. */
function checkKind(group: readonly (readonly [DataNode, ArrayLike<unknown>])[]): boolean {
  const kind = typeof group[0]?.[1][0];
  for (const [spec, labels] of group) {
    for (let row = 0; row < labels.length; row++) {
      const label = labels[row];
      if (typeof label === kind && (kind === "string" || isSmallInteger(label))) continue;
      throw new WasmcmcError({
        code: "label-type",
        problem: `The label in row ${row} of ${spec.name} is ${typeof label === "string" ? JSON.stringify(label) : String(label)}.`,
        remedy: "Labels of a dim are all texts, or all integers from 0 (below 2^31).",
        variable: spec.name,
        row,
        value: label,
      });
    }
  }
  return kind === "string";
}

function isSmallInteger(label: unknown): boolean {
  return typeof label === "number" && Number.isInteger(label) && Math.abs(label) < 2 ** 31 - 1;
}

/**
 * The names of a dim in order of first appearance. Where a column of numbers is over that dim as well, its order is its own and
 * nothing says that it is the same: then the order must be given.
 */
function namesByAppearance(
  target: string,
  group: readonly (readonly [DataNode, ArrayLike<unknown>])[],
  sizes: DimSizes,
): readonly string[] {
  const column = sizes.get(target)?.column;
  if (column === undefined) return [...new Set(group.flatMap(([, labels]) => Array.from(labels) as string[]))];
  const name = group[0]?.[0].name;
  throw new WasmcmcError({
    code: "coords-needed",
    problem: `${name} names members of "${target}" by texts, and ${column} has one value for each "${target}": nothing says in which order.`,
    remedy: `Give coords: { ${target}: [...] } with the names in the order of ${column}, or integer labels.`,
    variable: name,
    value: column,
  });
}

function largestInteger(group: readonly (readonly [DataNode, ArrayLike<unknown>])[]): number {
  let largest = 0;
  for (const [, labels] of group)
    for (let row = 0; row < labels.length; row++) largest = Math.max(largest, labels[row] as number);
  return largest;
}

function encodeTexts(spec: DataNode, labels: ArrayLike<unknown>, names: readonly Name[]): Int32Array {
  const positions = new Map(names.map((name, position) => [String(name), position]));
  return Int32Array.from(labels as ArrayLike<string>, (label, row) => {
    const position = positions.get(label);
    if (position !== undefined) return position;
    const meant = nearest(label, names.map(String));
    throw new WasmcmcError({
      code: "unknown-label",
      problem: `The label in row ${row} of ${spec.name} is ${JSON.stringify(label)}, which is not among coords.${spec.target}.`,
      remedy: meant === undefined ? "Add it to the coords, or drop the row." : `Did you mean ${JSON.stringify(meant)}?`,
      variable: spec.name,
      row,
      value: label,
    });
  });
}

function encodeIntegers(spec: DataNode, labels: ArrayLike<unknown>, size: number, from: string): Int32Array {
  return Int32Array.from(labels as ArrayLike<number>, (label, row) => {
    if (label >= 0 && label < size) return label;
    throw new WasmcmcError({
      code: "label-out-of-range",
      problem: `The label in row ${row} of ${spec.name} is ${label}, but "${spec.target}" has ${size} members (as ${from} says), counted from 0.`,
      remedy: `Give integers from 0 to ${size - 1}; subtract 1 if they count from 1.`,
      variable: spec.name,
      row,
      value: label,
    });
  });
}

/** Finds the size of each dim from the columns over it and from given coords; they must agree. */
import { WasmcmcError } from "../errors.js";
import type { DataNode } from "./graph.js";
import { nearest } from "./nearest.js";

export type Coords = Readonly<Record<string, readonly (string | number)[]>>;

/** The size of each dim with what told it, and whether that was a column of numbers. */
export type DimSizes = Map<string, { readonly size: number; readonly from: string; readonly column?: string }>;

export function sizeDims(
  shapes: readonly (readonly [DataNode, readonly number[]])[],
  coords: Coords,
  dataSpecs: Readonly<Record<string, DataNode>>,
): DimSizes {
  const sizes: DimSizes = new Map();
  const dims = Object.values(dataSpecs).flatMap(({ dims: own, target }) => (target === undefined ? own : [...own, target]));
  for (const [dim, names] of Object.entries(coords)) {
    checkCoords(dim, names, dims);
    sizes.set(dim, { size: names.length, from: `coords.${dim}` });
  }
  for (const [spec, shape] of shapes) {
    for (const [axis, dim] of spec.dims.entries()) {
      const size = shape[axis] ?? 0;
      const known = sizes.get(dim);
      if (known !== undefined && known.size !== size) throw lengthMismatch(spec, axis, dim, size, known);
      if (known?.column === undefined) sizes.set(dim, { size, from: known?.from ?? spec.name, column: spec.name });
    }
  }
  return sizes;
}

function lengthMismatch(
  spec: DataNode,
  axis: number,
  dim: string,
  size: number,
  known: { size: number; from: string },
): WasmcmcError {
  const what = spec.dims.length < 2 ? "values" : axis === 0 ? "rows" : "columns";
  return new WasmcmcError({
    code: "length-mismatch",
    problem: `${spec.name} has ${size} ${what}, but ${known.from} has ${known.size}; both are over the dim "${dim}".`,
    remedy: "Give columns of one length for each dim.",
    variable: spec.name,
    value: size,
  });
}

function checkCoords(dim: string, names: unknown, dims: readonly string[]): void {
  const meant = nearest(dim, dims);
  const list: readonly unknown[] = Array.isArray(names) ? names : [];
  const repeated = list.findIndex((name, i) => list.indexOf(name) !== i);
  if (dims.includes(dim) && list.length > 0 && repeated < 0) return;
  const problem = !dims.includes(dim)
    ? `coords names the dim "${dim}", which no column of the data has.`
    : list.length === 0
      ? `coords.${dim} is not a list of names.`
      : `coords.${dim} has ${JSON.stringify(list[repeated])} twice.`;
  throw new WasmcmcError({
    code: "bad-coords",
    problem,
    remedy:
      !dims.includes(dim) && meant !== undefined ? `Did you mean "${meant}"?` : "Give each member of a dim a name of its own.",
    variable: dim,
    row: repeated >= 0 ? repeated : undefined,
    value: repeated >= 0 ? list[repeated] : undefined,
  });
}

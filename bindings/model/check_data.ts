/** Checks data against what a model declares, and turns it into columns of numbers: nothing is bound that is silently wrong. */
import { WasmcmcError } from "../errors.js";
import { readColumn } from "./check_column.js";
import { type Coords, type DimSizes, sizeDims } from "./check_dims.js";
import { encodeLabels } from "./check_labels.js";
import type { DataNode } from "./graph.js";
import { nearest } from "./nearest.js";

export interface DataOptions {
  /** Names of the members of dims, in order; labels given as texts refer to them. */
  readonly coords?: Coords;
}

export interface CheckedData {
  readonly dimSizes: ReadonlyMap<string, number>;
  /** Names of the members of dims that have names: given, or from labels by first appearance. */
  readonly coords: ReadonlyMap<string, readonly (string | number)[]>;
  /** Columns of numbers; matrices row by row. A Float64Array that was given is not copied. */
  readonly columns: ReadonlyMap<string, Float64Array>;
  /** Columns of labels, as positions in their target dim. */
  readonly indexes: ReadonlyMap<string, Int32Array>;
}

type Specs = Readonly<Record<string, DataNode>>;

/** Throws a `WasmcmcError` that names column, row and value at the first mistake. */
export function checkData(dataSpecs: Specs, data: Readonly<Record<string, unknown>>, options: DataOptions = {}): CheckedData {
  checkColumnNames(dataSpecs, data);
  const columns = new Map<string, Float64Array>();
  const shapes: [DataNode, readonly number[]][] = [];
  const labels: [DataNode, ArrayLike<unknown>][] = [];
  for (const spec of Object.values(dataSpecs)) {
    const read = readColumn(spec, data[spec.name]);
    shapes.push([spec, read.shape]);
    if (read.role === "labels") labels.push([spec, read.labels]);
    else columns.set(spec.name, read.values);
  }
  const sizes: DimSizes = sizeDims(shapes, options.coords ?? {}, dataSpecs);
  const { indexes, coords } = encodeLabels(labels, sizes, options.coords ?? {});
  return { dimSizes: new Map([...sizes].map(([dim, { size }]) => [dim, size])), coords, columns, indexes };
}

function checkColumnNames(dataSpecs: Specs, data: unknown): void {
  if (typeof data !== "object" || data === null) {
    throw new WasmcmcError({
      code: "column-type",
      problem: `The data is ${data === null ? "null" : `a ${typeof data}`}.`,
      remedy: `Give a record of columns: { ${Object.keys(dataSpecs).join(", ")} }.`,
      variable: "data",
      value: data,
    });
  }
  const given = Object.entries(data)
    .filter(([, column]) => column !== undefined)
    .map(([name]) => name);
  const declared = Object.keys(dataSpecs);
  const extra = given.filter((name) => !declared.includes(name));
  const missing = declared.find((name) => !given.includes(name));
  if (missing !== undefined) {
    const meant = nearest(missing, extra);
    throw new WasmcmcError({
      code: "missing-column",
      problem: `The column ${missing} is missing from the data; it has ${given.join(", ") || "no columns"}.`,
      remedy: meant === undefined ? `Give ${missing}.` : `Did you mean it by ${meant}? Rename that to ${missing}.`,
      variable: missing,
    });
  }
  if (extra.length === 0) return;
  throw new WasmcmcError({
    code: "unexpected-column",
    problem: `The data has a column ${extra[0]}, which the model does not declare; it declares ${declared.join(", ") || "none"}.`,
    remedy: "Leave it out, or declare it in the model's data.",
    variable: extra[0],
  });
}

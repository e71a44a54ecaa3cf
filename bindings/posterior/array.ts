/** Arrays with named axes and coordinates: how results that are more than one number a draw are handed out. */
import { WasmcmcError } from "../errors.js";

export type Label = string | number;

/** Row-major: the last dim varies fastest. A dim without coordinates has the labels 0, 1, 2 ... */
export interface NamedArray {
  readonly values: Float64Array;
  readonly shape: readonly number[];
  readonly dims: readonly string[];
  readonly coords: Readonly<Record<string, readonly Label[]>>;
}

/** Checks that values, shape, dims and coordinates agree; coordinates of other dims are left out. */
export function namedArray(
  values: Float64Array,
  shape: readonly number[],
  dims: readonly string[],
  coords: Readonly<Record<string, readonly Label[]>> = {},
): NamedArray {
  const size = shape.reduce((product, length) => product * length, 1);
  if (dims.length !== shape.length)
    throw misshapen(`Shape [${shape}] has ${shape.length} axes but ${dims.length} dims are named.`);
  if (values.length !== size) throw misshapen(`${values.length} values do not fill the shape [${shape}].`);
  const repeated = dims.find((dim, axis) => dims.indexOf(dim) !== axis);
  if (repeated !== undefined) throw misshapen(`The dim "${repeated}" is named twice.`, repeated);
  const own: Record<string, readonly Label[]> = {};
  for (const [axis, dim] of dims.entries()) {
    const labels = Object.hasOwn(coords, dim) ? coords[dim] : undefined;
    if (labels === undefined) continue;
    if (labels.length !== shape[axis])
      throw misshapen(`${labels.length} coordinates are given for the ${shape[axis]} places of "${dim}".`, dim);
    own[dim] = labels;
  }
  return { values, shape, dims, coords: own };
}

function misshapen(problem: string, variable?: string): WasmcmcError {
  return new WasmcmcError({ code: "bad-shape", problem, remedy: "Give one length and one name to each axis.", variable });
}

/** The label of each place along an axis. */
export function labelsOf(array: NamedArray, axis: number): readonly Label[] {
  return array.coords[array.dims[axis]!] ?? Array.from({ length: array.shape[axis]! }, (_, place) => place);
}

/**
 * The part of an array at the given labels, without their dims; a view's worth of numbers is copied.
 *
 *     select(theta, { chain: 0, school: "Choate" }).values   // one chain's draws of one school
 */
export function select(array: NamedArray, labels: Readonly<Record<string, Label>>): NamedArray {
  let offset = 0;
  const kept: { readonly axis: number; readonly stride: number }[] = [];
  const asked = new Set(Object.keys(labels));
  let stride = array.values.length;
  for (const [axis, dim] of array.dims.entries()) {
    stride = array.shape[axis] === 0 ? 0 : stride / array.shape[axis]!;
    if (asked.delete(dim)) offset += stride * placeOf(array, axis, labels[dim]!);
    else kept.push({ axis, stride });
  }
  for (const dim of asked) throw unknownLabel(`The array has no dim "${dim}".`, dim, labels[dim]!, array.dims);
  const shape = kept.map(({ axis }) => array.shape[axis]!);
  const values = new Float64Array(shape.reduce((product, length) => product * length, 1));
  for (let i = 0; i < values.length; i++) {
    let place = offset;
    let rest = i;
    for (let axis = kept.length - 1; axis >= 0; axis--) {
      place += (rest % shape[axis]!) * kept[axis]!.stride;
      rest = Math.floor(rest / shape[axis]!);
    }
    values[i] = array.values[place]!;
  }
  return namedArray(
    values,
    shape,
    kept.map(({ axis }) => array.dims[axis]!),
    array.coords,
  );
}

function placeOf(array: NamedArray, axis: number, label: Label): number {
  const labels = labelsOf(array, axis);
  const place = labels.indexOf(label);
  if (place < 0)
    throw unknownLabel(`The dim "${array.dims[axis]}" has no label ${JSON.stringify(label)}.`, array.dims[axis]!, label, labels);
  return place;
}

function unknownLabel(problem: string, variable: string, value: Label, known: readonly Label[]): WasmcmcError {
  const shown = known
    .slice(0, 8)
    .map((label) => JSON.stringify(label))
    .join(", ");
  return new WasmcmcError({
    code: "unknown-label",
    problem,
    remedy: known.length === 0 ? "It has no dims." : `Known: ${shown}${known.length > 8 ? ", ..." : ""}.`,
    variable,
    value,
  });
}

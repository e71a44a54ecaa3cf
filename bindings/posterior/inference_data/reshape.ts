/** Moves of values between row-major arrays: chosen places along axes, other orders of axes, arrays one after the other. */
import { sizeOf } from "./check_dataset.js";
import type { Variable, VariableValues } from "./variable.js";

type Typed = Exclude<VariableValues, readonly string[]>;

/** Room for as many values of the same type. */
export function roomLike(values: VariableValues, length: number): VariableValues {
  if (!ArrayBuffer.isView(values)) return new Array<string>(length).fill("");
  return new (values.constructor as new (length: number) => Typed)(length);
}

/** Copies `length` values between arrays of one type. */
export function copyRun(from: VariableValues, start: number, length: number, to: VariableValues, at: number): void {
  if (ArrayBuffer.isView(from)) (to as Float64Array).set((from as Float64Array).subarray(start, start + length), at);
  else for (let i = 0; i < length; i++) (to as string[])[at + i] = from[start + i]!;
}

/** What is kept along an axis: places in their new order, or one place, which takes the axis away. */
export type Places = readonly number[] | number;

/** The values at the given places; axes without places stay whole. Where all stay whole, the variable itself. */
export function take(variable: Variable, places: ReadonlyMap<string, Places>): Variable {
  const { values, shape, dims } = variable;
  if (!dims.some((dim) => places.has(dim))) return variable;
  let inner = dims.length;
  while (!places.has(dims[inner - 1]!)) inner--;
  const run = sizeOf(shape.slice(inner));
  const chosen = dims.slice(0, inner).map((dim, axis) => placesOf(places.get(dim), shape[axis]!));
  const lengths = chosen.map((each) => each.length);
  const out = roomLike(values, sizeOf(lengths) * run);
  let at = 0;
  const visit = (axis: number, start: number): void => {
    const own = chosen[axis];
    if (own === undefined) {
      copyRun(values, start * run, run, out, at);
      at += run;
    } else for (const place of own) visit(axis + 1, start * shape[axis]! + place);
  };
  visit(0, 0);
  const kept = [...dims.keys()].filter((axis) => typeof places.get(dims[axis]!) !== "number");
  return {
    ...variable,
    values: out,
    shape: kept.map((axis) => lengths[axis] ?? shape[axis]!),
    dims: kept.map((axis) => dims[axis]!),
  };
}

function placesOf(places: Places | undefined, length: number): readonly number[] {
  if (places === undefined) return Array.from({ length }, (_, place) => place);
  return typeof places === "number" ? [places] : places;
}

/** The same variable with its axes in another order: axis k of the result is axis `order[k]`. */
export function transpose(variable: Variable, order: readonly number[]): Variable {
  if (order.every((axis, k) => axis === k)) return variable;
  const { values, shape, dims } = variable;
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const lengths = order.map((axis) => shape[axis]!);
  const steps = order.map((axis) => strides[axis]!);
  const out = roomLike(values, values.length);
  const last = order.length - 1;
  let at = 0;
  const visit = (k: number, start: number): void => {
    if (k < last) for (let i = 0; i < lengths[k]!; i++) visit(k + 1, start + i * steps[k]!);
    else {
      const step = steps[k]!;
      for (let i = 0, place = start; i < lengths[k]!; i++, place += step) (out as string[])[at++] = values[place] as string;
    }
  };
  if (values.length > 0) visit(0, 0);
  return { ...variable, values: out, shape: lengths, dims: order.map((axis) => dims[axis]!) };
}

/** Variables of one type, equal but for the length along `axis`, one after the other along it. */
export function join(variables: readonly Variable[], axis: number): Variable {
  const [first] = variables as [Variable, ...Variable[]];
  const length = variables.reduce((sum, { shape }) => sum + shape[axis]!, 0);
  const shape = first.shape.map((own, k) => (k === axis ? length : own));
  const outer = sizeOf(shape.slice(0, axis));
  const out = roomLike(first.values, sizeOf(shape));
  const run = sizeOf(shape.slice(axis));
  let offset = 0;
  for (const variable of variables) {
    const own = sizeOf(variable.shape.slice(axis));
    for (let i = 0; i < outer; i++) copyRun(variable.values, i * own, own, out, i * run + offset);
    offset += own;
  }
  return { ...first, values: out, shape };
}

/** Where a bound model's variables lie in compact vectors, and how they look to a person: [rows..., event...]. */
import type { CompiledModel, ParameterLayout, VariableLayout } from "../program/compiled.js";

/** A variable's columns within a compact vector: `width` of them, each of `rows` numbers, from `offset` on. */
export interface Place {
  readonly name: string;
  readonly dims: readonly string[];
  readonly event: readonly number[];
  readonly offset: number;
  readonly rows: number;
  readonly width: number;
}

export interface ParameterPlace extends Place {
  readonly layout: ParameterLayout;
  readonly positionOffset: number;
  readonly positionWidth: number;
}

export type DimSizes = ReadonlyMap<string, number>;

export function rowsOf(dims: readonly string[], sizes: DimSizes): number {
  return dims.reduce((product, dim) => product * (sizes.get(dim) ?? 1), 1);
}

export function parameterPlaces(compiled: CompiledModel, sizes: DimSizes): ParameterPlace[] {
  let offset = 0;
  let positionOffset = 0;
  return compiled.parameters.map((layout) => {
    const rows = rowsOf(layout.dims, sizes);
    const { name, dims, event, width, positionWidth } = layout;
    const place = { name, dims, event, width, rows, offset, layout, positionOffset, positionWidth };
    offset += rows * width;
    positionOffset += rows * positionWidth;
    return place;
  });
}

/** Places of a section's outputs, which stand in the order of `layouts`. */
export function outputPlaces(layouts: readonly VariableLayout[], sizes: DimSizes): Place[] {
  let offset = 0;
  return layouts.map(({ name, dims, event, width }) => {
    const rows = rowsOf(dims, sizes);
    const place = { name, dims, event, width, rows, offset };
    offset += rows * width;
    return place;
  });
}

/** Copies a variable out of a compact vector at `source[start]`, event last, as a person counts. */
export function readVariable(
  { offset, rows, width }: Place,
  source: Float64Array,
  start: number,
  out: Float64Array,
  outStart: number,
): void {
  for (let k = 0; k < width; k++) {
    const column = start + offset + k * rows;
    for (let row = 0; row < rows; row++) out[outStart + row * width + k] = source[column + row] as number;
  }
}

/** The reverse of `readVariable`: values (row-major, or one for all) into a compact vector. */
export function writeVariable({ offset, rows, width }: Place, values: ArrayLike<number>, target: Float64Array): void {
  for (let k = 0; k < width; k++) {
    for (let row = 0; row < rows; row++) {
      const at = values.length === 1 ? 0 : values.length === width ? k : row * width + k;
      target[offset + k * rows + row] = values[at] as number;
    }
  }
}

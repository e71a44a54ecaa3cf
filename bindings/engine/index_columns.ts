/** Index columns of a program, from the recipes that the lowering wrote and the labels of the data. */
import type { CompiledModel } from "../program/compiled.js";
import type { IndexRecipe } from "../program/lower/spaces.js";
import { type DimSizes, rowsOf } from "./variables.js";

export function indexColumns(compiled: CompiledModel, sizes: DimSizes, labels: ReadonlyMap<string, Int32Array>): Int32Array[] {
  return compiled.indexes.map((recipe) => indexColumn(compiled, recipe, sizes, labels));
}

function indexColumn(
  compiled: CompiledModel,
  recipe: IndexRecipe,
  sizes: DimSizes,
  labels: ReadonlyMap<string, Int32Array>,
): Int32Array {
  const names = (space: number) => (compiled.program.spaces[space] ?? []).map((dim) => compiled.dims[dim] as string);
  const dims = names(recipe.space);
  const targetDims = names(recipe.target);
  const lengths = dims.map((dim) => sizes.get(dim) as number);
  const at = new Array<number>(dims.length).fill(0);
  const out = new Int32Array(rowsOf(dims, sizes));
  for (let row = 0; row < out.length; row++) {
    let target = 0;
    recipe.parts.forEach((part, axis) => {
      const length = sizes.get(targetDims[axis] as string) as number;
      const place =
        "dim" in part
          ? Math.max(0, (at[dims.indexOf(compiled.dims[part.dim] as string)] as number) - (part.back ?? 0))
          : labelAt(compiled, part.label, dims, at, sizes, labels);
      target = target * length + place;
    });
    out[row] = target;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      at[axis] = (at[axis] as number) + 1;
      if ((at[axis] as number) < (lengths[axis] as number)) break;
      at[axis] = 0;
    }
  }
  return out;
}

function labelAt(
  compiled: CompiledModel,
  name: string,
  dims: readonly string[],
  at: readonly number[],
  sizes: DimSizes,
  labels: ReadonlyMap<string, Int32Array>,
): number {
  const spec = compiled.data.find((column) => column.name === name);
  const column = labels.get(name);
  if (spec === undefined || column === undefined) throw new RangeError(`no label column "${name}"`);
  const row = spec.dims.reduce((index, dim) => index * (sizes.get(dim) as number) + (at[dims.indexOf(dim)] as number), 0);
  return column[row] as number;
}

/** Index spaces, and the index columns that lead from one to another (labels and broadcasts). */

import { WasmcmcError } from "../../errors.js";

/** Where one axis of an index column's target comes from: an axis of its own space, or a data column of labels. */
export type IndexPart =
  /** An axis of its own space, by `back` rows earlier (but not before the first). */
  { readonly dim: number; readonly back?: number } | { readonly label: string };

export interface IndexRecipe {
  readonly space: number;
  readonly target: number;
  /** One part for each axis of the target. */
  readonly parts: readonly IndexPart[];
}

export class Spaces {
  readonly dims: string[] = [];
  /** Dim numbers of each space; the first is the scalar space. */
  readonly spaces: number[][] = [[]];
  readonly indexes: IndexRecipe[] = [];
  /** Dims that are second names of others: those have their length. */
  readonly twins = new Map<number, number>();
  private readonly byKey = new Map<string, number>([["", 0]]);
  private declared = 0;
  private readonly indexByKey = new Map<string, number>();

  dim(name: string): number {
    const known = this.dims.indexOf(name);
    return known >= 0 ? known : this.dims.push(name) - 1;
  }

  /** Declares a second name of a dim. */
  twin(name: number, of: number): void {
    const known = this.twins.get(name);
    if (known === of) return;
    if (known === undefined && name >= this.declared) {
      this.twins.set(name, of);
      return;
    }
    throw new WasmcmcError({
      code: "ambiguous-dim",
      problem: `"${this.dims[name]}" is a second name of "${this.dims[of]}", but names ${known === undefined ? "a dim of the data" : `"${this.dims[known]}"`} as well.`,
      remedy: "Rename to a name of its own.",
      variable: this.dims[name],
    });
  }

  /** From here on dims are made by the model alone. */
  dataEnds(): void {
    this.declared = this.dims.length;
  }

  /** The space of these dims, in this order. */
  of(dims: readonly number[]): number {
    const key = dims.join();
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const space = this.spaces.push([...dims]) - 1;
    this.byKey.set(key, space);
    return space;
  }

  named(names: readonly string[]): number {
    return this.of(names.map((name) => this.dim(name)));
  }

  dimsOf(space: number): readonly number[] {
    const dims = this.spaces[space];
    if (dims === undefined) throw new RangeError(`no index space ${space}`);
    return dims;
  }

  /** Dims of all of them, in order of first appearance. */
  union(spaces: readonly number[]): number {
    const dims: number[] = [];
    for (const space of spaces) for (const dim of this.dimsOf(space)) if (!dims.includes(dim)) dims.push(dim);
    return this.of(dims);
  }

  without(space: number, dims: readonly number[]): number {
    return this.of(this.dimsOf(space).filter((dim) => !dims.includes(dim)));
  }

  /** The index column that reads `target` (dims within `space`'s) for each row of `space`. */
  broadcast(space: number, target: number): number {
    return this.index({ space, target, parts: this.dimsOf(target).map((dim) => ({ dim })) });
  }

  index(recipe: IndexRecipe): number {
    const key = JSON.stringify(recipe);
    const known = this.indexByKey.get(key);
    if (known !== undefined) return known;
    const index = this.indexes.push(recipe) - 1;
    this.indexByKey.set(key, index);
    return index;
  }
}

/** The rows of a cross-validation: places along some dims, with what of each observation belongs to each of them. */
import type { Bound } from "../engine/bound.js";
import { rowsOf } from "../engine/variables.js";
import { WasmcmcError } from "../errors.js";
import type { Label } from "../posterior/array.js";
import type { ObservationLayout } from "../program/compiled.js";

/** In row-major order of the dims: those of the observation that is predicted, or one of them. */
export class LeavableRows {
  readonly dims: readonly string[];
  readonly count: number;

  constructor(
    private readonly bound: Bound,
    scored: ObservationLayout,
    dim: string | undefined,
  ) {
    this.dims = dim === undefined ? scored.dims : [dim];
    this.count = rowsOf(this.dims, bound.checked.dimSizes);
    if (dim !== undefined && !scored.dims.includes(dim)) throw noRows(scored, dim);
    if (this.dims.length === 0) throw noRows(scored, undefined);
  }

  /** The fold of each row of an observation over (at least) these dims. */
  foldsOf(dims: readonly string[], folds: Int32Array): Int32Array {
    const sizes = dims.map((dim) => this.bound.checked.dimSizes.get(dim) ?? 1);
    const strides = sizes.map((_, axis) => sizes.slice(axis + 1).reduce((product, size) => product * size, 1));
    const count = sizes.reduce((product, size) => product * size, 1);
    return Int32Array.from({ length: count }, (_, row) => {
      const place = this.dims.reduce((at, dim) => {
        const axis = dims.indexOf(dim);
        return at * sizes[axis]! + (Math.floor(row / strides[axis]!) % sizes[axis]!);
      }, 0);
      return folds[place]!;
    });
  }

  /** Rows of a fold in every observation that is over these dims. */
  members(folds: Int32Array, fold: number): Record<string, readonly number[]> {
    const over = this.bound.compiled.observations.filter(({ dims }) => this.dims.every((dim) => dims.includes(dim)));
    return Object.fromEntries(
      over.map(({ name, dims }) => [name, [...this.foldsOf(dims, folds)].flatMap((own, row) => (own === fold ? [row] : []))]),
    );
  }

  /** Labels of the rows, of a column over them if a name is given. */
  labels(given: string | ArrayLike<Label> | undefined, option: string): ArrayLike<Label> | undefined {
    if (typeof given !== "string") return given;
    const { data } = this.bound.compiled;
    const own = data.filter(({ dims }) => dims.length === this.dims.length && dims.every((dim, axis) => dim === this.dims[axis]));
    const column = own.find(({ name }) => name === given) ?? own.find(({ target }) => target === given);
    const { columns, indexes } = this.bound.checked;
    const labels = column && (column.role === "index" ? indexes : columns).get(column.name);
    if (labels !== undefined) return labels;
    throw new WasmcmcError({
      code: "unknown-variable",
      problem: `The option ${option} names "${given}", which is no column over ${this.dims.map((dim) => `"${dim}"`).join(", ")}.`,
      remedy: `Give labels, one a row, or one of ${own.map(({ name }) => name).join(", ") || "no columns"}.`,
      variable: given,
    });
  }
}

function noRows({ name, dims }: ObservationLayout, dim: string | undefined): WasmcmcError {
  return new WasmcmcError({
    code: "unsupported-model",
    problem:
      dim === undefined
        ? `All of "${name}" is one joint observation: there are no rows to leave out.`
        : `Rows of "${name}" cannot be left out along "${dim}": it has no row of its own for each member.`,
    remedy: dims.length === 0 ? "Compare such models by data they were not fitted to." : `Its rows are over ${dims.join(", ")}.`,
    variable: name,
    value: dim,
  });
}

/** A bound model that does not see some rows of its observations: for refits that predict them. */
import { Bound } from "../engine/bound.js";
import { rowsOf } from "../engine/variables.js";
import { WasmcmcError } from "../errors.js";
import type { WithholdingLayout } from "../program/compiled.js";
import { withholdingOf } from "../program/lower/withholding.js";
import { Target } from "./target.js";

/** Numbers of rows by observation, counted over its row dims in row-major order. */
export type RowsByObservation = Readonly<Record<string, ArrayLike<number>>>;

/**
 * The same target without some rows of its observations in the log density. All else stays: every dim keeps its members, parameters that
 * only those rows told of follow their priors, and the fit's `logLikelihood` has all rows, those left out among them.
 *
 *     const fit = await sample(leaveOut(target, { y: [3, 17] }), { seed: 1 });
 *     fit.logLikelihood("y");   // column 3: how well the others predict row 3
 *
 * Throws where rows cannot be left out: rows of a Gaussian process or along a hidden Markov chain are one joint observation, rows that
 * later rows read (lag, scan) stay known through those, and so do values that priors or potentials read.
 */
export function leaveOut<M>(target: Target<M>, rows: RowsByObservation): Target<M> {
  const bound = withWithholding(target.bound);
  const layouts = bound.compiled.withholding as readonly WithholdingLayout[];
  const columns = new Map(bound.checked.columns);
  for (const [name, numbers] of Object.entries(rows)) {
    const layout = layouts.find((candidate) => candidate.name === name);
    if (layout === undefined) throw unknown(name, layouts);
    columns.set(layout.column, masked(bound, layout, numbers));
  }
  return new Target<M>(new Bound(bound.compiled, { ...bound.checked, columns }, bound.options));
}

/** The model compiled so that rows can be left out; none is at first. */
function withWithholding(bound: Bound): Bound {
  if (bound.compiled.withholding !== undefined) return bound;
  const { recompile } = bound.options;
  if (recompile === undefined) {
    throw new WasmcmcError({
      code: "unsupported-model",
      problem: "This model was read from bytes; rows cannot be left out of it here.",
      remedy: "Bind the model that was built, and leave rows out of that.",
    });
  }
  const compiled = recompile({ withholding: withholdingOf });
  const columns = new Map(bound.checked.columns);
  for (const { column, dims } of compiled.withholding ?? [])
    columns.set(column, new Float64Array(rowsOf(dims, bound.checked.dimSizes)));
  return new Bound(compiled, { ...bound.checked, columns }, bound.options);
}

/** The observation's column with more rows left out. */
function masked({ checked }: Bound, layout: WithholdingLayout, numbers: ArrayLike<number>): Float64Array {
  const column = Float64Array.from(checked.columns.get(layout.column) as Float64Array);
  for (let i = 0; i < numbers.length; i++) {
    const row = numbers[i]!;
    if (!(Number.isInteger(row) && row >= 0 && row < column.length)) throw noRow(layout.name, row, column.length);
    column[row] = 1;
  }
  const sizes = layout.dims.map((dim) => checked.dimSizes.get(dim) ?? 1);
  for (const { dim, why } of layout.bound) {
    const axis = layout.dims.indexOf(dim);
    if (axis >= 0 && differsAlong(column, sizes, axis)) throw boundRows(layout.name, dim, why);
  }
  return column;
}

/** Not all places along an axis have the same number. */
function differsAlong(column: Float64Array, sizes: readonly number[], axis: number): boolean {
  const stride = sizes.slice(axis + 1).reduce((product, size) => product * size, 1);
  return column.some((value, i) => Math.floor(i / stride) % sizes[axis]! > 0 && value !== column[i - stride]);
}

export function boundRows(name: string, dim: string, why: string): WasmcmcError {
  return new WasmcmcError({
    code: "unsupported-model",
    problem: `Rows of "${name}" along "${dim}" cannot be left out: ${why}.`,
    remedy: "Leave out whole sequences along another dim, or bind the model to fewer data.",
    variable: name,
    value: dim,
  });
}

function noRow(name: string, row: number, count: number): WasmcmcError {
  return new WasmcmcError({
    code: "position-out-of-range",
    problem: `The observation "${name}" has no row ${row}.`,
    remedy: `Give whole numbers from 0 to ${count - 1}.`,
    variable: name,
    value: row,
  });
}

function unknown(name: string, layouts: readonly WithholdingLayout[]): WasmcmcError {
  return new WasmcmcError({
    code: "unknown-variable",
    problem: `The model has no observation "${name}".`,
    remedy: `Known: ${layouts.map((layout) => layout.name).join(", ")}.`,
    variable: name,
  });
}

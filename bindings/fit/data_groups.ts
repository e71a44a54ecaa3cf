/** What a model was given as groups of results: what it observes, and what it takes as known. */
import type { Bound } from "../engine/bound.js";
import { rowsOf } from "../engine/variables.js";
import type { Dataset } from "../posterior/inference_data/dataset.js";
import { withCoords } from "../posterior/inference_data/from.js";
import type { Coordinates, Variable } from "../posterior/inference_data/variable.js";
import { toInt64 } from "../posterior/io/value_types.js";
import type { SimulationLayout } from "../program/compiled.js";

/** Labels of all dims of a model. */
export function coordinatesOf(bound: Bound): Coordinates {
  return Object.fromEntries([...bound.checked.dimSizes.keys()].map((dim) => [dim, bound.coordinates(dim)]));
}

/** Observed values by the observations' names; whole numbers are 64-bit integers where nothing else can be observed. */
export function observedData(bound: Bound): Dataset {
  const simulated = bound.forSimulation();
  const layouts = simulated.compiled.simulation?.observations ?? [];
  const variables = layouts.map((layout): [string, Variable] => {
    const { name, dims, event } = layout;
    const sizes = dims.map((dim) => bound.checked.dimSizes.get(dim) ?? 1);
    const values = observedValues(simulated, layout);
    return [
      name,
      {
        values: layout.whole === true ? toInt64(values) : values,
        shape: [...sizes, ...event],
        dims: [...dims, ...event.map((_, axis) => `${name}_dim_${axis}`)],
      },
    ];
  });
  return withCoords(Object.fromEntries(variables), coordinatesOf(bound));
}

function observedValues(bound: Bound, { dims, observed = [] }: SimulationLayout): Float64Array {
  const { dimSizes } = bound.checked;
  const rows = rowsOf(dims, dimSizes);
  const out = new Float64Array(rows * observed.length);
  for (const [k, id] of observed.entries()) {
    const column = bound.evaluator.value(id);
    const space = bound.compiled.program.values[id]?.space ?? 0;
    const own = (bound.compiled.program.spaces[space] ?? []).map((dim) => bound.compiled.dims[dim]!);
    const rowIn = rowWithin(own, dims, dimSizes);
    for (let row = 0; row < rows; row++) out[row * observed.length + k] = column[rowIn(row)]!;
  }
  return out;
}

/** From a row over `dims` to the row over some of them: an element may be over fewer dims than the whole. */
function rowWithin(own: readonly string[], dims: readonly string[], sizes: ReadonlyMap<string, number>): (row: number) => number {
  if (own.length === dims.length) return (row) => row;
  return (row) => {
    let rest = row;
    let place = 0;
    let stride = 1;
    for (const dim of dims.toReversed()) {
      const size = sizes.get(dim) ?? 1;
      if (own.includes(dim)) {
        place += (rest % size) * stride;
        stride *= size;
      }
      rest = Math.floor(rest / size);
    }
    return place;
  };
}

/**
 * The data columns that are not observed as they are. Labels are places in the dim that they name, whose labels are among the
 * coordinates. No variable of results may have the name of a dim: such columns get "_idx" (labels) or "_data" after their names.
 */
export function constantData(bound: Bound): Dataset {
  const { compiled, checked } = bound.forSimulation();
  const observed = new Set((compiled.simulation?.observations ?? []).flatMap(({ observedColumns = [] }) => observedColumns));
  const kept = compiled.data.filter(({ name }) => !observed.has(name));
  const variables = kept.map(({ name, role, dims }): [string, Variable] => {
    const isDim = checked.dimSizes.has(name);
    const shape = dims.map((dim) => checked.dimSizes.get(dim) ?? 1);
    const values = role === "index" ? toInt64(checked.indexes.get(name)!) : checked.columns.get(name)!;
    return [isDim ? `${name}_${role === "index" ? "idx" : "data"}` : name, { values, shape, dims }];
  });
  return withCoords(Object.fromEntries(variables), coordinatesOf(bound));
}

/** What stored draws say of each row of an observation: its log density, and those of a mixture's components. */
import { Section } from "../../assembly/opcodes.js";
import { rowsOf } from "../engine/variables.js";
import { type NamedArray, namedArray } from "../posterior/array.js";
import type { ObservationLayout } from "../program/compiled.js";
import type { FitDraws } from "./draws.js";

/** Where each component's column of rows lies among the outputs of the component sections. */
export interface Columns {
  readonly offset: number;
  readonly rows: number;
  readonly components: readonly string[];
}

export function columnsOf(draws: FitDraws, observation: ObservationLayout): Columns {
  const sizes = draws.bound.checked.dimSizes;
  const { components = [], first = 0 } = observation.mixture ?? {};
  let offset = 0;
  for (const other of draws.bound.compiled.observations) {
    if (other.mixture !== undefined && other.mixture.first < first)
      offset += other.mixture.components.length * rowsOf(other.mixture.dims, sizes);
  }
  return { offset, rows: rowsOf(observation.mixture?.dims ?? observation.dims, sizes), components };
}

/** Copies a draw's columns, component by component, to [row, component]; component k is column `permutation[k]`, or k. */
export function copyRows(
  outputs: Float64Array,
  { offset, rows, components }: Columns,
  out: Float64Array,
  start = 0,
  permutation?: Uint8Array,
): void {
  const count = components.length;
  for (let k = 0; k < count; k++) {
    const column = offset + (permutation?.[k] ?? k) * rows;
    for (let row = 0; row < rows; row++) out[start + row * count + k] = outputs[column + row] as number;
  }
}

/** An array [...first, ...row dims, component]; `first` are axes without coordinates, or with those given. */
export function byRow(
  values: Float64Array,
  draws: FitDraws,
  observation: ObservationLayout,
  components: readonly string[] | undefined,
  first: Readonly<Record<string, number>> = {},
  firstCoords: Readonly<Record<string, readonly number[]>> = {},
): NamedArray {
  const { bound } = draws;
  const dims = (components && observation.mixture?.dims) ?? observation.dims;
  const last = components === undefined ? {} : { component: components.length };
  const axes = { ...first, ...Object.fromEntries(dims.map((dim) => [dim, bound.checked.dimSizes.get(dim) ?? 1])), ...last };
  const coords = Object.fromEntries(dims.map((dim) => [dim, bound.coordinates(dim)]));
  return namedArray(values, Object.values(axes), Object.keys(axes), {
    ...firstCoords,
    ...coords,
    ...(components && { component: components }),
  });
}

/** The components' log densities for each draw, without weights: [chain, draw, ...row dims, component]. */
export function componentLogp(draws: FitDraws, observation: ObservationLayout): NamedArray {
  const columns = columnsOf(draws, observation);
  const size = columns.rows * columns.components.length;
  const values = new Float64Array(draws.chains * draws.draws * size);
  for (let chain = 0; chain < draws.chains; chain++) {
    draws.stored.forEach(Section.ComponentLogp, draws.compact(chain), (outputs, draw) => {
      copyRows(outputs, columns, values, (chain * draws.draws + draw) * size);
    });
  }
  return byRow(values, draws, observation, columns.components, { chain: draws.chains, draw: draws.draws });
}

/** The most probable path of a hidden Markov model's states for each draw, as numbers of states: [chain, draw, ...row dims]. */
export function decodedPaths(draws: FitDraws, observation: ObservationLayout): NamedArray {
  const sizes = draws.bound.checked.dimSizes;
  const { observations } = draws.bound.compiled;
  const before = observations.filter(({ decode }) => decode !== undefined && decode < (observation.decode ?? 0));
  const offset = before.reduce((sum, { mixture }) => sum + rowsOf(mixture?.dims ?? [], sizes), 0);
  const dims = observation.mixture?.dims ?? [];
  const rows = rowsOf(dims, sizes);
  const values = new Float64Array(draws.chains * draws.draws * rows);
  for (let chain = 0; chain < draws.chains; chain++) {
    draws.stored.forEach(Section.Decode, draws.compact(chain), (outputs, draw) => {
      values.set(outputs.subarray(offset, offset + rows), (chain * draws.draws + draw) * rows);
    });
  }
  return byRow(values, draws, { ...observation, dims }, undefined, { chain: draws.chains, draw: draws.draws });
}

/** Where an observation's rows lie among the outputs of the section of log densities. */
export function logpRows({ bound }: Pick<FitDraws, "bound">, observation: ObservationLayout): { offset: number; rows: number } {
  const sizes = bound.checked.dimSizes;
  const before = bound.compiled.observations.slice(0, observation.rowLogp);
  return { offset: before.reduce((sum, { dims }) => sum + rowsOf(dims, sizes), 0), rows: rowsOf(observation.dims, sizes) };
}

/** The log density of each row for each draw, weights included: [chain, draw, ...row dims]. */
export function rowLogLikelihood(draws: FitDraws, observation: ObservationLayout): NamedArray {
  const { offset, rows } = logpRows(draws, observation);
  const values = new Float64Array(draws.chains * draws.draws * rows);
  for (let chain = 0; chain < draws.chains; chain++) {
    draws.stored.forEach(Section.RowLogp, draws.compact(chain), (outputs, draw) => {
      values.set(outputs.subarray(offset, offset + rows), (chain * draws.draws + draw) * rows);
    });
  }
  return byRow(values, draws, observation, undefined, { chain: draws.chains, draw: draws.draws });
}

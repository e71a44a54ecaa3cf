/** Which component does a row belong to? Averaged over the draws, streamed through the engine. */
import { Section } from "../../assembly/opcodes.js";
import { rowsOf } from "../engine/variables.js";
import { type NamedArray, namedArray } from "../posterior/array.js";
import { BatchMeans, batchLength } from "../posterior/batch_means.js";
import type { ObservationLayout } from "../program/compiled.js";
import type { FitDraws } from "./draws.js";

export interface MembershipOptions {
  /**
   * false leaves the mixture's weights out: each component counts alike, as if a row were equally likely to come from any.
   * That is not the posterior probability of membership; it is there to compare with published analyses that did so.
   */
  readonly weights?: boolean;
}

export interface Membership<Names extends string = string> {
  /** Names of the components, in the order of the last axis. */
  readonly components: readonly Names[];
  /** Posterior mean of w_k f_k(row) / sum_j w_j f_j(row): [...row dims, component]. */
  readonly probability: NamedArray;
  /** Monte Carlo standard error of each probability, by batch means. */
  readonly mcse: NamedArray;
  /** Expected number of rows in each component. */
  readonly expectedCounts: Float64Array;
}

/** Rows of each component's column among the outputs of the component sections. */
interface Columns {
  readonly offset: number;
  readonly rows: number;
  readonly components: readonly string[];
}

export function membership(draws: FitDraws, observation: ObservationLayout, { weights = true }: MembershipOptions): Membership {
  const columns = columnsOf(draws, observation);
  const kind = weights ? Section.Responsibilities : Section.ResponsibilitiesUnweighted;
  const means = new BatchMeans(columns.rows * columns.components.length);
  const batch = batchLength(draws.draws);
  for (let chain = 0; chain < draws.chains; chain++) {
    for (let first = 0; first < draws.draws; first += batch) {
      const last = Math.min(draws.draws, first + batch);
      const sums = draws.stored.sums(kind, draws.compact(chain, first, last));
      means.addSums(sums.subarray(columns.offset, columns.offset + means.width), last - first);
    }
  }
  const probability = componentLast(draws, observation, columns, means.mean());
  return {
    components: columns.components,
    probability,
    mcse: componentLast(draws, observation, columns, means.error()),
    expectedCounts: countsOf(probability.values, columns),
  };
}

/** The components' log densities for each draw, without weights: [chain, draw, ...row dims, component]. */
export function componentLogp(draws: FitDraws, observation: ObservationLayout): NamedArray {
  const columns = columnsOf(draws, observation);
  const { offset, rows, components } = columns;
  const size = rows * components.length;
  const values = new Float64Array(draws.chains * draws.draws * size);
  for (let chain = 0; chain < draws.chains; chain++) {
    draws.stored.forEach(Section.ComponentLogp, draws.compact(chain), (outputs, draw) => {
      const start = (chain * draws.draws + draw) * size;
      for (let k = 0; k < components.length; k++) {
        for (let row = 0; row < rows; row++)
          values[start + row * components.length + k] = outputs[offset + k * rows + row] as number;
      }
    });
  }
  const { shape, dims, coords } = axes(draws, observation, components);
  return namedArray(values, [draws.chains, draws.draws, ...shape], ["chain", "draw", ...dims], coords);
}

/** The log density of each row for each draw, weights included: [chain, draw, ...row dims]. */
export function rowLogLikelihood(draws: FitDraws, observation: ObservationLayout): NamedArray {
  const sizes = draws.bound.checked.dimSizes;
  const before = draws.bound.compiled.observations.slice(0, observation.rowLogp);
  const offset = before.reduce((sum, { dims }) => sum + rowsOf(dims, sizes), 0);
  const rows = rowsOf(observation.dims, sizes);
  const values = new Float64Array(draws.chains * draws.draws * rows);
  for (let chain = 0; chain < draws.chains; chain++) {
    draws.stored.forEach(Section.RowLogp, draws.compact(chain), (outputs, draw) => {
      values.set(outputs.subarray(offset, offset + rows), (chain * draws.draws + draw) * rows);
    });
  }
  const { dims } = observation;
  const coords = Object.fromEntries(dims.map((dim) => [dim, draws.bound.coordinates(dim)]));
  return namedArray(
    values,
    [draws.chains, draws.draws, ...dims.map((dim) => sizes.get(dim) ?? 1)],
    ["chain", "draw", ...dims],
    coords,
  );
}

function columnsOf(draws: FitDraws, observation: ObservationLayout): Columns {
  const sizes = draws.bound.checked.dimSizes;
  const { components = [], first = 0 } = observation.mixture ?? {};
  let offset = 0;
  for (const other of draws.bound.compiled.observations) {
    if (other.mixture !== undefined && other.mixture.first < first)
      offset += other.mixture.components.length * rowsOf(other.dims, sizes);
  }
  return { offset, rows: rowsOf(observation.dims, sizes), components };
}

function axes(draws: FitDraws, { dims }: ObservationLayout, components: readonly string[]) {
  const shape = [...dims.map((dim) => draws.bound.checked.dimSizes.get(dim) ?? 1), components.length];
  const coords = Object.fromEntries([
    ...dims.map((dim) => [dim, draws.bound.coordinates(dim)] as const),
    ["component", components] as const,
  ]);
  return { shape, dims: [...dims, "component"], coords };
}

function componentLast(
  draws: FitDraws,
  observation: ObservationLayout,
  { rows, components }: Columns,
  values: Float64Array,
): NamedArray {
  const out = new Float64Array(values.length);
  for (let k = 0; k < components.length; k++) {
    for (let row = 0; row < rows; row++) out[row * components.length + k] = values[k * rows + row] as number;
  }
  const { shape, dims, coords } = axes(draws, observation, components);
  return namedArray(out, shape, dims, coords);
}

function countsOf(probability: Float64Array, { components }: Columns): Float64Array {
  const counts = new Float64Array(components.length);
  for (let i = 0; i < probability.length; i++)
    counts[i % components.length] = (counts[i % components.length] as number) + (probability[i] as number);
  return counts;
}

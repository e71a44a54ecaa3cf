/**
 * Permutations of a mixture's components, one for each draw: `permutations[draw * components + k]` is the number that the draw itself
 * gives to what is component `k` after relabelling.
 */
import { WasmcmcError } from "../../errors.js";
import { type NamedArray, namedArray } from "../array.js";

export interface Relabelling {
  /** [draw, component]. */
  readonly permutations: Uint8Array;
  /** Sweeps over the draws until no permutation changed. */
  readonly iterations: number;
  /** What was minimised, at the end. */
  readonly cost: number;
}

/** What every algorithm is told. */
export interface RelabellingShape {
  readonly draws: number;
  readonly points: number;
  /** Up to 255. */
  readonly components: number;
  /** A number for each component: only components of one number change places. Without it any may. */
  readonly groups?: readonly number[];
  /** Stops after this many sweeps, should permutations still change. */
  readonly maxIterations?: number;
}

export const MaxIterations = 100;

/** The permutation that leaves each component where it is, for each draw. */
export function identity(draws: number, components: number): Uint8Array {
  return Uint8Array.from({ length: draws * components }, (_, i) => i % components);
}

/** The most frequent permutation; of equally frequent ones the first. */
export function commonest(permutations: readonly Uint8Array[]): Uint8Array {
  const counts = new Map<string, number>();
  for (const permutation of permutations) counts.set(String(permutation), (counts.get(String(permutation)) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return permutations.find((permutation) => counts.get(String(permutation)) === most)!;
}

/** Renames the relabelled components, alike in all draws, so that as many draws as can be keep the labels they have. */
export function keepCommonLabels(permutations: Uint8Array, components: number): Uint8Array {
  const each = Array.from({ length: permutations.length / components }, (_, draw) =>
    permutations.subarray(draw * components, (draw + 1) * components),
  );
  const common = commonest(each);
  const out = new Uint8Array(permutations.length);
  for (const [draw, permutation] of each.entries()) {
    for (const [k, label] of permutation.entries()) out[draw * components + common[k]!] = label;
  }
  return out;
}

/** Makes pairs of components of different groups dearer than any permutation of finite costs. */
export function forbid(costs: Float64Array, components: number, groups: readonly number[] | undefined): void {
  if (groups === undefined) return;
  let total = 1;
  for (const cost of costs) total += Math.abs(cost);
  for (let i = 0; i < costs.length; i++) {
    if (groups[Math.floor(i / components)] !== groups[i % components]) costs[i] = 2 * total;
  }
}

export function checkShape({ draws, points, components, groups }: RelabellingShape): void {
  const counts = [draws, points, components];
  const good = counts.every((count) => Number.isInteger(count) && count > 0) && components < 256;
  if (good && (groups === undefined || groups.length === components)) return;
  throw new WasmcmcError({
    code: "bad-shape",
    problem: `${draws} draws of ${points} points and ${components} components${groups ? ` in ${groups.length} groups` : ""} cannot be relabelled.`,
    remedy: "Give at least one of each, at most 255 components, and one group number for each component.",
    value: components,
  });
}

/**
 * An array [chain, draw, ...] whose axis `axis` counts components, relabelled draw by draw. `positions` says where on the axis each
 * component stands (-1: nowhere); without it component k stands at k. Other places stay as they are.
 */
export function relabelArray(
  array: NamedArray,
  axis: number,
  permutations: Uint8Array,
  positions: readonly number[] = Array.from({ length: array.shape[axis]! }, (_, k) => k),
): NamedArray {
  const { values, shape, dims, coords } = array;
  const components = positions.length;
  const draws = shape[0]! * shape[1]!;
  const after = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
  const block = after * shape[axis]!;
  const size = values.length / draws;
  const out = values.slice();
  for (let draw = 0; draw < draws; draw++) {
    for (let start = draw * size; start < (draw + 1) * size; start += block) {
      for (let k = 0; k < components; k++) {
        const [to, from] = [positions[k]!, positions[permutations[draw * components + k]!]!];
        if (to < 0 || to === from) continue;
        out.set(values.subarray(start + from * after, start + (from + 1) * after), start + to * after);
      }
    }
  }
  return namedArray(out, shape, dims, coords);
}

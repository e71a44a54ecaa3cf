/** Statistics of the sampler as warnings read them. */
import type { SampleStats } from "../warnings.js";
import type { Dataset } from "./dataset.js";
import { isNumeric } from "./named.js";

/** Those of `sample_stats` that are judged, where the group is there and has one number a draw of them. */
export function sampleStatsOf(dataset: Dataset | undefined): SampleStats | undefined {
  const found: Record<string, ArrayLike<number>> = {};
  let shape: readonly number[] | undefined;
  for (const name of ["lp", "diverging", "reached_max_treedepth"] as const) {
    const variable = dataset?.variables[name];
    if (variable?.dims.join() !== "chain,draw" || !isNumeric(variable.values)) continue;
    found[name] = Float64Array.from(variable.values as ArrayLike<number>, Number);
    shape = variable.shape;
  }
  return shape && { ...found, chains: shape[0]!, draws: shape[1]! };
}

/** Sample statistics by name, out of the records that chains store. */
import { STATS } from "../engine/chain_runner.js";
import type { StoredChain } from "../engine/record.js";

/** Statistics of each draw, flat, chain by chain, under ArviZ's names. */
export interface SampleStatistics {
  readonly lp: Float64Array;
  readonly acceptance_rate: Float64Array;
  readonly step_size: Float64Array;
  readonly tree_depth: Float64Array;
  readonly n_steps: Float64Array;
  readonly diverging: Float64Array;
  readonly energy: Float64Array;
  readonly energy_error: Float64Array;
  readonly max_energy_error: Float64Array;
  readonly reached_max_treedepth: Float64Array;
}

/** Names in the order of `Stat`. */
export const statNames: readonly (keyof SampleStatistics)[] = [
  "lp",
  "acceptance_rate",
  "step_size",
  "tree_depth",
  "n_steps",
  "diverging",
  "energy",
  "energy_error",
  "max_energy_error",
  "reached_max_treedepth",
];

/** Of the first `draws` draws of each chain. */
export function sampleStatistics(chains: readonly StoredChain[], draws: number): SampleStatistics {
  const stat = (at: number) =>
    Float64Array.from(
      { length: chains.length * draws },
      (_, i) => chains[Math.floor(i / draws)]?.stats[(i % draws) * STATS + at] as number,
    );
  return Object.fromEntries(statNames.map((name, at) => [name, stat(at)])) as unknown as SampleStatistics;
}

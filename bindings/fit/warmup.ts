/** The iterations of adaptation, where `keepWarmup` asked for them: read as a fit's draws are, but they are no draws of the posterior. */
import { WasmcmcError } from "../errors.js";
import type { Draws } from "../model/model.js";
import type { NamedArray } from "../posterior/array.js";
import type { FitDraws } from "./draws.js";
import type { SampleStatistics } from "./sample_statistics.js";

/**
 * Warm-up of a fit: `fit.warmup`.
 *
 *     const fit = await sample(line, data, { keepWarmup: true });
 *     fit.warmup?.array("m");              // [chain, draw], a draw an iteration of warm-up
 *     fit.warmup?.sampleStats.step_size;
 */
export class Warmup<M = unknown> {
  /** @internal */
  constructor(
    private readonly source: FitDraws,
    /** Numbers of the chains, as in the fit. */
    readonly chains: readonly number[],
    /** Statistics of each iteration, flat, chain by chain. */
    readonly sampleStats: SampleStatistics,
  ) {}

  /** Names of the variables. */
  get names(): readonly string[] {
    return this.source.names;
  }

  /** Iterations of each chain: fewer than `settings.warmup` after an abort. */
  get drawCount(): number {
    return this.source.draws;
  }

  /** Values with shape, dims and coordinates: axes [chain, draw, ...dims as declared, ...event]. */
  array(name: Extract<keyof Draws<M>, string>): NamedArray {
    const array = this.source.array(name);
    if (array !== undefined) return array;
    throw new WasmcmcError({
      code: "unknown-variable",
      problem: `The fit has nothing named "${name}" here.`,
      remedy: `Known: ${this.names.join(", ")}.`,
      variable: name,
    });
  }
}

/** What a run keeps of its chains: draws and sample statistics, filled batch by batch. */
import { Stat } from "../../assembly/layout.js";
import { type Batch, STATS } from "./chain_runner.js";
import type { Settings } from "./options.js";

export class ChainRecord {
  /** Compact constrained values, draw by draw. */
  readonly draws: Float64Array;
  /** `Stat` records, draw by draw. */
  readonly stats: Float64Array;
  /** Iterations done, warm-up included. */
  iterations = 0;
  divergences = 0;
  stepSize = Number.NaN;

  constructor(
    readonly chain: number,
    private readonly settings: Settings,
    private readonly parameterLength: number,
  ) {
    this.draws = new Float64Array(settings.draws * parameterLength);
    this.stats = new Float64Array(settings.draws * STATS);
  }

  /** Draws kept so far. */
  get drawCount(): number {
    return Math.max(0, this.iterations - this.settings.warmup);
  }

  get finished(): boolean {
    return this.iterations >= this.settings.warmup + this.settings.draws;
  }

  take({ iterations, draws, stats }: Batch): void {
    const skipped = Math.min(iterations, Math.max(0, this.settings.warmup - this.iterations));
    const at = this.drawCount;
    this.draws.set(draws.subarray(skipped * this.parameterLength), at * this.parameterLength);
    this.stats.set(stats.subarray(skipped * STATS), at * STATS);
    for (let i = skipped; i < iterations; i++) this.divergences += stats[i * STATS + Stat.Diverging] as number;
    this.stepSize = stats[(iterations - 1) * STATS + Stat.StepSize] as number;
    this.iterations += iterations;
  }
}

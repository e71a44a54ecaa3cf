/** What a run keeps of its chains: counts, and draws and sample statistics, filled batch by batch. */
import { Stat } from "../../assembly/layout.js";
import { type Batch, STATS } from "./chain_runner.js";
import type { Settings } from "./options.js";

/** What is known of a chain under way, whatever becomes of its draws. */
export class ChainTally {
  /** Iterations done, warm-up included. */
  iterations = 0;
  divergences = 0;
  stepSize = Number.NaN;

  constructor(
    readonly chain: number,
    protected readonly settings: Settings,
  ) {}

  /** Draws made so far. */
  get drawCount(): number {
    return Math.max(0, this.iterations - this.settings.warmup);
  }

  get finished(): boolean {
    return this.iterations >= this.settings.warmup + this.settings.draws;
  }

  take({ iterations, draws, stats }: Batch): void {
    const warmup = Math.min(iterations, Math.max(0, this.settings.warmup - this.iterations));
    const width = draws.length / iterations;
    this.keepWarmup(draws.subarray(0, warmup * width), stats.subarray(0, warmup * STATS));
    if (warmup < iterations) this.keep(draws.subarray(warmup * width), stats.subarray(warmup * STATS));
    for (let i = warmup; i < iterations; i++) this.divergences += stats[i * STATS + Stat.Diverging] as number;
    this.stepSize = stats[(iterations - 1) * STATS + Stat.StepSize] as number;
    this.iterations += iterations;
  }

  protected keepWarmup(_draws: Float64Array, _stats: Float64Array): void {}

  /** Successive draws, at least one. */
  protected keep(_draws: Float64Array, _stats: Float64Array): void {}
}

/** Draws with their statistics, as chains make them. */
export interface StoredChain {
  /** Compact constrained values, draw by draw. */
  readonly draws: Float64Array;
  /** `Stat` records, draw by draw. */
  readonly stats: Float64Array;
}

/** What is appended, in arrays that grow. */
class Kept implements StoredChain {
  draws: Float64Array;
  stats: Float64Array;
  count = 0;

  constructor(
    private readonly width: number,
    room: number,
  ) {
    this.draws = new Float64Array(room * width);
    this.stats = new Float64Array(room * STATS);
  }

  append(draws: Float64Array, stats: Float64Array): void {
    this.draws = appended(this.draws, this.count * this.width, draws);
    this.stats = appended(this.stats, this.count * STATS, stats);
    this.count += stats.length / STATS;
  }
}

function appended(values: Float64Array, at: number, more: Float64Array): Float64Array {
  let room = values;
  if (at + more.length > room.length) {
    room = new Float64Array(Math.max(at + more.length, 2 * room.length));
    room.set(values);
  }
  room.set(more, at);
  return room;
}

/** A chain whose draws are kept, and where it was asked for its warm-up too. */
export class ChainRecord extends ChainTally implements StoredChain {
  readonly warmup: StoredChain | undefined;
  private readonly keptWarmup: Kept | undefined;
  private readonly kept: Kept;
  private shown = Number.POSITIVE_INFINITY;

  /** Draws before number `first` are not kept: they were made by a run that this one goes on from. */
  constructor(
    chain: number,
    settings: Settings,
    parameterLength: number,
    keepWarmup = false,
    readonly first = 0,
  ) {
    super(chain, settings);
    this.keptWarmup = keepWarmup ? new Kept(parameterLength, settings.warmup) : undefined;
    this.warmup = this.keptWarmup;
    const room = settings.draws - first;
    this.kept = new Kept(parameterLength, settings.until === undefined ? room : Math.min(room, 2 * (settings.until.every ?? 1)));
  }

  get draws(): Float64Array {
    return this.kept.draws;
  }

  get stats(): Float64Array {
    return this.kept.stats;
  }

  get warmupCount(): number {
    return this.keptWarmup?.count ?? 0;
  }

  /** Draws that are kept and shown. */
  override get drawCount(): number {
    return Math.min(this.shown, this.kept.count);
  }

  /** Shows no more than `count` draws; what the chain made beyond them is kept, for a run that goes on from it. */
  cut(count: number): void {
    this.shown = count;
    this.divergences = 0;
    for (let i = 0; i < this.drawCount; i++) this.divergences += this.stats[i * STATS + Stat.Diverging] as number;
  }

  protected override keepWarmup(draws: Float64Array, stats: Float64Array): void {
    this.keptWarmup?.append(draws, stats);
  }

  protected override keep(draws: Float64Array, stats: Float64Array): void {
    const made = Math.max(0, this.iterations - this.settings.warmup);
    const skipped = Math.min(stats.length / STATS, Math.max(0, this.first - made));
    this.kept.append(draws.subarray((skipped * draws.length * STATS) / stats.length), stats.subarray(skipped * STATS));
  }
}

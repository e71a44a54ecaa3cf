/** Runs the chains of a fit, here or in workers; the draws are the same either way. */
import { platform } from "#platform";
import type { Bound } from "./bound.js";
import { type Batch, type ChainJob, NonFiniteStart } from "./chain_runner.js";
import { ChainStates, type SavedState } from "./chain_states.js";
import { coreModule } from "./exports.js";
import type { SampleOptions, Settings } from "./options.js";
import { Pace } from "./pace.js";
import { runInWorker } from "./pool.js";
import type { ChainRecord, ChainTally } from "./record.js";
import { nonFiniteStart, startPosition } from "./start.js";
import { takeTurns } from "./turns.js";

export interface RunResult<Tally extends ChainTally = ChainRecord> {
  readonly records: readonly Tally[];
  readonly settings: Settings;
  readonly aborted: boolean;
  /** Numbers of the threads that the chains ran on; 0 is the calling one. */
  readonly threads: readonly number[];
  readonly milliseconds: number;
  /** Unconstrained start, before jitter. */
  readonly position: Float64Array;
  /** Chains' states at the end; those that never began have none. */
  readonly states: readonly SavedState[];
}

/** What a run goes on from. */
export interface Begun {
  readonly position: Float64Array;
  readonly states: readonly SavedState[];
}

/** Starting a worker and compiling there takes about this long; a fit that takes less stays here. */
const WORKER_START_MILLISECONDS = 60;
/** Gradients that an iteration takes, for the estimate alone. */
const TYPICAL_GRADIENTS = 10;

/** The chains of a run, under way or done. `records` take what they make. */
export class Course<Tally extends ChainTally = ChainRecord> {
  readonly states: ChainStates;
  readonly position: Float64Array;
  readonly started = performance.now();
  private readonly threads = new Set<number>();

  constructor(
    readonly bound: Bound,
    readonly settings: Settings,
    private readonly options: SampleOptions,
    readonly records: readonly Tally[],
    readonly pace = new Pace(),
    begun?: Begun,
  ) {
    this.position = begun?.position ?? startPosition(bound, options.init);
    this.states = new ChainStates(begun?.states ?? records.map(() => undefined));
  }

  /** Calls `onBatch` after each batch; the records are as they are then. */
  async run(onBatch: (records: readonly Tally[]) => void): Promise<RunResult<Tally>> {
    const { records, settings, position, states, pace, options } = this;
    const stop = () => pace.set({ stopped: true });
    if (options.signal?.aborted) stop();
    options.signal?.addEventListener("abort", stop);
    try {
      await this.runChains(onBatch);
      states.finish();
    } catch (error) {
      const known = error instanceof NonFiniteStart ? nonFiniteStart(this.bound, error.position) : error;
      states.finish(known);
      throw known;
    } finally {
      options.signal?.removeEventListener("abort", stop);
    }
    const aborted = options.signal?.aborted === true && records.some((record) => !record.finished);
    const milliseconds = performance.now() - this.started;
    return { records, settings, aborted, threads: [...this.threads], milliseconds, position, states: states.newest };
  }

  private runChains(onBatch: (records: readonly Tally[]) => void): Promise<void> {
    const { records, pace, states } = this;
    const take = (chain: number, batch: Batch, thread: number) => {
      this.threads.add(thread);
      (records[chain] as Tally).take(batch);
      onBatch(records);
    };
    const state = (chain: number, saved: SavedState, ended: boolean) => states.take(chain, saved, ended);
    const jobs = this.jobs();
    const workers = this.threadCount();
    if (workers > 0) return this.runThere(jobs, workers, take, state);
    for (const { chain } of jobs) states.started(chain);
    return takeTurns(jobs, pace, { batch: (chain, batch) => take(chain, batch, platform.thread), state });
  }

  private jobs(): ChainJob[] {
    const { bound, settings, position, states } = this;
    const module = coreModule();
    return this.records
      .filter((record) => !record.finished)
      .map(({ chain }) => ({
        module,
        program: bound.program,
        data: bound.data,
        settings,
        chain,
        position,
        state: states.newest[chain],
      }));
  }

  /** Chains that must not run apart share workers in turns; others are taken by whichever worker is free. */
  private async runThere(
    jobs: readonly ChainJob[],
    workers: number,
    batch: (chain: number, batch: Batch, thread: number) => void,
    state: (chain: number, state: SavedState, ended: boolean) => void,
  ): Promise<void> {
    const { pace, states, options } = this;
    const groups = pace.bounded
      ? Array.from({ length: workers }, (_, lane) => jobs.filter((_job, k) => k % workers === lane))
      : jobs.map((job) => [job]);
    const waiting = groups.filter((group) => group.length > 0);
    const failures: { readonly chain: number; readonly error: unknown }[] = [];
    const lane = async () => {
      for (let group = waiting.shift(); group !== undefined && !pace.stopped; group = waiting.shift()) {
        for (const { chain } of group) states.started(chain);
        try {
          await runInWorker(group, options.workerUrl, pace, { batch, state });
        } catch (error) {
          failures.push({ chain: group[0]?.chain ?? 0, error });
          pace.set({ stopped: true });
        }
      }
    };
    await Promise.all(Array.from({ length: workers }, lane));
    // A chain's start is tried whatever becomes of others, so the first chain that fails is the same each time.
    const [first] = failures.sort((a, b) => a.chain - b.chain);
    if (first !== undefined) throw first.error;
  }

  private threadCount(): number {
    const { chains } = this.settings;
    const { workers = "auto" } = this.options;
    const most = Math.min(chains, Math.max(1, platform.cores));
    if (typeof workers === "number") return Math.min(chains, workers);
    if (workers !== "auto") return workers ? most : 0;
    if (most === 1) return 0;
    return this.estimateMilliseconds() < WORKER_START_MILLISECONDS ? 0 : most;
  }

  private estimateMilliseconds(): number {
    const { bound, settings, position } = this;
    bound.evaluator.logpAndGradient(position);
    const start = performance.now();
    let count = 0;
    do {
      bound.evaluator.logpAndGradient(position);
      count += 1;
    } while (performance.now() - start < 0.5 && count < 1000);
    const each = (performance.now() - start) / count;
    return each * TYPICAL_GRADIENTS * settings.chains * (settings.warmup + settings.draws);
  }
}

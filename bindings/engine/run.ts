/** Runs the chains of a fit, here or in workers; the draws are the same either way. */
import { platform } from "#platform";
import type { Bound } from "./bound.js";
import { type Batch, type ChainJob, ChainRunner, NonFiniteStart } from "./chain_runner.js";
import { coreModule } from "./exports.js";
import type { SampleOptions, Settings } from "./options.js";
import { runInWorker } from "./pool.js";
import { ChainRecord } from "./record.js";
import { nonFiniteStart, startPosition } from "./start.js";
import { nextTask } from "./yield.js";

export interface RunResult {
  readonly records: readonly ChainRecord[];
  readonly settings: Settings;
  readonly aborted: boolean;
  /** Numbers of the threads that the chains ran on; 0 is the calling one. */
  readonly threads: readonly number[];
  readonly milliseconds: number;
}

/** A turn on the calling thread ends after about this long. */
const TURN_MILLISECONDS = 12;
/** Starting a worker and compiling there takes about this long; a fit that takes less stays here. */
const WORKER_START_MILLISECONDS = 60;
/** Gradients that an iteration takes, for the estimate alone. */
const TYPICAL_GRADIENTS = 10;

/** Calls `onBatch` after each batch; it sees the records as they are then. */
export async function runChains(
  bound: Bound,
  settings: Settings,
  options: SampleOptions,
  onBatch: (records: readonly ChainRecord[]) => void,
): Promise<RunResult> {
  const started = performance.now();
  const position = startPosition(bound, options.init);
  const { parameterLength } = bound.evaluator;
  const records = Array.from(
    { length: settings.chains },
    (_, chain) => new ChainRecord(chain, settings, parameterLength, options.keepWarmup === true),
  );
  const jobs = records.map(
    ({ chain }): ChainJob => ({ module: coreModule(), program: bound.program, data: bound.data, settings, chain, position }),
  );
  const threads = new Set<number>();
  const take = (chain: number, batch: Batch, thread: number) => {
    threads.add(thread);
    (records[chain] as ChainRecord).take(batch);
    onBatch(records);
  };
  const signal = options.signal ?? new AbortController().signal;
  const workers = threadCount(bound, settings, options, position);
  try {
    if (workers === 0) await runHere(jobs, take, signal);
    else await runThere(jobs, take, signal, workers, options.workerUrl);
  } catch (error) {
    throw error instanceof NonFiniteStart ? nonFiniteStart(bound, error.position) : error;
  }
  const aborted = signal.aborted && records.some((record) => !record.finished);
  return { records, settings, aborted, threads: [...threads], milliseconds: performance.now() - started };
}

function threadCount(bound: Bound, settings: Settings, { workers = "auto" }: SampleOptions, position: Float64Array): number {
  const most = Math.min(settings.chains, Math.max(1, platform.cores));
  if (typeof workers === "number") return Math.min(settings.chains, workers);
  if (workers !== "auto") return workers ? most : 0;
  if (most === 1) return 0;
  return estimateMilliseconds(bound, settings, position) < WORKER_START_MILLISECONDS ? 0 : most;
}

function estimateMilliseconds(bound: Bound, settings: Settings, position: Float64Array): number {
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

/** Chains take turns, so that an abort leaves them equally long. */
async function runHere(
  jobs: readonly ChainJob[],
  take: (chain: number, batch: Batch, thread: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const runners: ChainRunner[] = [];
  let turn = performance.now();
  const yieldIfDue = async () => {
    if (performance.now() - turn < TURN_MILLISECONDS) return;
    await nextTask();
    turn = performance.now();
  };
  for (const job of jobs) {
    if (signal.aborted) return;
    runners.push(new ChainRunner(job));
    await yieldIfDue();
  }
  while (runners.some((runner) => !runner.finished)) {
    for (const [k, runner] of runners.entries()) {
      if (runner.finished) continue;
      if (signal.aborted) return;
      take(
        (jobs[k] as ChainJob).chain,
        runner.next(Math.max(1, TURN_MILLISECONDS - (performance.now() - turn))),
        platform.thread,
      );
      await yieldIfDue();
    }
  }
}

async function runThere(
  jobs: readonly ChainJob[],
  take: (chain: number, batch: Batch, thread: number) => void,
  signal: AbortSignal,
  workers: number,
  workerUrl: string | URL | undefined,
): Promise<void> {
  const stop = new AbortController();
  const stopAll = () => stop.abort();
  signal.addEventListener("abort", stopAll);
  if (signal.aborted) stopAll();
  const waiting = [...jobs];
  const failures: { readonly chain: number; readonly error: unknown }[] = [];
  const lane = async () => {
    for (let job = waiting.shift(); job !== undefined && !stop.signal.aborted; job = waiting.shift()) {
      const { chain } = job;
      try {
        await runInWorker(
          job,
          workerUrl,
          (batch, thread) => {
            take(chain, batch, thread);
            return !stop.signal.aborted;
          },
          stop.signal,
        );
      } catch (error) {
        failures.push({ chain, error });
        stopAll();
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, lane));
  signal.removeEventListener("abort", stopAll);
  // A chain's start is tried whatever becomes of others, so the first chain that fails is the same each time.
  const [first] = failures.sort((a, b) => a.chain - b.chain);
  if (first !== undefined) throw first.error;
}

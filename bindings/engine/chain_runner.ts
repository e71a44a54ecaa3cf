/** One chain on the calling thread: a private instance of the engine, run in batches. */
import { ChainOptions, ChainState, MetricKind, Stat, Status } from "../../assembly/layout.js";
import { WasmcmcError } from "../errors.js";
import type { BoundData } from "../program/evaluator.js";
import { EngineEvaluator, outOfMemory } from "./evaluator.js";
import { type EngineExports, instantiate, type Pointer } from "./exports.js";
import type { Settings } from "./options.js";

/** All that a chain needs; travels to workers. */
export interface ChainJob {
  readonly module: WebAssembly.Module;
  readonly program: Uint8Array;
  readonly data: BoundData;
  readonly settings: Settings;
  readonly chain: number;
  /** Unconstrained start, before jitter. */
  readonly position: Float64Array;
  /** Where the chain goes on from, in place of a start (ChainState of assembly/layout.ts). */
  readonly state?: Uint8Array | undefined;
}

/** Iterations in order: compact constrained values and `Stat` records. Warm-up iterations come first. */
export interface Batch {
  readonly iterations: number;
  readonly draws: Float64Array;
  readonly stats: Float64Array;
}

/** A batch whose arrays are nobody else's, so that they can be given away. */
export interface OwnBatch extends Batch {
  readonly draws: Float64Array<ArrayBuffer>;
  readonly stats: Float64Array<ArrayBuffer>;
}

export const STATS = Stat.Count as number;

export const metrics = { diag: MetricKind.Diag, "diag-draws": MetricKind.DiagDraws, dense: MetricKind.Dense } as const;
/** Iterations whose draws fit into a buffer of about 256 kB. */
const BATCH_BYTES = 262144;
const MOST_ITERATIONS = 128;

/** The start had no finite log density, after all tries. */
export class NonFiniteStart extends Error {
  constructor(readonly position: Float64Array) {
    super("no finite start");
  }
}

export class ChainRunner {
  protected readonly evaluator: EngineEvaluator;
  protected readonly chain: Pointer;
  private readonly drawsPointer: Pointer;
  private readonly statsPointer: Pointer;
  private readonly capacity: number;
  private millisecondsPerIteration = 0;
  private stateRoom: Pointer = 0;
  /** Iterations that the chain has done, warm-up included. */
  done = 0;
  readonly total: number;

  constructor(job: ChainJob) {
    const exports = instantiate(job.module);
    this.evaluator = new EngineEvaluator(exports, job.program, job.data);
    this.total = job.settings.warmup + job.settings.draws;
    this.capacity = Math.max(1, Math.min(MOST_ITERATIONS, Math.floor(BATCH_BYTES / (8 * this.evaluator.parameterLength))));
    this.chain = exports.chainCreate(this.evaluator.program, this.writeOptions(job));
    this.drawsPointer = exports.allocate(8 * this.capacity * this.evaluator.parameterLength);
    this.statsPointer = exports.allocate(8 * this.capacity * STATS);
    if (this.chain === 0 || this.drawsPointer === 0 || this.statsPointer === 0) {
      throw outOfMemory();
    }
    if (job.state !== undefined) this.restore(job.state);
    else if (exports.chainStart(this.chain) === Status.NonFiniteStart) {
      const last = new Float64Array(exports.memory.buffer, exports.chainStartPosition(this.chain), this.evaluator.dimension);
      throw new NonFiniteStart(last.slice());
    }
  }

  get finished(): boolean {
    return this.done >= this.total;
  }

  /** Runs for about `milliseconds`, at least one iteration, up to `limit` in all. Batch sizes never change the draws. */
  next(milliseconds: number, limit = Number.POSITIVE_INFINITY): OwnBatch {
    const wanted = this.millisecondsPerIteration === 0 ? 4 : Math.floor(milliseconds / this.millisecondsPerIteration);
    const iterations = Math.max(1, Math.min(this.capacity, Math.min(limit, this.total) - this.done, wanted));
    const start = performance.now();
    const { exports, parameterLength } = this.evaluator;
    exports.chainRun(this.chain, iterations, this.drawsPointer, this.statsPointer);
    const copy = (pointer: Pointer, length: number) => new Float64Array(exports.memory.buffer, pointer, length).slice();
    const batch = {
      iterations,
      draws: copy(this.drawsPointer, iterations * parameterLength),
      stats: copy(this.statsPointer, iterations * STATS),
    };
    this.done += iterations;
    this.millisecondsPerIteration = Math.max(1e-6, (performance.now() - start) / iterations);
    return batch;
  }

  /** The chain's state after the last batch. */
  save(): Uint8Array<ArrayBuffer> {
    const { exports } = this.evaluator;
    const bytes = exports.chainSave(this.chain, 0);
    // A state never grows: once the metric adapts no more, what only adaptation reads is left out.
    this.stateRoom ||= exports.allocate(bytes);
    if (this.stateRoom === 0) throw outOfMemory();
    exports.chainSave(this.chain, this.stateRoom);
    return new Uint8Array(exports.memory.buffer, this.stateRoom, bytes).slice();
  }

  private restore(state: Uint8Array): void {
    const { exports } = this.evaluator;
    this.stateRoom = exports.allocate(state.length);
    if (this.stateRoom === 0) throw outOfMemory();
    new Uint8Array(exports.memory.buffer, this.stateRoom, state.length).set(state);
    if (exports.chainRestore(this.chain, this.stateRoom) !== Status.Ok)
      throw new WasmcmcError({
        code: "damaged-file",
        problem: "The metric of the checkpoint is not positive definite.",
        remedy: "Use an earlier checkpoint.",
      });
    this.done = new DataView(state.buffer, state.byteOffset).getUint32(ChainState.Iteration, true);
  }

  get exports(): EngineExports {
    return this.evaluator.exports;
  }

  private writeOptions({ settings, chain, position }: ChainJob): Pointer {
    const { exports } = this.evaluator;
    const options = exports.allocate(ChainOptions.Bytes);
    const start = exports.allocate(8 * Math.max(1, position.length));
    new Float64Array(exports.memory.buffer, start, position.length).set(position);
    const view = new DataView(exports.memory.buffer, options, ChainOptions.Bytes);
    view.setUint32(ChainOptions.SeedLow, settings.seed % 2 ** 32, true);
    view.setUint32(ChainOptions.SeedHigh, Math.floor(settings.seed / 2 ** 32), true);
    view.setUint32(ChainOptions.Chain, chain, true);
    view.setUint32(ChainOptions.MaxTreeDepth, settings.maxTreeDepth, true);
    view.setFloat64(ChainOptions.TargetAccept, settings.targetAccept, true);
    view.setFloat64(ChainOptions.Jitter, settings.jitter, true);
    view.setUint32(ChainOptions.Warmup, settings.warmup, true);
    view.setUint32(ChainOptions.Metric, metrics[settings.metric], true);
    view.setUint32(ChainOptions.InitialPosition, start, true);
    return options;
  }
}

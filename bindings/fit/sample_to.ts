/** `sampleTo`: draws that go to a sink while they are made, so that a run may be longer than memory. */
import type { Bound } from "../engine/bound.js";
import { type SampleOptions, type Settings, settingsOf } from "../engine/options.js";
import { Pace } from "../engine/pace.js";
import { Course, type RunResult } from "../engine/run.js";
import { WasmcmcError } from "../errors.js";
import type { AnyModel, DataOf } from "../model/model.js";
import type { DrawSink } from "../posterior/io/sink.js";
import { PartedChain, PartMaker, type RawPart } from "./draw_parts.js";
import { Run } from "./run.js";
import { subjectOf } from "./start_run.js";
import { Target } from "./target.js";

export interface SampleToOptions extends Omit<SampleOptions, "until" | "keepWarmup"> {
  /** Draws of each part but a chain's last: as many as have 4 MB of numbers when absent. */
  readonly partDraws?: number;
}

/** What there is to say of draws that were written. */
export interface SampledTo {
  readonly settings: Settings;
  /** Draws of each chain that the sink has. */
  readonly draws: readonly number[];
  readonly divergences: number;
  /** Step size of each chain; NaN where it had not begun. */
  readonly stepSize: readonly number[];
  readonly partDraws: number;
  readonly aborted: boolean;
  readonly milliseconds: number;
  /** Numbers of the threads that chains ran on; 0 is the calling one. */
  readonly threads: readonly number[];
}

const PART_BYTES = 4_000_000;
/** Parts of each chain that may be made and not yet written. */
const PARTS_AHEAD = 2;

/**
 * Samples as `sample` does, and hands the draws to a sink part by part: no draws stay in memory but those of the parts under way, for
 * which chains wait. Parts begin at multiples of `partDraws`, wherever chains run.
 *
 *     const { draws, divergences } = await sampleTo(sink, line, data, { draws: 100_000 });
 *     for await (const { iterations } of sampleTo(sink, target)) console.log(iterations);
 *
 * The sink is closed after the last part, and also when a signal stops the run, with the draws made up to then. If it throws, the run
 * stops and rejects with its error.
 */
export function sampleTo<M extends AnyModel>(
  sink: DrawSink,
  model: M,
  data: DataOf<M>,
  options?: SampleToOptions,
): Run<SampledTo>;
export function sampleTo<M>(sink: DrawSink, target: Target<M>, options?: SampleToOptions): Run<SampledTo>;
export function sampleTo(sink: DrawSink, subject: AnyModel | Target<unknown>, ...rest: readonly unknown[]): Run<SampledTo> {
  return new Run<SampledTo>(
    async (show) => {
      const given = (rest[subject instanceof Target ? 0 : 1] ?? {}) as SampleToOptions;
      const { settings, options, partDraws } = settingsFor(given);
      const { bound } = subjectOf(subject, rest);
      const maker = new PartMaker(bound);
      const length = Math.min(settings.draws, partDraws ?? Math.max(1, Math.floor(PART_BYTES / (8 * maker.numbers))));
      return new Writing(sink, bound, settings, maker, length).run(options, (chains) => show(chains, settings));
    },
    () => Number.NaN,
  );
}

function settingsFor({ partDraws, ...options }: SampleToOptions) {
  for (const name of ["until", "keepWarmup"])
    if (name in options)
      throw bad(name, `sampleTo has no option "${name}": it keeps no draws.`, "Leave it out, or use sample.", true);
  if (partDraws !== undefined && !(Number.isSafeInteger(partDraws) && partDraws > 0))
    throw bad("partDraws", `The option partDraws is ${String(partDraws)}.`, "It takes a whole number, 1 or more.", partDraws);
  return { settings: settingsOf(options), options, partDraws };
}

/** A sink being written to, part after part, and the chains that wait for it. */
class Writing {
  private readonly pace: Pace;
  private readonly chains: readonly PartedChain[];
  private readonly written: number[];
  private queue: Promise<void> = Promise.resolve();
  private failure: { readonly error: unknown } | undefined;

  constructor(
    private readonly sink: DrawSink,
    private readonly bound: Bound,
    private readonly settings: Settings,
    private readonly maker: PartMaker,
    private readonly length: number,
  ) {
    this.written = Array.from({ length: settings.chains }, () => 0);
    this.pace = new Pace(this.limit);
    this.chains = this.written.map((_, chain) => new PartedChain(chain, settings, length, (part) => this.enqueue(part)));
  }

  async run(options: SampleOptions, onBatch: (chains: readonly PartedChain[]) => void): Promise<SampledTo> {
    const { sink, bound, settings, pace } = this;
    const course = new Course(bound, settings, options, this.chains, pace);
    const { seed, warmup } = settings;
    await sink.open(this.maker.schema(settings, { inference_library: "wasmcmc", tuning_steps: warmup, seed }));
    let result: RunResult<PartedChain>;
    try {
      result = await course.run(onBatch);
    } catch (error) {
      await this.close().catch(() => {});
      throw error;
    }
    await this.close();
    return this.resultOf(result);
  }

  /** Writes what is left and closes the sink, which is closed too where it failed; its first error is thrown. */
  private async close(): Promise<void> {
    for (const chain of this.chains) chain.flush();
    await this.queue;
    const closed = this.sink.close(this.written);
    if (this.failure === undefined) return closed;
    await closed.catch(() => {});
    throw this.failure.error;
  }

  /** Parts are made just before they are written: until then they are compact. */
  private enqueue(part: RawPart): void {
    this.queue = this.queue.then(async () => {
      if (this.failure !== undefined) return;
      try {
        const made = this.maker.part(part);
        await this.sink.write(made);
        this.written[part.chain] = made.first + made.count;
        this.pace.set({ limit: this.limit });
      } catch (error) {
        this.failure = { error };
        this.pace.set({ stopped: true });
      }
    });
  }

  /** Iterations that chains may do: some parts beyond what is written of each. */
  private get limit(): number {
    return this.settings.warmup + Math.min(...this.written) + PARTS_AHEAD * this.length;
  }

  private resultOf({ settings, aborted, milliseconds, threads }: RunResult<PartedChain>): SampledTo {
    return {
      settings,
      draws: this.written,
      divergences: this.chains.reduce((sum, { divergences }) => sum + divergences, 0),
      stepSize: this.chains.map(({ stepSize }) => stepSize),
      partDraws: this.length,
      aborted,
      milliseconds,
      threads,
    };
  }
}

function bad(variable: string, problem: string, remedy: string, value: unknown): WasmcmcError {
  return new WasmcmcError({ code: "bad-option", problem, remedy, variable, value });
}

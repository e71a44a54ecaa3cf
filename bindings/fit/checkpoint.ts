/** `checkpoint`: a run or a fit as bytes, from which `resume` goes on with the same bits. */
import { STATS } from "../engine/chain_runner.js";
import { iterationOf } from "../engine/chain_state.js";
import type { SavedState } from "../engine/chain_states.js";
import type { ChainRecord } from "../engine/record.js";
import { nextTask } from "../engine/yield.js";
import { WasmcmcError } from "../errors.js";
import { type CheckpointChain, writeCheckpoint } from "./checkpoint_format.js";
import { fingerprintOf } from "./fingerprint.js";
import { Fit } from "./fit.js";
import type { Run } from "./run.js";

export interface CheckpointOptions {
  /**
   * Whether the draws made so far, and the warm-up where it is kept, are in it: true. Without them a resumed run gives the draws that
   * come after those of the chain that was furthest.
   */
  readonly draws?: boolean;
}

/**
 * The sampler's whole state, in warm-up or later. Of a run under way: as each chain is after its batch, while the run goes on. Of a fit:
 * as it was when the run ended or was stopped, so that more draws can be made.
 *
 *     const run = sample(line, data, { draws: 100_000 });
 *     setInterval(async () => writeFile("line.wmck", await checkpoint(run)), 60_000);
 *     // in another process:
 *     const fit = await resume(line, data, await readFile("line.wmck"));
 */
export async function checkpoint<M>(
  source: Run<Fit<M>> | Fit<M>,
  { draws = true }: CheckpointOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { bound, settings, records, position, states } =
    source instanceof Fit ? { ...source.result, bound: source.bound } : await chainsOf(source);
  const { dimension, parameterLength } = bound.evaluator;
  const chains = records.map((record, chain) => chainOf(record, states[chain], settings.warmup, parameterLength, draws));
  return writeCheckpoint({
    settings,
    fingerprint: fingerprintOf(bound),
    dimension,
    parameterLength,
    keepsWarmup: draws && records[0]?.warmup !== undefined,
    hasDraws: draws && records[0]?.first === 0,
    position,
    chains,
  });
}

async function chainsOf(run: Run<unknown>) {
  // A run begins in a turn of its own.
  await nextTask();
  const course = run.course();
  if (course === undefined) {
    await run;
    throw new WasmcmcError({
      code: "bad-option",
      problem: "This run keeps no states of its chains to be saved.",
      remedy: "Make checkpoints of runs of sample and resume.",
      variable: "run",
    });
  }
  await course.states.collect(course.pace);
  const { bound, settings, records, position, states } = course;
  return { bound, settings, records, position, states: states.newest };
}

/** A record may have gone on since its chain's state was saved: what was made up to then is taken. */
function chainOf(record: ChainRecord, state: SavedState, warmup: number, width: number, withDraws: boolean): CheckpointChain {
  const iterations = state === undefined || !withDraws ? 0 : iterationOf(state);
  const first = ({ draws, stats }: { draws: Float64Array; stats: Float64Array }, count: number) => ({
    draws: draws.subarray(0, count * width),
    stats: stats.subarray(0, count * STATS),
  });
  const none = { draws: new Float64Array(0), stats: new Float64Array(0) };
  return {
    state,
    warmup: first(record.warmup ?? none, Math.min(iterations, warmup)),
    made: record.first === 0 ? first(record, Math.max(0, iterations - warmup)) : none,
  };
}

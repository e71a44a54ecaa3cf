/** `resume`: goes on with a run from its checkpoint. */
import { STATS } from "../engine/chain_runner.js";
import { iterationOf, stepSizeOf } from "../engine/chain_state.js";
import type { SampleOptions, Settings } from "../engine/options.js";
import { settingsOf } from "../engine/options.js";
import { ChainRecord, type StoredChain } from "../engine/record.js";
import type { Until } from "../engine/until.js";
import { WasmcmcError } from "../errors.js";
import type { AnyModel, DataOf } from "../model/model.js";
import { type Checkpoint, type CheckpointChain, readCheckpoint } from "./checkpoint_format.js";
import { checkFingerprint, fingerprintOf } from "./fingerprint.js";
import type { Fit } from "./fit.js";
import type { Run } from "./run.js";
import { type Beginning, startRun, subjectOf } from "./start_run.js";
import type { Target } from "./target.js";

/** Whatever else decides the draws is in the checkpoint. */
export interface ResumeOptions extends Pick<SampleOptions, "workers" | "workerUrl" | "signal"> {
  /** Draws of each chain in all, those of the checkpoint among them; as many as were asked for before when absent. */
  readonly draws?: number;
  /** Another precision to stop at, or false for none; as before when absent. */
  readonly until?: Until | false;
}

const Known: readonly string[] = ["draws", "until", "workers", "workerUrl", "signal"];

/**
 * Goes on with a run from the bytes of its `checkpoint`, in this or in another process: the fit is the one of a run that never stopped,
 * to the last bit.
 *
 *     const fit = await resume(line, data, bytes);
 *     const more = await resume(target, await checkpoint(fit), { draws: 10_000 });
 *
 * Another model or other data are refused ("checkpoint-mismatch", which says what differs), and so are damaged bytes ("damaged-file").
 */
export function resume<M extends AnyModel>(model: M, data: DataOf<M>, bytes: Uint8Array, options?: ResumeOptions): Run<Fit<M>>;
export function resume<M>(target: Target<M>, bytes: Uint8Array, options?: ResumeOptions): Run<Fit<M>>;
export function resume(subject: AnyModel | Target<unknown>, ...given: readonly unknown[]): Run<Fit<unknown>> {
  return startRun(() => {
    const { bound, rest } = subjectOf(subject, given);
    const [bytes, options = {}] = rest as [Uint8Array, ResumeOptions?];
    const saved = readCheckpoint(bytes);
    checkFingerprint(saved.fingerprint, fingerprintOf(bound));
    return { bound, ...goOn(saved, options) };
  });
}

function goOn(saved: Checkpoint, given: ResumeOptions): Omit<Beginning, "bound"> {
  const { until = saved.settings.until, draws = saved.settings.draws, ...options } = given;
  const unknown = Object.keys(given).find((name) => !Known.includes(name));
  if (unknown !== undefined)
    throw bad(
      unknown,
      `resume has no option "${unknown}".`,
      `The options are ${Known.join(", ")}; the rest is in the checkpoint.`,
    );
  const { until: _, ...before } = saved.settings;
  const settings = settingsOf({ ...before, ...options, draws, ...(until ? { until } : {}) });
  const made = saved.chains.map(({ state }) => (state === undefined ? 0 : Math.max(0, iterationOf(state) - settings.warmup)));
  const most = Math.max(...made);
  if (draws < most || (!saved.hasDraws && draws === most))
    throw bad("draws", `draws is ${draws}, but a chain of the checkpoint has made ${most}.`, "Give more.", draws);
  if (settings.until !== undefined && !saved.hasDraws && most > 0)
    throw bad("until", "until needs all draws, which this checkpoint does not have.", "Resume with until: false.", until);
  const first = saved.hasDraws ? 0 : most;
  const records = saved.chains.map((chain, k) => recordOf(saved, chain, k, settings, first));
  return { settings, options, begun: { position: saved.position, states: saved.chains.map(({ state }) => state), records } };
}

function recordOf(saved: Checkpoint, { state, warmup, made }: CheckpointChain, chain: number, settings: Settings, first: number) {
  const record = new ChainRecord(chain, settings, saved.parameterLength, saved.keepsWarmup, first);
  if (state === undefined) return record;
  takeAll(record, warmup);
  const iterations = iterationOf(state);
  record.iterations = Math.min(iterations, settings.warmup);
  takeAll(record, made);
  record.iterations = iterations;
  record.stepSize = stepSizeOf(state);
  return record;
}

function takeAll(record: ChainRecord, { draws, stats }: StoredChain): void {
  const iterations = stats.length / STATS;
  if (iterations > 0) record.take({ iterations, draws, stats });
}

function bad(variable: string, problem: string, remedy: string, value?: unknown): WasmcmcError {
  return new WasmcmcError({ code: "bad-option", problem, remedy, variable, value });
}

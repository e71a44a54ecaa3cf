/** `follow`: a fit of data that have changed a little, whose chains go on from those of the fit before. */
import { ChainState } from "../../assembly/layout.js";
import type { Bound } from "../engine/bound.js";
import { iterationOf, stepSizeOf } from "../engine/chain_state.js";
import type { SavedState } from "../engine/chain_states.js";
import { type SampleOptions, settingsOf } from "../engine/options.js";
import { ChainRecord } from "../engine/record.js";
import { nonFiniteStart } from "../engine/start.js";
import { WasmcmcError } from "../errors.js";
import type { Fit } from "./fit.js";
import type { Run } from "./run.js";
import { type Beginning, startRun } from "./start_run.js";
import type { Target } from "./target.js";

export interface FollowOptions extends Pick<SampleOptions, "workers" | "workerUrl" | "signal"> {
  /** Draws kept of each chain; as many as the fit before has. */
  readonly draws?: number;
  /** Iterations of each chain before them, in which it finds its way to the new posterior: 50. */
  readonly discard?: number;
}

/**
 * Samples a target that differs little from that of an earlier fit, such as the same model with one point moved: each chain goes on from
 * its last draw with its step size and metric, so there is no warm-up. For pages that sample anew while something moves. Where the data
 * have changed much the step size no longer fits: look at R-hat, and sample anew.
 *
 *     let fit = await sample(line.bind(points), { seed: 1 });
 *     onMove(async (points) => { fit = await follow(fit, line.bind(points), { draws: 250 }); });
 *
 * The draws depend on the fit before, not on seed and data alone; the random numbers are the same at each call, so pictures move smoothly.
 * Errors: "too-few-draws" where the run before was stopped in warm-up, "checkpoint-mismatch" for a target of other parameters,
 * "non-finite-start" where a chain's last draw is impossible under the new data.
 */
export function follow<M>(previous: Fit<M>, target: Target<M>, options: FollowOptions = {}): Run<Fit<M>> {
  return startRun(() => beginFrom(previous, target, options)) as Run<Fit<M>>;
}

function beginFrom(previous: Fit, { bound }: Target<unknown>, given: FollowOptions): Beginning {
  const { draws = previous.drawCount, discard = 50, ...options } = given;
  const { until: _, ...before } = previous.settings;
  const settings = settingsOf({ ...before, draws: draws + discard, ...options });
  const { dimension, parameterLength } = bound.evaluator;
  if (previous.bound.evaluator.dimension !== dimension) throw otherParameters(previous.bound, dimension);
  const states = previous.result.states.map((state) => movedTo(bound, state, settings.warmup));
  const records = states.map((state, chain) => {
    const record = new ChainRecord(chain, settings, parameterLength, false, discard);
    record.iterations = settings.warmup;
    record.stepSize = stepSizeOf(state);
    return record;
  });
  return { bound, settings, options, begun: { position: previous.result.position, states, records } };
}

/** The state of a chain that has just finished its warm-up where the other has ended, with the new log density there. */
function movedTo(bound: Bound, state: SavedState, warmup: number): Uint8Array<ArrayBuffer> {
  if (state === undefined || iterationOf(state) < warmup) throw stoppedEarly();
  const { evaluator } = bound;
  const moved = state.slice();
  const vector = (place: number) =>
    new Float64Array(moved.buffer, ChainState.Vectors + 8 * place * evaluator.dimension, evaluator.dimension);
  const { logp, gradient } = evaluator.logpAndGradient(vector(0));
  if (!Number.isFinite(logp) || !gradient.every(Number.isFinite)) throw nonFiniteStart(bound, vector(0).slice());
  vector(1).set(gradient);
  const view = new DataView(moved.buffer);
  view.setFloat64(ChainState.Logp, logp, true);
  view.setUint32(ChainState.Iteration, warmup, true);
  return moved;
}

function stoppedEarly(): WasmcmcError {
  return new WasmcmcError({
    code: "too-few-draws",
    problem: "The run before was stopped during warm-up; its chains have nothing to go on from.",
    remedy: "Sample anew.",
    value: 0,
  });
}

function otherParameters({ evaluator }: Bound, dimension: number): WasmcmcError {
  return new WasmcmcError({
    code: "checkpoint-mismatch",
    problem: `The fit has ${evaluator.dimension} unconstrained coordinates, the target ${dimension}.`,
    remedy: "Sample the target anew.",
    value: dimension,
  });
}

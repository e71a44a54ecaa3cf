/** Fits what is on the screen: a few iterations while it moves, a whole run at rest; a newer change ends the older run. */
import { type Fit, type FollowOptions, follow, sample, type Target, WasmcmcError } from "wasmcmc";
import type { Effort, Subject, View } from "../messages.js";
import { lineData, lineModel } from "./line.js";
import { mixtureData, mixtureModel } from "./mixture.js";
import { viewOf } from "./view.js";

/** What a tab shows last: kept for finished plots and files. */
export interface Kept {
  readonly fit: Fit;
  readonly subject: Subject;
  readonly view: View;
}

interface Pace {
  /** Milliseconds that an iteration of one chain took last time; of an unknown subject a cautious guess. */
  perIteration: number;
  /** Chains of another shape have nothing to go on from. */
  readonly shape: string;
  /** The chains agreed last time, so that they may go on as they are. */
  isHealthy: boolean;
}

const kept = new Map<string, Kept>();
const paces = new Map<string, Pace>();
const running = new Map<string, AbortController>();

export const Seed = 42;
const Chains = 4;
/** Sampling while something moves takes about this long, all chains together. */
const MovingMilliseconds = 14;
/** Draws of a chain while something moves: fewer would not make a picture, more would not be seen. */
const moving = { least: 24, most: 400 } as const;
const whole = { warmup: 1000, draws: 1000 };
/** Chains that went on under changed data and diverge more than this are adapted anew. */
const MostDivergences = 0.05;
/** Fits thrown away after a first whole run, so that what a moving finger needs has been compiled. */
const WarmUps = 6;

export function keptIn(slot: string): Kept {
  const found = kept.get(slot);
  if (found === undefined) throw new Error("Nothing has been fitted here yet.");
  return found;
}

export function keep(slot: string, entry: Kept): void {
  kept.set(slot, entry);
}

/** The model is built once; only data is bound anew. */
export function targetOf(subject: Subject): Target<unknown> {
  if (subject.kind === "line") return lineModel.bind(lineData(subject.points, subject.priors));
  return mixtureModel(subject.components).bind(mixtureData(subject.values, subject.priors));
}

/**
 * Chains that agree less than this are adapted anew: 1.1 for long ones, more for short ones, whose R-hat is scattered by the few draws: of
 * eight numbers with 20 draws in each half chain one is above 1.1 as often as not.
 */
const largestRhat = (draws: number): number => Math.sqrt(1.21 + 12 / draws);

export async function fitSubject(slot: string, subject: Subject, effort: Effort): Promise<View> {
  running.get(slot)?.abort();
  const control = new AbortController();
  running.set(slot, control);
  const started = performance.now();
  const pace = paceOf(slot, subject);
  const fit = await fitted(slot, targetOf(subject), effort, pace, control.signal);
  if (control.signal.aborted) throw new DOMException("A newer change took its place.", "AbortError");
  const sampling = performance.now() - started;
  const view = viewOf(fit, subject, effort, sampling);
  const diverging = view.divergences / (view.chains * view.draws);
  pace.isHealthy = diverging < MostDivergences && view.numbers.every(({ rhat }) => !(rhat >= largestRhat(view.draws)));
  keep(slot, { fit, subject, view });
  return { ...view, whole: performance.now() - started };
}

/** Fits what is kept a few times more and throws it away; ends when something is asked for. */
export async function warmUp(slot: string): Promise<void> {
  const first = kept.get(slot);
  if (first === undefined) return;
  const pace = { ...paceOf(slot, first.subject) };
  const { signal } = running.get(slot) ?? new AbortController();
  for (let k = 0; k < WarmUps && kept.get(slot) === first && !signal.aborted; k++) {
    const fit = await fitted(slot, targetOf(first.subject), "moving", pace, signal);
    viewOf(fit, first.subject, "moving", 0);
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** While something moves, chains go on with the step size and the metric that they have, as long as they agree. */
async function fitted(slot: string, target: Target<unknown>, effort: Effort, pace: Pace, signal: AbortSignal): Promise<Fit> {
  const previous = kept.get(slot)?.fit;
  const affordable = MovingMilliseconds / (Chains * pace.perIteration);
  const options = { workers: false, signal } as const;
  if (effort === "moving" && pace.isHealthy && previous !== undefined) {
    const draws = Math.round(Math.max(moving.least, Math.min(moving.most, 0.8 * affordable)));
    const discard = Math.round(draws / 4);
    const next = await followed(previous, target, { ...options, draws, discard });
    if (next !== undefined) return timed(pace, draws + discard, next);
  }
  const short = Math.round(Math.max(40, Math.min(250, affordable / 2)));
  const iterations = effort === "full" ? whole : { warmup: short, draws: short };
  const fit = (await sample(target, { ...options, ...iterations, chains: Chains, seed: Seed })) as Fit;
  return timed(pace, iterations.warmup + iterations.draws, fit);
}

/** Undefined where a chain's last draw is impossible now. */
async function followed(previous: Fit, target: Target<unknown>, options: FollowOptions): Promise<Fit | undefined> {
  try {
    return await follow(previous, target, options);
  } catch (error) {
    if (error instanceof WasmcmcError && error.code === "non-finite-start") return undefined;
    throw error;
  }
}

/** Notes what an iteration took. */
function timed(pace: Pace, iterations: number, fit: Fit): Fit {
  pace.perIteration = fit.milliseconds / (Chains * iterations);
  return fit;
}

function paceOf(slot: string, subject: Subject): Pace {
  const shape = `${subject.version}, ${subject.kind === "line" ? 2 : subject.components}`;
  const known = paces.get(slot);
  if (known !== undefined && known.shape === shape) return known;
  const fresh: Pace = { perIteration: 0.05, shape, isHealthy: false };
  paces.set(slot, fresh);
  // Draws of other data are nobody's to take away.
  kept.delete(slot);
  return fresh;
}

/** Fits what is on the screen: a few iterations while it moves, a whole run at rest; a newer change ends the older run. */
import { type Fit, sample, type Target } from "wasmcmc";
import type { Effort, Subject, View } from "../messages.js";
import { lineData, lineModel } from "./line.js";
import { mixtureData, mixtureModel } from "./mixture.js";
import { viewOf } from "./view.js";

/** What a tab shows last: kept for finished plots and files. */
export interface Kept {
  readonly fit: Fit;
  readonly subject: Subject;
}

interface Pace {
  /** Milliseconds that an iteration of one chain took last time; of an unknown subject a cautious guess. */
  perIteration: number;
  /** Where the last fit was: the next one starts there. */
  init: Readonly<Record<string, number[]>> | undefined;
  shape: string;
}

const kept = new Map<string, Kept>();
const paces = new Map<string, Pace>();
const running = new Map<string, AbortController>();

export const Seed = 42;
const Chains = 4;
/** Sampling while something moves takes about this long, all chains together. */
const MovingMilliseconds = 28;
const whole = { warmup: 1000, draws: 1000 };

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

export async function fitSubject(slot: string, subject: Subject, effort: Effort): Promise<View> {
  running.get(slot)?.abort();
  const control = new AbortController();
  running.set(slot, control);
  const started = performance.now();
  const target = targetOf(subject);
  const pace = paceOf(slot, subject);
  const iterations = effort === "full" ? whole : movingIterations(pace);
  const fit = (await sample(target, {
    ...iterations,
    chains: Chains,
    seed: Seed,
    workers: false,
    signal: control.signal,
    ...(effort === "moving" && pace.init !== undefined && { init: pace.init, jitter: 0.1 }),
  })) as Fit;
  if (control.signal.aborted) throw new DOMException("A newer change took its place.", "AbortError");
  const sampling = performance.now() - started;
  pace.perIteration = fit.milliseconds / (Chains * (iterations.warmup + iterations.draws));
  const view = viewOf(fit, subject, effort, sampling);
  pace.init = startsOf(fit);
  keep(slot, { fit, subject });
  return { ...view, whole: performance.now() - started };
}

function paceOf(slot: string, subject: Subject): Pace {
  const shape = subject.kind === "line" ? "line" : `mixture of ${subject.components}`;
  const known = paces.get(slot);
  if (known !== undefined && known.shape === shape) return known;
  const fresh: Pace = { perIteration: 0.02, init: undefined, shape };
  paces.set(slot, fresh);
  return fresh;
}

/** As many iterations as the time allows, a third of them warm-up. */
function movingIterations({ perIteration }: Pace): { warmup: number; draws: number } {
  const affordable = MovingMilliseconds / (Chains * perIteration);
  const total = Math.max(90, Math.min(700, affordable));
  return { warmup: Math.round(total / 3), draws: Math.round((2 * total) / 3) };
}

/** A draw of the last fit, the one in the middle of its first chain, which satisfies every constraint. */
function startsOf(fit: Fit): Record<string, number[]> {
  const draws = fit.draws as Readonly<Record<string, Float64Array>>;
  const count = fit.chains.length * fit.drawCount;
  const draw = fit.drawCount >> 1;
  return Object.fromEntries(
    fit.names.map((name) => {
      const width = draws[name]!.length / count;
      return [name, Array.from(draws[name]!.subarray(draw * width, (draw + 1) * width))];
    }),
  );
}

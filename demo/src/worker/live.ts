/** A long run whose draws go to the page while they are made; stopped, it keeps them. */
import { type Fit, sample, soFar } from "wasmcmc";
import type { LiveUpdate, Subject, View } from "../messages.js";
import { keep, targetOf } from "./fitting.js";
import { columnsOf } from "./numbers.js";
import { viewOf } from "./view.js";

/** Updates come this far apart, and take no more than a quarter of the time. */
const MillisecondsApart = 120;
const MostOfTheTime = 0.25;
/** Points of a chain's whole trace: more would not be seen. */
const MostPoints = 1000;
const MostTraces = 4;

let control: AbortController | undefined;

export function stopLive(): void {
  control?.abort();
}

export async function runLive(
  subject: Subject,
  options: { draws: number; seed: number },
  show: (update: LiveUpdate) => void,
): Promise<View> {
  stopLive();
  control = new AbortController();
  const { signal } = control;
  const run = sample(targetOf(subject), { ...options, chains: 4, warmup: 1000, signal, workers: false });
  const started = performance.now();
  let [sent, next] = [0, 0];
  for await (const progress of run) {
    const isLast = progress.draws.every((count) => count === options.draws);
    const began = performance.now();
    if (began < next && !isLast) continue;
    const fit = soFar(run) as Fit | undefined;
    const drawn = fit?.drawCount ?? 0;
    show({
      drawn,
      total: options.draws,
      iterations: progress.iterations.reduce((sum, count) => sum + count, 0),
      iterationsTotal: progress.total,
      ess: progress.ess,
      divergences: progress.divergences,
      traces: fit === undefined ? [] : tracesOf(fit, sent, Math.max(1, Math.round(options.draws / MostPoints))),
    });
    sent = drawn;
    const now = performance.now();
    next = now + Math.max(MillisecondsApart, (now - began) / MostOfTheTime);
  }
  const fit = (await run) as Fit;
  const view = viewOf(fit, subject, "full", performance.now() - started);
  keep("live", { fit, subject, view });
  return view;
}

/** Each so many-th draw from number `from` on, the same along the whole run, so that a trace is evenly dense. */
function tracesOf(fit: Fit, from: number, apart: number): LiveUpdate["traces"] {
  const { drawCount, chains } = fit;
  const first = Math.ceil(from / apart) * apart;
  const at = Float64Array.from({ length: Math.max(0, Math.ceil((drawCount - first) / apart)) }, (_, i) => first + i * apart);
  return columnsOf(fit)
    .slice(0, MostTraces)
    .map(({ label, values }) => ({
      label,
      chains: chains.map((_, chain) => ({ at, values: at.map((draw) => values[chain * drawCount + draw]!) })),
    }));
}

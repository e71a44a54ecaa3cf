/** Chains on one thread, taking turns, so that none runs far ahead of the others and the thread's other work is done in between. */
import { type ChainJob, ChainRunner, type OwnBatch } from "./chain_runner.js";
import type { Pace } from "./pace.js";
import { nextTask } from "./yield.js";

export interface TurnListener {
  batch(chain: number, batch: OwnBatch): void;
  /** The state after the last batch, where it was asked for, and when the chain has ended. */
  state(chain: number, state: Uint8Array<ArrayBuffer>, ended: boolean): void;
}

/** A turn on the thread ends after about this long. */
const TURN_MILLISECONDS = 12;

/** Runs the chains until all are finished or the pace says stop. */
export async function takeTurns(jobs: readonly ChainJob[], pace: Pace, listener: TurnListener): Promise<void> {
  let turn = performance.now();
  const yieldIfDue = async () => {
    if (performance.now() - turn < TURN_MILLISECONDS) return;
    await nextTask();
    turn = performance.now();
  };
  const running: { readonly chain: number; readonly runner: ChainRunner; answered: number }[] = [];
  for (const job of jobs) {
    if (pace.stopped) break;
    running.push({ chain: job.chain, runner: new ChainRunner(job), answered: 0 });
    await yieldIfDue();
  }
  while (!pace.stopped && running.some(({ runner }) => !runner.finished)) {
    let waits = true;
    for (const one of running) {
      if (pace.stopped) break;
      if (one.answered < pace.requests) {
        one.answered = pace.requests;
        listener.state(one.chain, one.runner.save(), false);
      }
      if (one.runner.finished || one.runner.done >= pace.limit) continue;
      waits = false;
      listener.batch(one.chain, one.runner.next(Math.max(1, TURN_MILLISECONDS - (performance.now() - turn)), pace.limit));
      await yieldIfDue();
    }
    if (waits) await pace.changed();
  }
  for (const { chain, runner } of running) listener.state(chain, runner.save(), true);
}

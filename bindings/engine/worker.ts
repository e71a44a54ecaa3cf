/** The script of a worker: runs chains that it is sent, one after the other, and posts their batches. */
import { platform } from "#platform";
import { NonFiniteStart } from "./chain_runner.js";
import type { ToWorker } from "./messages.js";
import { Pace } from "./pace.js";
import { takeTurns } from "./turns.js";

const parent = platform.parent();
const { thread } = platform;
let pace = new Pace();

parent.onMessage((message: ToWorker) => {
  if (message.type === "pace") pace.set(message.pace);
  else void run(message);
});

async function run(message: ToWorker & { type: "start" }): Promise<void> {
  pace = new Pace();
  pace.set(message.pace);
  try {
    await takeTurns(message.jobs, pace, {
      batch: (chain, batch) => parent.post({ type: "batch", chain, batch, thread }, [batch.draws.buffer, batch.stats.buffer]),
      state: (chain, state, ended) => parent.post({ type: "state", chain, state, ended }, [state.buffer]),
    });
    parent.post({ type: "done" });
  } catch (error) {
    if (error instanceof NonFiniteStart) return parent.post({ type: "non-finite-start", position: error.position });
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    parent.post({ type: "failed", name, message, stack });
  }
}

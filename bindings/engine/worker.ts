/** The script of a worker: runs chains that it is sent, one after the other, and posts their batches. */
import { platform } from "#platform";
import { ChainRunner, NonFiniteStart } from "./chain_runner.js";
import type { ToWorker } from "./messages.js";
import { nextTask } from "./yield.js";

/** A stop is looked for between batches of about this length. */
const BATCH_MILLISECONDS = 15;

const parent = platform.parent();
let stopped = false;

parent.onMessage((message: ToWorker) => {
  if (message.type === "stop") stopped = true;
  else void run(message);
});

async function run({ job }: ToWorker & { type: "start" }): Promise<void> {
  stopped = false;
  try {
    const runner = new ChainRunner(job);
    while (!runner.finished && !stopped) {
      const batch = runner.next(BATCH_MILLISECONDS);
      parent.post({ type: "batch", batch, thread: platform.thread }, [batch.draws.buffer, batch.stats.buffer]);
      await nextTask();
    }
    parent.post({ type: "done" });
  } catch (error) {
    if (error instanceof NonFiniteStart) return parent.post({ type: "non-finite-start", position: error.position });
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    parent.post({ type: "failed", name, message, stack });
  }
}

/** Workers that are kept warm between runs. An idle one does not keep the process alive. */
import { platform } from "#platform";
import { WasmcmcError } from "../errors.js";
import type { Batch, ChainJob } from "./chain_runner.js";
import { NonFiniteStart } from "./chain_runner.js";
import type { FromWorker, Port } from "./messages.js";
import type { Pace } from "./pace.js";

interface Hired {
  readonly port: Port;
  readonly url: string;
  /** Whether it ever said anything: one that did not may have no script. */
  spoke: boolean;
  /** What becomes of the worker's words while it runs a chain. */
  listener: { message(message: FromWorker): void; failure(cause: unknown): void } | undefined;
}

let idle: Hired[] = [];

/** Ends all idle workers, as at the end of a test. Runs under way keep theirs. */
export function closeWorkers(): void {
  for (const { port } of idle) port.close();
  idle = [];
}

/** Batches and states of chains, with the number of the thread they ran on. */
export interface WorkerListener {
  batch(chain: number, batch: Batch, thread: number): void;
  state(chain: number, state: Uint8Array<ArrayBuffer>, ended: boolean): void;
}

/** A worker that never started, as where its script is not found or the page's policy forbids it. */
export class NoWorker extends WasmcmcError {}

/** Runs chains in a worker, at the pace; resolves when they are done or stopped, rejects with `NoWorker` before anything has run. */
export async function runInWorker(
  jobs: readonly ChainJob[],
  workerUrl: string | URL | undefined,
  pace: Pace,
  listener: WorkerListener,
): Promise<void> {
  const chain = jobs[0]?.chain ?? 0;
  const hired = hire(workerUrl, chain);
  const leave = pace.watch(() => hired.port.post({ type: "pace", pace: pace.state }));
  return new Promise<void>((resolve, reject) => {
    hired.listener = {
      message(message) {
        if (message.type === "batch") listener.batch(message.chain, message.batch, message.thread);
        else if (message.type === "state") listener.state(message.chain, message.state, message.ended);
        else if (message.type === "done") resolve();
        else if (message.type === "non-finite-start") reject(new NonFiniteStart(message.position));
        else reject(failure(chain, Object.assign(new Error(message.message), { name: message.name, stack: message.stack })));
      },
      failure: (cause) => reject(failure(chain, cause, hired.spoke ? WasmcmcError : NoWorker)),
    };
    hired.port.hold(true);
    hired.port.post({ type: "start", jobs, pace: pace.state });
  }).finally(() => {
    leave();
    release(hired);
  });
}

function hire(workerUrl: string | URL | undefined, chain: number): Hired {
  const url = String(workerUrl ?? "");
  const warm = idle.findIndex((hired) => hired.url === url);
  if (warm >= 0) return idle.splice(warm, 1)[0] as Hired;
  const hired: Hired = { port: spawn(workerUrl, chain), url, spoke: false, listener: undefined };
  hired.port.onMessage((message: FromWorker) => {
    hired.spoke = true;
    hired.listener?.message(message);
  });
  hired.port.onFailure((cause) => {
    const { listener } = hired;
    idle = idle.filter((other) => other !== hired);
    broken.add(hired);
    listener?.failure(cause);
  });
  return hired;
}

function spawn(workerUrl: string | URL | undefined, chain: number): Port {
  try {
    return platform.spawn(workerUrl);
  } catch (cause) {
    throw failure(chain, cause, NoWorker);
  }
}

const broken = new WeakSet<Hired>();

function release(hired: Hired): void {
  hired.listener = undefined;
  hired.port.hold(false);
  if (!broken.has(hired)) idle.push(hired);
}

function failure(chain: number, cause: unknown, Kind = WasmcmcError): WasmcmcError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Kind({
    code: "worker-failed",
    problem: `The worker that ran chain ${chain} failed: ${reason}.`,
    remedy:
      "Sample with workers: false to stay on the calling thread; if a bundler moved the worker's script, say where it is by workerUrl.",
    value: chain,
    cause,
  });
}

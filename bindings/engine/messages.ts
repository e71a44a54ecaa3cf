/** What the calling thread and its workers say to each other. */
import type { Batch, ChainJob } from "./chain_runner.js";
import type { PaceState } from "./pace.js";

/** A worker runs the chains of one `start` at a time, in turns; `pace` is about those. */
export type ToWorker =
  | { readonly type: "start"; readonly jobs: readonly ChainJob[]; readonly pace: PaceState }
  | { readonly type: "pace"; readonly pace: PaceState };

export type FromWorker =
  | { readonly type: "batch"; readonly chain: number; readonly batch: Batch; readonly thread: number }
  | { readonly type: "state"; readonly chain: number; readonly state: Uint8Array<ArrayBuffer>; readonly ended: boolean }
  | { readonly type: "done" }
  | { readonly type: "non-finite-start"; readonly position: Float64Array }
  | { readonly type: "failed"; readonly name: string; readonly message: string; readonly stack: string | undefined };

/** One end of a channel to another thread; Node's and the browser's look the same through it. */
export interface Port {
  post(message: ToWorker | FromWorker, transfer?: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: never) => void): void;
  /** The thread ended or threw. */
  onFailure(listener: (cause: unknown) => void): void;
  /** Whether the thread keeps the process alive (Node). */
  hold(alive: boolean): void;
  close(): void;
}

export interface Platform {
  spawn(url: string | URL | undefined): Port;
  /** The channel to the thread that started this one. */
  parent(): Port;
  /** Number of this thread; 0 on the main one. */
  readonly thread: number;
  readonly cores: number;
}

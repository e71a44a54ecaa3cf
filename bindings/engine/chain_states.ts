/** The newest states of a run's chains, and those asked for while they run. */
import type { Pace } from "./pace.js";

/** A chain's state; undefined where it has not begun. */
export type SavedState = Uint8Array<ArrayBuffer> | undefined;

export class ChainStates {
  readonly newest: SavedState[];
  private readonly running = new Set<number>();
  private readonly waiting = new Set<{ readonly chains: Set<number>; settle(error?: unknown): void }>();

  constructor(initial: readonly SavedState[]) {
    this.newest = [...initial];
  }

  started(chain: number): void {
    this.running.add(chain);
  }

  take(chain: number, state: SavedState, ended: boolean): void {
    this.newest[chain] = state;
    if (ended) this.running.delete(chain);
    for (const request of this.waiting) {
      request.chains.delete(chain);
      if (request.chains.size === 0) request.settle();
    }
  }

  /** The run is over, or failed by the error: whoever waits is told. */
  finish(error?: unknown): void {
    this.running.clear();
    for (const request of this.waiting) request.settle(error);
  }

  /** Resolves when each running chain has saved its state at a batch's end. */
  collect(pace: Pace): Promise<void> {
    if (this.running.size === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const request = {
        chains: new Set(this.running),
        settle: (error?: unknown) => {
          this.waiting.delete(request);
          if (error === undefined) resolve();
          else reject(error);
        },
      };
      this.waiting.add(request);
      pace.set({ requests: pace.requests + 1 });
    });
  }
}

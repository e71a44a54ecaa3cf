/**
 * How far chains may go for now, whether they are to stop, and how often their states were asked for: what a run, those who look after
 * it, and its workers share. No draw depends on it.
 */
export interface PaceState {
  /** Iterations that each chain may have done. */
  readonly limit: number;
  readonly stopped: boolean;
  /** How often all chains were asked for their states. */
  readonly requests: number;
}

export class Pace implements PaceState {
  stopped = false;
  requests = 0;
  private readonly watchers = new Set<() => void>();

  constructor(public limit = Number.POSITIVE_INFINITY) {}

  /** Whether chains have to wait for each other or for someone else. */
  get bounded(): boolean {
    return this.limit < Number.POSITIVE_INFINITY;
  }

  set(change: Partial<PaceState>): void {
    Object.assign(this, change);
    for (const watcher of [...this.watchers]) watcher();
  }

  get state(): PaceState {
    const { limit, stopped, requests } = this;
    return { limit, stopped, requests };
  }

  /** Calls after each change, until the returned function is called. */
  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }

  changed(): Promise<void> {
    return new Promise((resolve) => {
      const leave = this.watch(() => {
        leave();
        resolve();
      });
    });
  }
}

/**
 * A run of the sampler: a promise of the fit, and an async iterable of its progress. It starts at once and does not depend on
 * being watched; leaving the iterator does not stop it, an AbortSignal does.
 */

import type { Settings } from "../engine/options.js";
import type { ChainTally } from "../engine/record.js";
import type { Course } from "../engine/run.js";
import type { Look } from "./precision.js";

/** A moment of a run. */
export interface Progress {
  /** Iterations done by each chain, warm-up included, and in all. */
  readonly iterations: readonly number[];
  readonly total: number;
  /** Draws kept so far by each chain. */
  readonly draws: readonly number[];
  /** Divergences among the draws kept. */
  readonly divergences: number;
  /** Step size of each chain; NaN before its first iteration. */
  readonly stepSize: readonly number[];
  /** Smallest bulk effective sample size over the parameters, of the draws so far; computed when read. NaN until 4 draws a chain. */
  readonly ess: number;
  /** With `until`: the latest look at the precision; undefined before the first. */
  readonly look: Look | undefined;
}

type Show = (records: readonly ChainTally[], settings: Settings, look?: Look) => void;

export class Run<Fit> implements PromiseLike<Fit>, AsyncIterable<Progress> {
  private latest: Progress | undefined;
  private version = 0;
  private finished = false;
  private wake: (() => void)[] = [];
  private readonly outcome: Promise<Fit>;

  constructor(
    start: (show: Show) => Promise<Fit>,
    private readonly ess: () => number,
    /** @internal The chains, once they are under way. */
    readonly course: () => Course | undefined = () => undefined,
  ) {
    this.outcome = Promise.resolve()
      .then(() => start((records, settings, look) => this.show(records, settings, look)))
      .finally(() => {
        this.finished = true;
        this.wakeAll();
      });
    // Whoever only iterates is told by the iterator; whoever awaits gets the rejection itself.
    this.outcome.catch(() => {});
  }

  // biome-ignore lint/suspicious/noThenProperty: a run is meant to be awaited
  then<A = Fit, B = never>(
    fulfilled?: ((fit: Fit) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.outcome.then(fulfilled, rejected);
  }

  catch<B = never>(rejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<Fit | B> {
    return this.outcome.catch(rejected);
  }

  finally(settled?: (() => void) | null): Promise<Fit> {
    return this.outcome.finally(settled);
  }

  /** Each turn yields the newest state; a slow reader misses the ones between. The iteration ends with the run, or throws its error. */
  async *[Symbol.asyncIterator](): AsyncIterator<Progress> {
    let seen = 0;
    while (true) {
      if (this.latest !== undefined && seen < this.version) {
        seen = this.version;
        yield this.latest;
      } else if (this.finished) {
        await this.outcome;
        return;
      } else {
        await new Promise<void>((resolve) => this.wake.push(resolve));
      }
    }
  }

  private show(records: readonly ChainTally[], settings: Settings, look: Look | undefined): void {
    const { ess } = this;
    this.latest = {
      iterations: records.map((record) => record.iterations),
      total: records.length * (settings.warmup + settings.draws),
      draws: records.map((record) => record.drawCount),
      divergences: records.reduce((sum, record) => sum + record.divergences, 0),
      stepSize: records.map((record) => record.stepSize),
      get ess() {
        return ess();
      },
      look,
    };
    this.version += 1;
    this.wakeAll();
  }

  private wakeAll(): void {
    const waiting = this.wake;
    this.wake = [];
    for (const resolve of waiting) resolve();
  }
}

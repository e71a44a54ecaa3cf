/**
 * When to sample anew: at once while something moves, with the newest state only; a whole run when it rests. What a change takes until it
 * is on the screen is left in the browser's record under the name "refit".
 */
import type { Effort, Subject, View } from "../messages.js";
import { type Client, Refused } from "./client.js";
import { inNextFrame, measured } from "./frames.js";

const RestMilliseconds = 140;

export class Refit {
  private isBusy = false;
  private changedAt: number | undefined;
  private isMoving = false;
  private isWarm = false;
  private rest: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly client: Client,
    private readonly slot: string,
    private readonly subject: () => Subject | undefined,
    private readonly show: (view: View, subject: Subject, milliseconds: number) => void,
    private readonly refuse: (error: Error) => void,
  ) {}

  /** `moving` while more changes are sure to come, as under a finger. */
  changed(moving: boolean): void {
    this.isMoving = moving;
    this.changedAt ??= performance.now();
    clearTimeout(this.rest);
    if (!this.isBusy) void this.sample();
  }

  private async sample(): Promise<void> {
    const start = this.changedAt ?? performance.now();
    this.changedAt = undefined;
    this.isBusy = true;
    await this.ask("moving", start, () => {
      this.isBusy = false;
      if (this.changedAt !== undefined) void this.sample();
      else if (!this.isMoving) this.rest = setTimeout(() => void this.finish(), RestMilliseconds);
    });
  }

  private async finish(): Promise<void> {
    await this.ask("full", performance.now(), () => {});
    if (this.isWarm) return;
    this.isWarm = true;
    await this.client.call("warmUp", { slot: this.slot }).catch(() => {});
  }

  /** `next` runs as soon as the worker is free again: it goes on while the page draws. */
  private async ask(effort: Effort, start: number, next: () => void): Promise<void> {
    const subject = this.subject();
    if (subject === undefined) return next();
    try {
      const view = await this.client.call("fit", { slot: this.slot, subject, effort });
      next();
      measured("take", () => this.show(view, subject, performance.now() - start));
      inNextFrame(() => performance.measure("refit", { start, end: performance.now(), detail: effort }));
    } catch (error) {
      next();
      if (!(error instanceof Refused && error.superseded)) this.refuse(error as Error);
    }
  }
}

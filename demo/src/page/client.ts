/** The page's end of the line to its worker. */
import type { Answer, Asked, CallName, Calls, LiveUpdate, Refusal } from "../messages.js";

/** What the worker refused, with what to do about it. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }

  /** A newer change took the place of what was asked: nothing is wrong. */
  get superseded(): boolean {
    return this.refusal.code === "superseded";
  }
}

export class Client {
  onLive: (update: LiveUpdate) => void = () => {};
  private readonly worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "wasmcmc live page" });
  private readonly waiting = new Map<number, { resolve(answer: never): void; reject(error: Error): void }>();
  private asked = 0;

  constructor() {
    this.worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => this.take(data));
    this.worker.addEventListener("error", ({ message }) => {
      for (const { reject } of this.waiting.values()) reject(new Error(message || "The worker could not be started."));
      this.waiting.clear();
    });
  }

  call<Name extends CallName>(name: Name, asked: Calls[Name]["asked"]): Promise<Calls[Name]["answer"]> {
    this.asked += 1;
    const id = this.asked;
    this.worker.postMessage({ id, name, asked } as Asked);
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  private take(answer: Answer): void {
    if ("live" in answer) return this.onLive(answer.live);
    const waiting = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ("refusal" in answer) waiting?.reject(new Refused(answer.refusal));
    else waiting?.resolve(answer.answer as never);
  }
}

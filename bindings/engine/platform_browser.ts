/** Threads in browsers (and in other hosts that have the browser's Worker). */
import type { Platform, Port } from "./messages.js";

let spawned = 0;

/** Bundlers find the worker's script by this expression, and put the address that they gave it in its place. */
const ownWorker = (name: string) => new Worker(new URL("./worker.js", import.meta.url), { type: "module", name });

/** A worker; one whose script is on another origin, as on a CDN, starts from a blob that imports it. */
function startWorker(url: string | URL | undefined, name: string): Worker {
  try {
    return url === undefined ? ownWorker(name) : new Worker(url, { type: "module", name });
  } catch {
    const address = new URL(url ?? ownAddress(), globalThis.document?.baseURI ?? self.location.href).href;
    const script = new Blob([`import ${JSON.stringify(address)};`], { type: "text/javascript" });
    return new Worker(URL.createObjectURL(script), { type: "module", name });
  }
}

/** The address of the worker's script. Only the call that starts it has that, so a stand-in of `Worker` listens to one. */
function ownAddress(): string {
  const { Worker } = globalThis;
  let address = "";
  globalThis.Worker = class {
    constructor(url: string | URL) {
      address = String(url);
    }
  } as unknown as typeof Worker;
  try {
    ownWorker("");
  } finally {
    globalThis.Worker = Worker;
  }
  return address;
}

export const platform: Platform = {
  get thread() {
    return typeof document === "undefined" ? Number(self.name.split(" ")[1] ?? 1) : 0;
  },
  cores: globalThis.navigator?.hardwareConcurrency ?? 1,

  spawn(url) {
    spawned += 1;
    const worker = startWorker(url, `wasmcmc ${spawned}`);
    const port: Port = {
      post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
      onMessage: (listener) => worker.addEventListener("message", (event: MessageEvent) => listener(event.data as never)),
      onFailure: (listener) => {
        worker.addEventListener("error", (event) =>
          listener(event.error ?? new Error(event.message || "the worker's script could not be loaded")),
        );
        worker.addEventListener("messageerror", () => listener(new Error("a message could not be read")));
      },
      hold: () => {},
      close: () => worker.terminate(),
    };
    return port;
  },

  parent() {
    return {
      post: (message, transfer = []) => self.postMessage(message, { transfer: [...transfer] }),
      onMessage: (listener) => self.addEventListener("message", (event: MessageEvent) => listener(event.data as never)),
      onFailure: () => {},
      hold: () => {},
      close: () => self.close(),
    };
  },
};

/** Threads in browsers (and in other hosts that have the browser's Worker). */
import type { Platform, Port } from "./messages.js";

let spawned = 0;

export const platform: Platform = {
  get thread() {
    return typeof document === "undefined" ? Number(self.name.split(" ")[1] ?? 1) : 0;
  },
  cores: globalThis.navigator?.hardwareConcurrency ?? 1,

  spawn(url) {
    spawned += 1;
    const name = `wasmcmc ${spawned}`;
    const worker =
      url === undefined
        ? new Worker(new URL("./worker.js", import.meta.url), { type: "module", name })
        : new Worker(url, { type: "module", name });
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

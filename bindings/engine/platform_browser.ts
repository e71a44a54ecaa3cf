/** Threads in browsers (and in other hosts that have the browser's Worker). */
import type { Platform, Port } from "./messages.js";

let spawned = 0;

/**
 * A script of another origin may not be a worker's, but a script of our own may import it. The host must allow that by
 * Access-Control-Allow-Origin, as those do that serve modules, and the page's policy must allow workers from `blob:`.
 */
function workerFrom(url: string | URL, options: WorkerOptions): Worker {
  const { href, origin } = new URL(url, self.location.href);
  if (origin === self.location.origin || !href.startsWith("http")) return new Worker(href, options);
  const script = new Blob([`import ${JSON.stringify(href)};`], { type: "text/javascript" });
  return new Worker(URL.createObjectURL(script), options);
}

export const platform: Platform = {
  get thread() {
    return typeof document === "undefined" ? Number(self.name.split(" ")[1] ?? 1) : 0;
  },
  cores: typeof Worker === "undefined" ? 1 : (globalThis.navigator?.hardwareConcurrency ?? 1),

  spawn(url) {
    spawned += 1;
    const name = `wasmcmc ${spawned}`;
    const worker =
      url === undefined
        ? new Worker(new URL("./worker.js", import.meta.url), { type: "module", name })
        : workerFrom(url, { type: "module", name });
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

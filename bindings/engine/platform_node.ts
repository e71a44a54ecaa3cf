/** Threads in Node. */
import { availableParallelism } from "node:os";
import { parentPort, threadId, Worker } from "node:worker_threads";
import type { Platform, Port } from "./messages.js";

export const platform: Platform = {
  thread: threadId,
  cores: availableParallelism(),

  spawn(url) {
    // Without the process's own flags: --input-type and the like are refused in workers.
    const worker = new Worker(url === undefined ? new URL("./worker.js", import.meta.url) : new URL(url), { execArgv: [] });
    const port: Port = {
      post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
      onMessage: (listener) => void worker.on("message", listener as (message: unknown) => void),
      onFailure: (listener) => {
        worker.on("error", listener);
        worker.on("exit", (code) => listener(new Error(`the worker ended with code ${code}`)));
      },
      hold: (alive) => (alive ? worker.ref() : worker.unref()),
      close: () => void worker.terminate(),
    };
    return port;
  },

  parent() {
    if (parentPort === null) throw new Error("this module runs in a worker only");
    const port = parentPort;
    return {
      post: (message, transfer = []) => port.postMessage(message, [...transfer]),
      onMessage: (listener) => void port.on("message", listener as (message: unknown) => void),
      onFailure: () => {},
      hold: () => {},
      close: () => port.close(),
    };
  },
};

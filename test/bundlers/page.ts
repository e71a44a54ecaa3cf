/** In a page, as a bundler makes it: the draws of one fit by threads, and that plots and data are there. */
import { closeWorkers, model, normal, observe, param, sample, vector } from "wasmcmc";

const table = { x: [1, 2, 3, 4, 5, 6], y: [2.1, 3.9, 6.2, 7.8, 10.1, 12.2] };

/** Sums of the draws' numbers, with the threads that made them; or the error's words. */
export async function fitted(workers: "auto" | number | false, workerUrl?: string, draws = 300) {
  const line = model({ x: vector("row"), y: vector("row") }, ({ x, y }) => {
    const m = param(normal(0, 10));
    const b = param(normal(0, 10));
    return { m, b, y: observe(y, normal(m.mul(x).add(b), 0.5)) };
  });
  try {
    const options = { chains: 2, warmup: 300, draws, seed: 11, workers, ...(workerUrl === undefined ? {} : { workerUrl }) };
    const fit = await sample(line, table, options);
    return { draws: await digest([fit.draws.m, fit.draws.b]), threads: [...fit.threads] };
  } catch (error) {
    return { error: String(error) };
  } finally {
    closeWorkers();
  }
}

/** Loaded when asked for, as in a page that plots at the end. */
export async function entries() {
  const [data, plots] = await Promise.all([import("wasmcmc/data"), import("wasmcmc/plots")]);
  const { rowCount } = await data.readTable(new File(["x,y\n1,2\n3,4\n"], "two.csv"));
  return { rowCount, plot: typeof plots.plotPair };
}

async function digest(arrays: readonly unknown[]): Promise<string> {
  const bytes = new Uint8Array(await new Blob(arrays as Float64Array<ArrayBuffer>[]).arrayBuffer());
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

Object.assign(globalThis, {
  run: (name: "fitted" | "entries", ...rest: Parameters<typeof fitted>) => (name === "fitted" ? fitted(...rest) : entries()),
});

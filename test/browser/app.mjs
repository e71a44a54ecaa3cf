/** A page as a user would write it: it fits a line, and says what became of it. Bundlers build it; static folders serve it as it is. */
import { closeWorkers, model, normal, observe, param, sample, uniform, vector } from "wasmcmc";
import { readTable } from "wasmcmc/data";

const line = model({ x: vector("point"), y: vector("point") }, ({ x, y }) => {
  const slope = param(uniform(-10, 10), { init: 1 });
  const intercept = param(normal(0, 10), { init: 0 });
  const sigma = param(uniform(0.01, 20), { init: 1 });
  return { slope, intercept, sigma, y: observe(y, normal(slope.mul(x.add(x.square().mul(0.01))).add(intercept), sigma)) };
});

/** Draws as hexadecimal SHA-256, and the threads that made them; or the code of the error. */
export async function run(/** @type {string} */ csv, /** @type {{ workers: any, workerUrl?: string }} */ options) {
  try {
    const table = await readTable(new File([csv], "points.csv"));
    const data = { x: table.numbers("x"), y: table.numbers("y") };
    const fit = await sample(line, data, { chains: 2, warmup: 300, draws: 300, seed: 8, ...options });
    const bytes = await new Blob(Object.values(fit.draws).map((draws) => draws.slice())).arrayBuffer();
    const hash = Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) => byte.toString(16));
    closeWorkers();
    return { draws: hash.join(" "), threads: fit.threads.filter((thread) => thread > 0).length };
  } catch (error) {
    return { code: /** @type {any} */ (error).code, message: String(error) };
  }
}

Object.assign(globalThis, { run });

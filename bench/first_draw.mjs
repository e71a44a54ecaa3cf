/** Prints the milliseconds from `import("wasmcmc")` to a first draw, in a process that does nothing else. */
import { lineModel, linePoints } from "./line.mjs";

const data = linePoints();
const started = performance.now();
const library = await import("wasmcmc");
await library.sample(lineModel(library), data, { chains: 1, warmup: 0, draws: 1, seed: 1, workers: false });
console.log(performance.now() - started);

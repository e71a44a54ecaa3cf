/** Times whole fits of the line model's 32 points, the first draw of a fresh import, and memory. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { lineModel, linePoints } from "./line.mjs";

const script = (name) => fileURLToPath(new URL(name, import.meta.url));

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** 2 chains of 1000 + 1000 on the calling thread, 10 seeds after one fit that warms up: milliseconds and smallest bulk ESS. */
async function lineFits({ sample, ...library }) {
  const line = lineModel(library);
  const data = linePoints();
  const options = { chains: 2, warmup: 1000, draws: 1000, workers: false };
  await sample(line, data, { ...options, seed: 1000 });
  const times = [];
  const sizes = [];
  for (let seed = 1; seed <= 10; seed++) {
    const started = performance.now();
    const fit = await sample(line, data, { ...options, seed });
    times.push(performance.now() - started);
    sizes.push(Math.min(...fit.summary().rows.map((row) => row.ess_bulk)));
  }
  return { milliseconds: median(times), ess: median(sizes), leastEss: Math.min(...sizes) };
}

/** From `import("wasmcmc")` to the first draw, in processes of their own. */
function firstDraws() {
  const run = () => Number(execFileSync(process.execPath, [script("./first_draw.mjs")], { encoding: "utf8" }));
  return median(Array.from({ length: 9 }, run));
}

/** What one chain of 100,000 rows takes beyond its data and its draws, in a process of its own; megabytes. */
function memoryBeside() {
  const { bytes, dataBytes, drawBytes } = JSON.parse(
    execFileSync(process.execPath, [script("./memory.mjs")], { encoding: "utf8" }),
  );
  return (bytes - dataBytes - drawBytes) / 1e6;
}

/** Rows for the table: what, figure, target, verdict. */
export async function measureFits(library) {
  const { milliseconds, ess, leastEss } = await lineFits(library);
  const draw = firstDraws();
  const memory = memoryBeside();
  return [
    {
      what: "line fit, 2 x (1000 + 1000), one thread, median of 10 seeds",
      value: `${milliseconds.toFixed(1)} ms`,
      target: "50 ms",
      ok: milliseconds <= 50,
    },
    {
      what: "the same, smallest bulk ESS (median, least of the seeds)",
      value: `${ess.toFixed(0)}, ${leastEss.toFixed(0)}`,
      target: "800",
      ok: leastEss >= 800,
    },
    { what: "import to first draw", value: `${draw.toFixed(1)} ms`, target: "50 ms", ok: draw <= 50 },
    {
      what: "memory of a chain at 100,000 rows, beside data and draws",
      value: `${memory.toFixed(2)} MB`,
      target: "2 MB",
      ok: memory <= 2,
    },
  ];
}

/** Times `target.logpAndGradient` through the public API with tinybench. */
import { Bench } from "tinybench";
import { cases } from "./cases.mjs";
import { firstRows, rowCounts } from "./data.mjs";

const positionCount = 16;

/** Positions that differ from call to call by up to one part in a hundred, as those of the native loops. */
function positionsAround(base) {
  return Array.from({ length: positionCount }, (_, k) =>
    Float64Array.from(base, (value, d) => value * (1 + 0.01 * Math.sin(k * (d + 1)))),
  );
}

/** A task of about a millisecond: a single call can be shorter than the clock's steps. */
function addTask(bench, name, target, base, n, work = n) {
  if (target.dimension !== base.length)
    throw new Error(`${name}: the model has ${target.dimension} coordinates, not ${base.length}`);
  const positions = positionsAround(base);
  const calls = Math.max(1, Math.ceil(50_000 / Math.max(work, 32)));
  let next = 0;
  let sink = 0;
  bench.add(name, () => {
    for (let i = 0; i < calls; i++) sink += target.logpAndGradient(positions[next++ % positionCount]).logp;
    if (Number.isNaN(sink)) throw new Error(`${name}: the log density is not a number`);
  });
  return calls;
}

/** Microseconds a call (medians), by case and row count: `measured.get(name).get(n)`. */
export async function measureGradients(library) {
  const measured = new Map();
  for (const { name, data, model, position, counts = rowCounts, take = firstRows, work = (n) => n } of cases) {
    const definition = model(library);
    // The host's optimising compiler takes its time over a module of this size; until then the first cases run slowly.
    const bench = new Bench({ time: 300, warmupTime: 500 });
    const tasks = counts.map((n) => {
      const label = `${name}, ${n} rows`;
      return { n, label, calls: addTask(bench, label, definition.bind(take(data, n)), position, n, work(n)) };
    });
    await bench.run();
    const medians = tasks.map(({ n, label, calls }) => {
      const { result } = bench.getTask(label);
      if (result.state !== "completed") throw result.error ?? new Error(`${label}: ${result.state}`);
      return [n, (result.latency.p50 * 1000) / calls];
    });
    measured.set(name, new Map(medians));
  }
  return measured;
}

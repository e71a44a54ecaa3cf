/**
 * A straight line through points of which some are outliers: each point comes from the line (with its own error) or from a
 * broad background. `npm start` fits it and prints what came out; `node examples/line.mjs FILE` reads another file with the
 * columns x, y, y_err.
 */
import { readFileSync } from "node:fs";

const begin = performance.now();
const {
  dirichlet,
  exp,
  leastSquares,
  log,
  mixture,
  model,
  normal,
  observe,
  param,
  parseCsv,
  sample,
  select,
  sqrt,
  uniform,
  vector,
} = await import("wasmcmc");
const loaded = performance.now();

const path = process.argv[2] ?? new URL("./line.csv", import.meta.url);
const table = parseCsv(readFileSync(path));
const data = { x: table.numbers("x"), y: table.numbers("y"), yErr: table.numbers("y_err") };
const read = performance.now();

const straight = leastSquares({ m: data.x, b: 1 }, data.y, { sigma: data.yErr });
console.log("Weighted least squares, outliers and all:");
console.log(
  `  m ${straight.coefficients.m.toFixed(4)} +- ${straight.standardErrors.m.toFixed(4)}   b ${straight.coefficients.b.toFixed(4)} +- ${straight.standardErrors.b.toFixed(4)}\n`,
);

const line = model({ x: vector("point"), y: vector("point"), yErr: vector("point") }, ({ x, y, yErr }) => {
  const m = param(uniform(0, 10), { init: 3 });
  const b = param(normal(0, 25), { init: -13 });
  const ln_s_out = param(uniform(-3, 4), { init: log(10) });
  const s_out = exp(ln_s_out.mul(2)); // a variance
  const w = param(dirichlet([1, 1]));
  return {
    m,
    b,
    ln_s_out,
    w,
    s_out,
    y: observe(
      y,
      mixture(w, {
        line: normal(m.mul(x).add(b), yErr),
        outlier: normal(0, sqrt(yErr.square().add(s_out))),
      }),
    ),
  };
});

const start = performance.now();
const fit = await sample(line, data, { chains: 4, draws: 5000, seed: 42 });
const sampled = performance.now();
const summary = fit.summary();
const summarised = performance.now();
const { probability, mcse } = fit.membership("y");
const done = performance.now();

console.log(
  `The mixture, ${fit.chains.length} chains of ${fit.drawCount} draws after ${fit.settings.warmup} of warm-up, seed ${fit.settings.seed}:`,
);
console.log(`${summary}\n`);
if (fit.warnings.length === 0) console.log("No divergences; chains agree; enough effective draws.\n");

const onLine = select(probability, { component: "line" }).values;
const errors = select(mcse, { component: "line" }).values;
console.log("Probability that a point belongs to the line (rows counted from 0; * marks outliers, below one half):");
for (const [row, share] of onLine.entries()) {
  const [error, x, y] = [errors, data.x, data.y].map((values) => values[row] ?? NaN);
  console.log(
    `  ${String(row).padStart(2)} ${share < 0.5 ? "*" : " "} ${share.toFixed(4)} +- ${error?.toFixed(4)}   x ${x?.toFixed(3)}   y ${y?.toFixed(3)}`,
  );
}

/** @param {number} from @param {number} to */
const milliseconds = (from, to) => `${(to - from).toFixed(1)} ms`;
console.log(
  `\nload the library ${milliseconds(begin, loaded)}, read the file ${milliseconds(loaded, read)}, sample ${milliseconds(start, sampled)}, ` +
    `summary ${milliseconds(sampled, summarised)}, memberships ${milliseconds(summarised, done)}`,
);

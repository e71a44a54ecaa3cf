/**
 * `node bench/plots.mjs`: how long each plot takes on Node, with draws of 4 chains of 1,000; the first call of a kind (code that has not run
 * yet) beside the median of nine more. Milliseconds; the size of the markup in kB. `npm run build` first.
 */
import { readFileSync } from "node:fs";
import * as wasmcmc from "../dist/bindings/index.js";

const begin = performance.now();
const plots = await import("../dist/bindings/plots.js");
const loaded = performance.now() - begin;

let state = 1;
function uniform() {
  state = (Math.imul(1664525, state) + 1013904223) >>> 0;
  return (state + 0.5) / 2 ** 32;
}
const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
const normals = (count) => Float64Array.from({ length: count }, normal);
const chains = () => Array.from({ length: 4 }, () => normals(1000));
const one = { a: chains() };
const six = Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [name, chains()]));
const check = { observed: normals(100), predicted: Array.from({ length: 4000 }, () => normals(100)) };
const stars = { count: 17_000 };
const [first, second, membership] = [
  normals(stars.count),
  normals(stars.count),
  normals(stars.count).map((x) => Math.min(1, Math.abs(x) / 3)),
];

const { dirichlet, exp, log, mixture, model, observe, param, parseCsv, sample, sqrt, vector } = wasmcmc;
const table = parseCsv(readFileSync(new URL("../examples/line.csv", import.meta.url)));
const points = { x: table.numbers("x"), y: table.numbers("y"), yErr: table.numbers("y_err") };
const line = model({ x: vector("point"), y: vector("point"), yErr: vector("point") }, ({ x, y, yErr }) => {
  const m = param(wasmcmc.uniform(0, 10), { init: 3 });
  const b = param(wasmcmc.normal(0, 25), { init: -13 });
  const ln_s_out = param(wasmcmc.uniform(-3, 4), { init: log(10) });
  const s_out = exp(ln_s_out.mul(2));
  const w = param(dirichlet([1, 1]));
  const components = {
    line: wasmcmc.normal(m.mul(x).add(b), yErr),
    outlier: wasmcmc.normal(0, sqrt(yErr.square().add(s_out))),
  };
  return { m, b, ln_s_out, w, s_out, y: observe(y, mixture(w, components)) };
});
const fit = await sample(line, points, { chains: 4, draws: 1000, seed: 1 });
const curve = ({ m, b }, x) => m * x + b;
const comparison = wasmcmc.compare({ one: fit.logLikelihood("y"), two: fit.logLikelihood("y") });

const cases = {
  "corner, 6 numbers": () => plots.plotPair(six),
  "corner, 6 numbers, scatter": () => plots.plotPair(six, { kind: "scatter" }),
  "corner, 6 numbers, hexbin": () => plots.plotPair(six, { kind: "hexbin" }),
  posterior: () => plots.plotPosterior(one, { references: { a: 0 }, rope: [-0.1, 0.1] }),
  trace: () => plots.plotTrace(one),
  forest: () => plots.plotForest(one, { rhat: true, ess: true }),
  rank: () => plots.plotRank(one),
  autocorrelation: () => plots.plotAutocorrelation(one),
  energy: () => plots.plotEnergy({ energy: one.a }),
  "ess, local": () => plots.plotEss(one),
  "ess, quantile": () => plots.plotEss(one, { kind: "quantile" }),
  "ess, evolution": () => plots.plotEss(one, { kind: "evolution" }),
  mcse: () => plots.plotMcse(one),
  "Pareto k": () => plots.plotKhat({ paretoK: normals(1000) }),
  ridge: () => plots.plotRidge(six),
  violin: () => plots.plotViolin(six),
  parallel: () => plots.plotParallel(six),
  "prior and posterior": () => plots.plotPriorPosterior(one, { a: chains() }),
  "predictive check": () => plots.plotPredictiveCheck(check),
  "predictive intervals": () => plots.plotPredictiveIntervals(check),
  "predictive PIT": () => plots.plotPit(check),
  "LOO-PIT": () => plots.plotLooPit(normals(100).map((x) => 1 / (1 + Math.exp(-1.7 * x)))),
  compare: () => plots.plotCompare(comparison),
  "points with a band": () =>
    plots.plotPoints(points, { band: plots.curveBand(fit, ["m", "b"], curve, { x: { from: 0, to: 10 } }) }),
  membership: () => plots.plotMembership(membership),
  graph: () => plots.plotGraph(wasmcmc.modelGraph(line)),
  "sky, 17,000 stars": () => plots.plotSky({ ra: first, dec: second }, { membership }),
  "proper motions, 17,000 stars": () => plots.plotVectorPoint({ pmra: first, pmdec: second }, { membership }),
  "colours, 17,000 stars": () => plots.plotColorMagnitude({ color: first, magnitude: second }, { membership }),
};

const time = (action) => {
  const start = performance.now();
  action();
  return performance.now() - start;
};
const row = (...cells) => console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(32) : cell.padStart(10))).join(""));

console.log(`wasmcmc/plots loaded in ${loaded.toFixed(0)} ms\n`);
row("plot", "first", "median", "kB");
for (const [name, draw] of Object.entries(cases)) {
  let size = 0;
  const once = time(() => (size = plots.toSvg(draw()).length));
  const times = Array.from({ length: 9 }, () => time(draw)).sort((a, b) => a - b);
  row(name, once.toFixed(0), times[4].toFixed(0), (size / 1000).toFixed(0));
}
let text = "";
const once = time(() => (text = plots.report(fit)));
const times = Array.from({ length: 5 }, () => time(() => plots.report(fit))).sort((a, b) => a - b);
row("report of the line", once.toFixed(0), times[2].toFixed(0), (text.length / 1000).toFixed(0));

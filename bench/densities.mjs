/**
 * `node bench/densities.mjs`: what a corner plot computes, of 4,000 draws, in medians; beside ArviZ's times in the same run where
 * WASMCMC_PYTHON names a Python that has ArviZ 0.23.
 */
import { spawnSync } from "node:child_process";
import { hdiContours, histogram, kde, kde2d, multimodalHdi } from "../dist/bindings/index.js";

const DrawCount = 4000;

let state = 1;
function uniform() {
  state = (Math.imul(1664525, state) + 1013904223) >>> 0;
  return (state + 0.5) / 2 ** 32;
}
const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
const drawsOf = (shift) => Float64Array.from({ length: DrawCount }, (_, i) => normal() + shift * (i % 2));

const x = drawsOf(0);
const y = drawsOf(0);
const twoModes = drawsOf(8);
const plane = kde2d(x, y);

/** Name, what is measured, and the same in Python. */
const cases = [
  ["kde", () => kde(x), "kde(x)"],
  ["kde, two modes", () => kde(twoModes), "kde(z)"],
  ["kde, circular", () => kde(x, { circular: true }), "kde(x, circular=True)"],
  ["kde, adaptive", () => kde(x, { adaptive: true }), "kde(x, adaptive=True)"],
  ["kde2d, 128 x 128", () => kde2d(x, y), "_fast_kde_2d(x, y)"],
  ["kde2d, two modes", () => kde2d(twoModes, y), "_fast_kde_2d(z, y)"],
  ["contour levels", () => hdiContours(plane.density, [0.5, 0.8, 0.94]), "_find_hdi_contours(plane, [0.5, 0.8, 0.94])"],
  ["histogram", () => histogram(x), "histogram(x, get_bins(x))"],
  ["multimodal hdi", () => multimodalHdi(twoModes), "az.hdi(z, multimodal=True)"],
];

function medianMilliseconds(action) {
  for (let i = 0; i < 30; i++) action();
  const times = Array.from({ length: 61 }, () => {
    const start = performance.now();
    action();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[30];
}

const script = `
import json, logging, time, warnings
warnings.simplefilter("ignore")
import arviz as az, numpy as np
from arviz.stats.density_utils import _fast_kde_2d, _find_hdi_contours, get_bins, histogram, kde
logging.getLogger("arviz").setLevel(logging.CRITICAL)
rng = np.random.default_rng(1)
x, y = rng.normal(size=(2, ${DrawCount}))
z = rng.normal(size=${DrawCount}) + 8 * (np.arange(${DrawCount}) % 2)
plane = _fast_kde_2d(x, y)[0]
def median(action):
    times = []
    for _ in range(24):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return 1e3 * float(np.median(times[3:]))
print(json.dumps([${cases.map(([, , python]) => `median(lambda: ${python})`).join(", ")}]))
`;

function pythonMilliseconds() {
  const python = process.env.WASMCMC_PYTHON;
  const run = python ? spawnSync(python, ["-c", script], { encoding: "utf8" }) : undefined;
  return run?.status === 0 ? JSON.parse(run.stdout) : undefined;
}

const theirs = pythonMilliseconds();
console.log(`${"".padEnd(20)}${"ms".padStart(8)}${"ArviZ".padStart(10)}${"times".padStart(8)}`);
for (const [i, [name, action]] of cases.entries()) {
  const ours = medianMilliseconds(action);
  const there = theirs?.[i];
  const beside = there === undefined ? "" : `${there.toFixed(3).padStart(10)}${(there / ours).toFixed(1).padStart(8)}`;
  console.log(`${name.padEnd(20)}${ours.toFixed(3).padStart(8)}${beside}`);
}

/** The data of the benches: simulated with a fixed seed, so that native and WebAssembly loops see the same numbers on every machine. */
import { mkdirSync, writeFileSync } from "node:fs";
import { simulateLine } from "wasmcmc";

/** Row counts that are timed; the data holds the largest, and smaller runs take its first rows. */
export const rowCounts = [32, 1000, 16992, 100000];
const rows = Math.max(...rowCounts);

/** mulberry32: 32 bits of state are enough for data that only has to be the same each time. */
function uniforms(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function generators(seed) {
  const uniform = uniforms(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

/** Columns filled row by row from a function that gives a row as an array. */
function columns(count, row) {
  const filled = Array.from({ length: count }, () => new Float64Array(rows));
  for (let i = 0; i < rows; i++) row(i).forEach((value, column) => (filled[column][i] = value));
  return filled;
}

const { uniform, normal } = generators(20260101);

/** Points by increasing x, taken with a stride that has no factor in common with their number: any first rows are all along the line. */
const sorted = simulateLine({ points: rows, outliers: rows / 4, seed: 20260101 });
const scattered = (values) => values.map((_, i) => values[(i * 61_803) % rows]);

const regression = columns(2, () => {
  const x = 4 * uniform() - 2;
  const scale = 0.8 / Math.sqrt((normal() ** 2 + normal() ** 2 + normal() ** 2 + normal() ** 2) / 4);
  return [x, 1.5 * x - 0.7 + scale * normal()];
});

const lognormals = columns(1, () => {
  const u = uniform();
  const [mean, sigma] = u < 0.3 ? [-1, 0.4] : u < 0.75 ? [0.5, 0.3] : [2, 0.6];
  return [Math.exp(mean + sigma * normal())];
});

const theta = [-2, -1.2, -0.6, 0.3, 0.4, 1.1, 1.7, 2.5];
const groups = columns(3, () => {
  const group = Math.floor(8 * uniform());
  const x = 2 * uniform() - 1;
  return [theta[group] + 0.4 * x + 0.9 * normal(), group, x];
});

const normals = columns(1, () => [uniform() < 0.63 ? -2.7 + normal() : 2.9 + normal()]);

const stars = columns(5, () => {
  const [sx, sy] = [0.05 + 0.3 * uniform(), 0.05 + 0.3 * uniform()];
  const member = uniform() < 0.4;
  const [x, y] = member ? [-0.6 + 0.2 * normal(), -1.7 + 0.22 * normal()] : [4 * normal(), 4.5 * normal()];
  return [x + sx * normal(), y + sy * normal(), sx, sy, 0.8 * uniform() - 0.4];
});

/** Features of the design, row by row: as many numbers a row. */
export const featureCount = 30;
const designRows = 10_000;
const design = Float64Array.from({ length: featureCount * designRows }, normal);
const designed = Float64Array.from({ length: designRows }, (_, i) => {
  const row = design.subarray(i * featureCount, (i + 1) * featureCount);
  return row.reduce((sum, x, j) => sum + x * Math.sin(j), 0) + 0.8 * normal();
});

/** Points along a line, for covariances of all pairs of them. */
const places = Float64Array.from({ length: 500 }, (_, i) => 0.05 * i + 0.04 * uniform());
const heights = places.map((at) => Math.sin(at) + 0.3 * normal());

let state = 0;
const series = columns(1, () => {
  if (uniform() < 0.03) state = 1 - state;
  return [state ? 2 + 0.7 * normal() : -1 + normal()];
});

/** Columns by data set, in the order in which the native loops read them. */
export const dataSets = {
  line: { x: scattered(sorted.x), y: scattered(sorted.y), yErr: scattered(sorted.yErr) },
  regression: { x: regression[0], y: regression[1] },
  lognormals: { y: lognormals[0] },
  groups: { y: groups[0], school: groups[1], x: groups[2] },
  normals: { y: normals[0] },
  stars: { x: stars[0], y: stars[1], xErr: stars[2], yErr: stars[3], rho: stars[4] },
  series: { y: series[0] },
  design: { x: design, y: designed },
  points: { x: places, y: heights },
};

/** The first `count` rows of a data set. */
export function firstRows(name, count) {
  return Object.fromEntries(Object.entries(dataSets[name]).map(([key, values]) => [key, values.subarray(0, count)]));
}

/** Writes a data set for the native loops: float64 columns one after the other. */
export function writeColumns(name, folder) {
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/${name}.f64`;
  const all = Object.values(dataSets[name]);
  writeFileSync(file, Buffer.concat(all.map((values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength))));
  return { file, rows: Object.values(dataSets[name]).at(-1).length };
}

/** The summary of 4 x 1,000 draws of 1,000 parameters: ours and ArviZ's on the same numbers, which must come out the same. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPython } from "./python.mjs";

const [chains, draws, parameters] = [4, 1000, 1000];
/** Ours are shorter, and compiled while they run. */
const repeats = { ours: 8, theirs: 3 };
const fields = ["mean", "sd", "hdi_lower", "hdi_upper", "mcse_mean", "mcse_sd", "ess_bulk", "ess_tail", "r_hat"];

/** A generator with 2^32 states, for autoregressive chains whose coefficients go from -0.3 to 0.9 over the parameters. */
function makeDraws() {
  let state = 12345;
  const uniform = () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const values = new Float64Array(chains * draws * parameters);
  for (let chain = 0; chain < chains; chain++) {
    for (let draw = 0; draw < draws; draw++) {
      const row = (chain * draws + draw) * parameters;
      for (let k = 0; k < parameters; k++) {
        const before = draw === 0 ? 0 : values[row - parameters + k];
        values[row + k] = (1.2 * (k / parameters) - 0.3) * before + uniform() + uniform() + uniform() - 1.5;
      }
    }
  }
  return values;
}

/** Largest relative difference of any number. */
function largestDifference(rows, others) {
  let largest = 0;
  for (const [i, row] of rows.entries()) {
    for (const [k, field] of fields.entries()) {
      const scale = field === "mean" ? others[i][1] : Math.abs(others[i][k]);
      largest = Math.max(largest, Math.abs(row[field] - others[i][k]) / scale);
    }
  }
  return largest;
}

function arvizOn(interpreter, values) {
  const folder = mkdtempSync(join(tmpdir(), "wasmcmc-bench-"));
  try {
    const file = join(folder, "draws.bin");
    writeFileSync(file, values);
    return runPython(interpreter, "./summary.py", [file, chains, draws, parameters, repeats.theirs]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A row for the table: what, ours and theirs in milliseconds (the best of a few runs each), how many times as fast, the target. */
export function measureSummary({ namedArray, summarize }, interpreter) {
  const values = makeDraws();
  const arrays = { x: namedArray(values, [chains, draws, parameters], ["chain", "draw", "place"]) };
  const times = [];
  let summary;
  for (let i = 0; i < repeats.ours; i++) {
    const started = performance.now();
    summary = summarize(arrays);
    times.push(performance.now() - started);
  }
  const { version, seconds, rows } = arvizOn(interpreter, values);
  return {
    what: `summary of ${chains} x ${draws} draws x ${parameters} parameters, against ArviZ ${version}`,
    ours: Math.min(...times),
    theirs: 1000 * Math.min(...seconds),
    target: 5,
    difference: largestDifference(summary.rows, rows),
  };
}

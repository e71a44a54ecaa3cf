/** LOO of 4,000 draws x 10,000 observations: ours and ArviZ's on the same numbers, and the memory that ours takes. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chains, draws, fillLikelihoods, observations } from "./likelihoods.mjs";
import { runPython } from "./python.mjs";

/** Ours are shorter, and compiled while they run. */
const repeats = { ours: 5, theirs: 2 };
/** Of the matrix of log-likelihoods. */
const MostMemory = 1.3;

function arvizOn(interpreter, values, m) {
  const folder = mkdtempSync(join(tmpdir(), "wasmcmc-bench-"));
  try {
    const files = [join(folder, "likelihoods.bin"), join(folder, "draws.bin")];
    writeFileSync(files[0], values);
    writeFileSync(files[1], m);
    return runPython(interpreter, "./loo.py", [...files, chains, draws, observations, repeats.theirs]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Largest difference of a part, its shape or their sum, relative where it is large. */
function largestDifference(result, theirs) {
  const pairs = [
    [[result.elpd, result.se, result.p], theirs.sums],
    [result.pointwise.values, theirs.parts],
    [result.paretoK.values, theirs.shapes],
  ];
  return Math.max(
    ...pairs.flatMap(([ours, others]) => others.map((value, i) => Math.abs(ours[i] - value) / Math.max(1, Math.abs(value)))),
  );
}

/** A row for the table: what, ours and theirs in milliseconds (the best of a few runs each), how many times as fast, the target. */
export function measureLoo({ loo, namedArray }, interpreter) {
  const values = new Float64Array(chains * draws * observations);
  const m = fillLikelihoods(values);
  const likelihoods = namedArray(values, [chains, draws, observations], ["chain", "draw", "observation"]);
  const theirs = arvizOn(interpreter, values, m);
  const times = [];
  let result;
  for (let i = 0; i < repeats.ours; i++) {
    const started = performance.now();
    result = loo(likelihoods, { relativeEss: theirs.relativeEss });
    times.push(performance.now() - started);
  }
  return {
    what: `LOO of ${chains * draws} draws x ${observations} observations, against ArviZ ${theirs.version}`,
    ours: Math.min(...times),
    theirs: 1000 * Math.min(...theirs.seconds),
    target: 3,
    difference: largestDifference(result, theirs),
  };
}

/** Rows for the table: the most memory that LOO took of the system, in processes of their own, as a share of the matrix. */
export function measureLooMemory() {
  return ["matrix", "fit"].map((kind) => {
    const script = fileURLToPath(new URL("./loo_memory.mjs", import.meta.url));
    const { peak, matrix } = JSON.parse(execFileSync(process.execPath, [script, kind], { encoding: "utf8" }));
    const from = kind === "matrix" ? "the matrix with it" : "a fit's, in windows";
    return {
      what: `LOO's peak memory, ${from}: ${chains * draws} draws x ${observations} observations`,
      value: `${(peak / 1e6).toFixed(0)} MB: ${(peak / matrix).toFixed(2)} times the matrix`,
      target: `${MostMemory} times`,
      ok: peak <= MostMemory * matrix,
    };
  });
}

/**
 * `npm run bench:cluster`: problem 1 of examples/cluster, ours and NumPyro's, on the same stars and in the same run. The Python that has
 * NumPyro is named by WASMCMC_PEER_PYTHON. Arguments: the number of stars (2,000).
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ess } from "../../bindings/index.js";
import { properMotion, startOf } from "../../examples/cluster/proper_motion.js";
import { maskedStars } from "../../examples/cluster/selection.js";
import { simulateField } from "../../examples/cluster/simulator/field.js";

const names = ["mu_c", "ln_s_c", "share", "f", "mu_f", "ln_s_f"] as const;
const [chains, warmup, draws] = [4, 1000, 1000];

type Draws = Readonly<Record<string, ArrayLike<number>>>;

/** Over all numbers of the parameters: means, standard deviations, and the least bulk ESS. */
function described(of: Draws): { means: number[]; sds: number[]; least: number } {
  const elements = names.flatMap((name) => {
    const values = of[name] as ArrayLike<number>;
    const size = values.length / (chains * draws);
    return Array.from({ length: size }, (_, k) =>
      Float64Array.from({ length: chains * draws }, (__, i) => values[i * size + k] as number),
    );
  });
  const means = elements.map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
  const sds = elements.map((values, k) =>
    Math.sqrt(values.reduce((sum, value) => sum + (value - means[k]!) ** 2, 0) / (values.length - 1)),
  );
  return { means, sds, least: Math.min(...elements.map((values) => ess(byChain(values)))) };
}

const byChain = (values: Float64Array): Float64Array[] =>
  Array.from({ length: chains }, (_, chain) => values.subarray(chain * draws, (chain + 1) * draws));

function numpyro(python: string, data: object): { version: string; seconds: [number, number]; draws: Draws } {
  const folder = mkdtempSync(join(tmpdir(), "wasmcmc-bench-"));
  try {
    const file = join(folder, "stars.json");
    writeFileSync(file, JSON.stringify(data));
    const program = resolve("bench/cluster/numpyro_motion.py");
    const run = spawnSync(python, [program, file, ...[chains, warmup, draws].map(String)], {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout.trim().split("\n").at(-1) as string);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const stars = simulateField({ seed: 1, stars: Number(process.argv[2] ?? 2000) });
const { inside, outside } = maskedStars(stars.stars, stars.cluster, properMotion.columns, { inside: 5, outside: 15 });
const numbers = {
  pmra_inside: [...inside.numbers("pmra")],
  error_inside: [...inside.numbers("pmra_error")],
  pmra_outside: [...outside.numbers("pmra")],
  error_outside: [...outside.numbers("pmra_error")],
};
const start = startOf(inside.numbers("pmra"), outside.numbers("pmra"), 4);
const started = performance.now();
const found = await properMotion.fit(stars.stars, stars.cluster, { seed: 1, chains, warmup, draws });
const whole = (performance.now() - started) / 1000;
const seconds = found.fit.milliseconds / 1000;
const ours = described(found.fit.draws as unknown as Draws);
const line = (who: string, time: number, least: number): string =>
  `${who.padEnd(40)} ${time.toFixed(2).padStart(8)} s   least bulk ESS ${least.toFixed(0).padStart(5)}   ${(least / time).toFixed(0).padStart(6)} ESS/s`;
console.log(`Problem 1, ${stars.stars.rowCount} stars, ${chains} chains of ${warmup} + ${draws}`);
console.log(line("wasmcmc", seconds, ours.least));
console.log(line("wasmcmc, with selection and memberships", whole, ours.least));
const python = process.env["WASMCMC_PEER_PYTHON"];
if (python === undefined) console.log("No WASMCMC_PEER_PYTHON: NumPyro is left out.");
else {
  const peer = numpyro(python, {
    ...numbers,
    start: { ...start, ln_s_c: Math.log(0.1), share: 0.3, f: [0.25, 0.25, 0.25, 0.25] },
  });
  const theirs = described(peer.draws);
  const apart = ours.means.map((mean, k) => Math.abs(mean - theirs.means[k]!) / theirs.sds[k]!);
  console.log(line(`NumPyro ${peer.version}, compilation included`, peer.seconds[0], theirs.least));
  console.log(line("NumPyro, compiled before", peer.seconds[1], theirs.least));
  console.log(
    `Ratio of wall-clock ${(peer.seconds[0] / seconds).toFixed(1)} with compilation, ${(peer.seconds[1] / seconds).toFixed(1)} without;`,
  );
  console.log(
    `of ESS/s ${(ours.least / seconds / (theirs.least / peer.seconds[1])).toFixed(1)} without. Means differ by at most ${Math.max(...apart).toFixed(3)} sd.`,
  );
}
process.exit();

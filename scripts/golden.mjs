/**
 * Prints the golden fingerprints: SHA-256 over all draws and sample statistics of fixed models, data, options and seeds, from the built
 * package. `npm run golden` runs it on Node 20, 22 and 24 and compares each with test/fixtures/golden.json; `-- --write` writes that
 * file, after draws were changed on purpose and the tests against reference posteriors have passed.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const fixture = fileURLToPath(new URL("../test/fixtures/golden.json", import.meta.url));

/** Fingerprints by name, of runs on the calling thread and in workers alike. */
export async function fingerprints(library, workers) {
  const {
    closeWorkers,
    dirichlet,
    exp,
    halfCauchy,
    log,
    mixture,
    model,
    normal,
    observe,
    param,
    parseCsv,
    sample,
    sqrt,
    studentT,
    uniform,
    vector,
  } = library;
  const line = model({ x: vector("point"), y: vector("point"), yErr: vector("point") }, ({ x, y, yErr }) => {
    const m = param(uniform(0, 10), { init: 3 });
    const b = param(normal(0, 25), { init: -13 });
    const ln_s_out = param(uniform(-3, 4), { init: log(10) });
    const w = param(dirichlet([1, 1]));
    const outlier = normal(0, sqrt(yErr.square().add(exp(ln_s_out.mul(2)))));
    return { m, b, ln_s_out, w, y: observe(y, mixture(w, { line: normal(m.mul(x).add(b), yErr), outlier })) };
  });
  const schools = model({ y: vector("school"), sigma: vector("school") }, ({ y, sigma }) => {
    const mu = param(studentT(5, 0, 5));
    const tau = param(halfCauchy(5));
    const trans = param(normal(0, 1), { dims: "school" });
    const theta = trans.mul(tau).add(mu);
    return { mu, tau, trans, theta, y: observe(y, normal(theta, sigma)) };
  });
  const table = parseCsv(readFileSync(new URL("../examples/line.csv", import.meta.url)));
  const points = { x: table.numbers("x"), y: table.numbers("y"), yErr: table.numbers("y_err") };
  const eight = { y: [28, 8, -3, 7, -1, 1, 18, 12], sigma: [15, 10, 16, 11, 9, 11, 10, 18] };
  const options = { chains: 2, warmup: 500, draws: 500, seed: 2 ** 53 - 1, workers };
  const runs = {
    line: await sample(line, points, options),
    lineDense: await sample(line, points, { ...options, metric: "dense", seed: 1 }),
    lineFromDraws: await sample(line, points, { ...options, metric: "diag-draws", seed: 2 }),
    schools: await sample(schools, eight, { ...options, targetAccept: 0.95 }),
  };
  closeWorkers();
  return Object.fromEntries(Object.entries(runs).map(([name, fit]) => [name, hash(fit)]));
}

function hash({ draws, sampleStats }) {
  const sha = createHash("sha256");
  for (const array of [...Object.values(draws), ...Object.values(sampleStats)]) sha.update(new Uint8Array(array.buffer));
  return sha.digest("hex");
}

async function checkHere() {
  const library = await import("wasmcmc");
  const [here, there] = [await fingerprints(library, false), await fingerprints(library, 2)];
  if (JSON.stringify(here) !== JSON.stringify(there)) throw new Error("workers give other draws than the calling thread");
  if (process.argv.includes("--write")) writeFileSync(fixture, `${JSON.stringify(here, undefined, 2)}\n`);
  const golden = JSON.parse(readFileSync(fixture, "utf8"));
  const wrong = Object.keys(golden).filter((name) => golden[name] !== here[name]);
  console.log(
    `Node ${process.version}: ${wrong.length === 0 ? "the golden draws, here and in workers" : `OTHER DRAWS in ${wrong.join(", ")}`}`,
  );
  return wrong.length === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes("--here") || process.argv.includes("--write")) {
    process.exitCode = (await checkHere()) ? 0 : 1;
  } else {
    for (const version of [20, 22, 24]) {
      const run = spawnSync("npx", ["-y", "-p", `node@${version}`, "node", fileURLToPath(import.meta.url), "--here"], {
        stdio: ["ignore", "inherit", "inherit"],
      });
      if (run.status !== 0) process.exitCode = 1;
    }
  }
}

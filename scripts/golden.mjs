/**
 * Prints the golden fingerprints: SHA-256 over all draws and sample statistics of fixed models, data, options and seeds, from the built
 * package. `npm run golden` runs it on Node 20, 22 and 24 and compares each with test/fixtures/golden.json; `-- --write` writes that
 * file, after draws were changed on purpose and the tests against reference posteriors have passed.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { goldenRuns } from "./golden_runs.mjs";

const fixture = fileURLToPath(new URL("../test/fixtures/golden.json", import.meta.url));

/** Fingerprints by name, of runs on the calling thread and in workers alike. */
export async function fingerprints(library, workers) {
  const lineTable = readFileSync(new URL("../examples/line.csv", import.meta.url), "utf8");
  const runs = await goldenRuns(library, lineTable, workers);
  library.closeWorkers();
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

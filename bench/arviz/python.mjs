/** Runs scripts of this folder with the Python that has ArviZ: WASMCMC_PYTHON where it is set, else the tests' own environment. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));

/** The interpreter's path; undefined when there is none with ArviZ. */
export function findPython() {
  const own = path("../../.cache/venv/bin/python");
  const interpreter = process.env.WASMCMC_PYTHON ?? (existsSync(own) ? own : "");
  if (interpreter === "") return undefined;
  return spawnSync(interpreter, ["-c", "import arviz"], { stdio: "ignore" }).status === 0 ? interpreter : undefined;
}

/** What a script prints as JSON on its last line. */
export function runPython(interpreter, script, args) {
  const run = spawnSync(interpreter, [path(script), ...args.map(String)], { encoding: "utf8", maxBuffer: 2 ** 28 });
  if (run.status !== 0) throw new Error(`${script} failed with ${interpreter}:\n${run.stderr ?? run.error}`);
  return JSON.parse(run.stdout.trim().split("\n").at(-1));
}

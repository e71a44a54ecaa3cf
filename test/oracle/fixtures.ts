/** Runs an oracle script once for each version of it, and keeps what it wrote under .cache/oracle. */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { python, withLock } from "./python.js";

const oracle = fileURLToPath(new URL("./", import.meta.url));
const cache = fileURLToPath(new URL("../../.cache/oracle/", import.meta.url));

/**
 * The folder in which `script` (a file beside this one, called with the folder as its argument) has written its fixtures.
 * Throws when the script fails; undefined when there is no Python.
 */
export function fixtures(script: string): string | undefined {
  const interpreter = python();
  if (interpreter === undefined) return undefined;
  const digest = createHash("sha256")
    .update(readFileSync(join(oracle, script)))
    .digest("hex")
    .slice(0, 16);
  const folder = join(cache, `${basename(script, ".py")}-${digest}`);
  const done = join(folder, "done");
  if (existsSync(done)) return folder;
  mkdirSync(cache, { recursive: true });
  return withLock(`${folder}.lock`, () => {
    if (existsSync(done)) return folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    const run = spawnSync(interpreter, [join(oracle, script), folder], { encoding: "utf8" });
    if (run.status !== 0) throw new Error(`${script} failed with ${interpreter}:\n${run.stderr ?? run.error}`);
    writeFileSync(done, "");
    return folder;
  });
}

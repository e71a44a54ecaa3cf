/**
 * Finds the Python that computes the oracles' fixtures: WASMCMC_PYTHON where it is set (empty: none), else a virtual
 * environment under .cache/venv, made from requirements.txt when first asked for.
 *
 * Test workers ask at the same time: a lock folder lets one of them make the environment while the others wait.
 */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const requirements = join(root, "test", "oracle", "requirements.txt");
const environment = join(root, ".cache", "venv");

/** A lock that names no process (its maker was killed in between) is taken to be left behind after this long. */
const STALE_LOCK_MS = 10_000;
/** A failed attempt (no network, say) is not repeated by every test file of a run. */
const FAILURE_HOLDS_MS = 5 * 60_000;

let found: { path: string | undefined } | undefined;

/** The path of a Python that has the packages of requirements.txt; undefined when there is none to be had. */
export function python(): string | undefined {
  found ??= { path: find() };
  return found.path;
}

function find(): string | undefined {
  const given = process.env.WASMCMC_PYTHON;
  if (given !== undefined) return given === "" ? undefined : given;
  const digest = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 16);
  return withLock(`${environment}.lock`, () => {
    const ready = join(environment, `ready-${digest}`);
    const failed = join(root, ".cache", `venv-failed-${digest}`);
    if (existsSync(ready)) return interpreter();
    if (existsSync(failed) && age(failed) < FAILURE_HOLDS_MS) return undefined;
    const made = make();
    writeFileSync(made ? ready : failed, "");
    return made ? interpreter() : undefined;
  });
}

function interpreter(): string {
  return process.platform === "win32" ? join(environment, "Scripts", "python.exe") : join(environment, "bin", "python");
}

/** Whether `python3 -m venv` and `pip install` both ended well. */
function make(): boolean {
  rmSync(environment, { recursive: true, force: true });
  const base = process.platform === "win32" ? "python" : "python3";
  return (
    run(base, ["-m", "venv", environment]) &&
    run(interpreter(), ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements])
  );
}

function run(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

/** Calls `action` while holding the folder `lock`; making a folder either succeeds for one caller or fails. */
export function withLock<T>(lock: string, action: () => T): T {
  mkdirSync(join(root, ".cache"), { recursive: true });
  while (!tryLock(lock)) sleep(200);
  try {
    return action();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function tryLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    writeFileSync(join(lock, "pid"), String(process.pid));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (!heldByLivingProcess(lock)) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

/** A process that was killed leaves its lock behind. */
function heldByLivingProcess(lock: string): boolean {
  const holder = join(lock, "pid");
  if (!existsSync(holder)) return age(lock) < STALE_LOCK_MS;
  try {
    process.kill(Number(readFileSync(holder, "utf8")), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Milliseconds since the path was made; 0 when it is gone. */
function age(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? 0 : Date.now() - stats.mtimeMs;
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

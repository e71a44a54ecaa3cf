/** Compiles a native loop where g++ is there, once for each text and set of flags, and runs it. */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rowCounts, writeColumns } from "../data.mjs";

const sources = fileURLToPath(new URL(".", import.meta.url));
const cache = fileURLToPath(new URL("../../.cache/native/", import.meta.url));

const strict = ["-std=c++17", "-O3", "-march=x86-64-v2", "-fopenmp-simd"];
/** -ffast-math lets the compiler take the C library's vector exp and log, and reorder sums; the loops are written for it. */
const fast = [...strict, "-ffast-math"];

/** The first line of `g++ --version`, or undefined where there is none, or where it compiles for another processor than the loops are for. */
export function compilerVersion() {
  if (process.arch !== "x64") return undefined;
  const { status, stdout } = spawnSync("g++", ["--version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return status === 0 ? stdout.split("\n")[0] : undefined;
}

/** The program for `name`.cpp, compiled unless the cache has it. */
function compile(name, flags) {
  mkdirSync(cache, { recursive: true });
  const hash = createHash("sha256").update(`${compilerVersion()} ${flags.join(" ")}`);
  for (const file of [`${name}.cpp`, "harness.hpp", "cholesky.hpp", "hmm.hpp"]) hash.update(readFileSync(sources + file));
  const program = `${cache}${name}-${hash.digest("hex").slice(0, 12)}`;
  if (!existsSync(program)) {
    execFileSync("g++", [...flags, `${sources}${name}.cpp`, "-o", `${program}.part`], {
      stdio: ["ignore", "inherit", "inherit"],
    });
    renameSync(`${program}.part`, program);
  }
  return program;
}

/**
 * Runs a loop over a data set of bench/data.mjs at the given row counts: `{ name, results: [{ n, nsPerRow, usPerCall }], check }`,
 * medians over repeats; `check` holds the log density and gradient of the first of `counts` rows.
 */
export function runNative(name, dataSet, { counts = rowCounts, fastMath = true, defines = [] } = {}) {
  const program = compile(name, [...(fastMath ? fast : strict), ...defines.map((define) => `-D${define}`)]);
  const { file, rows } = writeColumns(dataSet, cache);
  return JSON.parse(execFileSync(program, [file, rows, ...counts].map(String), { encoding: "utf8" }));
}

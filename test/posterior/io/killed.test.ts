/** A run that is killed while it writes (SIGKILL: nothing is closed or flushed) leaves all but its last part, for Python and for us. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect } from "vitest";
import { fromArrow } from "../../../bindings/posterior/io/arrow.js";
import { fromParquet } from "../../../bindings/posterior/io/parquet_read.js";
import { fromZarr } from "../../../bindings/posterior/io/zarr_read.js";
import { bundledProgram } from "./bundled_program.js";
import { pythonTest, runPython, temporaryFolder } from "./read_in_python.js";

let program: string;
beforeAll(async () => {
  program = await bundledProgram("slow_writer");
});

const DrawsPerPart = 20;

/** Draws that each chain of the killed process says it wrote; it is killed after some 15 parts, while it writes the next. */
function writeAndKill(format: string, path: string): Promise<number[]> {
  const child = spawn(process.execPath, [program, format, path], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (said.split("\n").length > 15) child.kill("SIGKILL");
  });
  return new Promise((resolve, reject) => {
    child.on("close", (code, signal) => {
      if (signal !== "SIGKILL") return reject(new Error(`The writer ended with code ${code}.`));
      const written = [0, 0];
      for (const [chain, draws] of said.split("\n").map((line) => line.split(" ").map(Number)))
        if (draws) written[chain!] = draws;
      resolve(written);
    });
  });
}

const Readers = {
  zarr: fromZarr,
  arrow: (path: string) => fromArrow(readFileSync(path)),
  parquet: (path: string) => fromParquet(path),
};

pythonTest.each(["zarr", "arrow", "parquet"] as const)("leaves all but the last part: %s (needs Python)", async (format) => {
  const path = join(temporaryFolder(), "run");
  const written = await writeAndKill(format, path);
  expect(Math.min(...written)).toBeGreaterThan(0);
  const data = await Readers[format](path);
  const [chains, draws] = data.groups["posterior"]!.variables["theta"]!.shape as [number, number];
  expect(chains).toBe(2);
  expect(draws).toBeGreaterThanOrEqual(Math.min(...written));
  const found = JSON.parse(runPython("read_cut_off.py", format, path)) as { draws: Record<string, number>; wrong: number };
  expect(found.wrong).toBe(0);
  for (const [chain, count] of written.entries()) {
    expect(found.draws[chain]).toBeGreaterThanOrEqual(count);
    expect(found.draws[chain]! - count).toBeLessThanOrEqual(DrawsPerPart);
  }
});

/** What streams take of memory does not grow with the draws: 10,000 parameters x 100,000 draws are to fit in 500 MB. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { bundledProgram } from "./bundled_program.js";
import { temporaryFolder } from "./read_in_python.js";

let program: string;
beforeAll(async () => {
  program = await bundledProgram("big_writer");
});

function peak(format: string, draws: number): number {
  const args = [program, format, join(temporaryFolder(), "run"), "10000", String(draws), "float32", "lists"];
  const run = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (run.status !== 0) throw new Error(run.stderr);
  return (JSON.parse(run.stdout) as { megabytes: number }).megabytes;
}

// `npm run bench:streaming` measures all 100,000 draws; here pieces are as large as there, and each chain fills some.
test.each(["zarr", "arrow"])("%s: 10,000 parameters x 8,000 draws stay far below 500 MB", { timeout: 120_000 }, (format) => {
  expect(peak(format, 2_000)).toBeLessThan(350);
});

test("parquet: 10,000 parameters x 1,200 draws stay far below 500 MB", { timeout: 120_000 }, () => {
  expect(peak("parquet", 300)).toBeLessThan(350);
});

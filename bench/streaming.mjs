/**
 * `npm run bench:streaming`: the peak of resident memory of processes that stream 10,000 parameters x 100,000 draws (4 chains of 25,000),
 * a process a format; the goal is 500 MB. `-- 1000` makes chains of 1,000 draws. Needs some 8 GB of disk in the system's temporary folder,
 * which is freed after each format.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const program = join(root, "build", "big_writer.mjs");
await build({
  entryPoints: [join(root, "test/posterior/io/big_writer.ts")],
  outfile: program,
  bundle: true,
  packages: "external",
  format: "esm",
  platform: "node",
  logLevel: "warning",
});

const parameters = 10_000;
const draws = Number(process.argv[2] ?? 25_000);
const limit = 500;
const runs = [
  ["zarr", "float64", "lists"],
  ["zarr", "float32", "lists"],
  ["arrow", "float32", "lists"],
  ["parquet", "float32", "lists"],
];

console.log(`${parameters} parameters, 4 chains of ${draws} draws`);
for (const [format, precision, columns] of runs) {
  const folder = mkdtempSync(join(tmpdir(), "wasmcmc-streaming-"));
  const run = spawnSync(
    process.execPath,
    [program, format, join(folder, "run"), parameters, draws, precision, columns].map(String),
    {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  rmSync(folder, { recursive: true, force: true });
  if (run.status !== 0) throw new Error(`The ${format} writer failed.`);
  const { megabytes, seconds } = JSON.parse(run.stdout);
  const rate = (4 * draws * parameters * (precision === "float32" ? 4 : 8)) / 1e6 / seconds;
  const verdict = megabytes < limit ? "ok" : "MISSED";
  console.log(
    `${format} ${precision}: peak ${megabytes.toFixed(0)} MB, ${seconds.toFixed(1)} s, ${rate.toFixed(0)} MB/s, ${verdict}`,
  );
  if (megabytes >= limit) process.exitCode = 1;
}

/** A part of `npm run fuzz`: damaged files end as tables or as typed errors, in bounded time and memory. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

test("400 damaged files are read or refused with a typed error, none crashes, hangs or takes too much memory", async () => {
  const args = ["scripts/program.mjs", "test/fuzz/run.ts", "--files", "400", "--seed", "2"];
  // A bad file makes the program fail, and its lines name the file's number.
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  expect(stdout).toMatch(/^400 damaged files of \d+: \d+ read, \d+ refused with a typed error, 0 bad$/m);
}, 120_000);

/** `npm test`: every check there is, one part after the other, up to the first that fails; closes with the counts of tests. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromiumPath, installBrowsers } from "./browsers.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const countsFile = "build/vitest_counts.json";
const total = { passed: 0, failed: 0, skipped: 0, wanting: [] };

/** Runs a Node script with its output shown and collected. Nothing is ever read from standard input. */
function run(args, environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ...environment },
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      output += text;
      process.stdout.write(text);
    });
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}

/** as-pect's closing summary, without its colours; a spec that did not compile leaves none. */
function countSpecs(output) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of
  const summary = /\[Tests\]:\s*(\d+) \/ (\d+)/.exec(output.replace(/\x1b\[\d+m/g, ""));
  if (!summary) return { passed: 0, failed: 1 };
  const [passed, all] = [Number(summary[1]), Number(summary[2])];
  return { passed, failed: all - passed };
}

async function engineSpecs() {
  const { ok, output } = await run(["node_modules/@as-pect/cli/lib/test.js", "--no-logo", "--summary"]);
  const { passed, failed } = countSpecs(output);
  total.passed += passed;
  total.failed += failed;
  return ok && failed === 0 && passed > 0;
}

async function vitest(...options) {
  mkdirSync("build", { recursive: true });
  rmSync(countsFile, { force: true });
  const { ok } = await run(["node_modules/vitest/vitest.mjs", "run", ...options], { VITEST_COUNTS: countsFile });
  if (!existsSync(countsFile)) return false;
  const counts = JSON.parse(readFileSync(countsFile, "utf8"));
  for (const key of ["passed", "failed", "skipped"]) total[key] += counts[key];
  total.wanting.push(...counts.wanting);
  return ok && counts.failed === 0;
}

async function vitestInChromium() {
  if (chromiumPath() !== undefined) return vitest("--config", "vitest.browser.config.ts");
  total.skipped++;
  total.wanting.push("Tests of models and the engine in Chromium (needs a browser)");
  return true;
}

const script =
  (...args) =>
  async () =>
    (await run(args)).ok;

const parts = [
  ["Build", script("scripts/build.mjs")],
  ["Engine specs (as-pect)", engineSpecs],
  ["Tests (vitest)", () => vitest()],
  ["Tests in Chromium (vitest)", vitestInChromium],
  ["Types (tsc)", script("node_modules/typescript/bin/tsc", "--noEmit")],
  ["Lint and format (biome)", script("node_modules/@biomejs/biome/bin/biome", "check", "--error-on-warnings")],
  ["Package (publint, attw)", script("scripts/check_package.mjs")],
  ["Size", script("scripts/size.mjs")],
];

installBrowsers();

/** The heading of the first part that fails, or undefined. */
async function firstFailure() {
  for (const [heading, check] of parts) {
    console.log(`\n=== ${heading} ===`);
    const failedBefore = total.failed;
    if (await check()) continue;
    // A part without tests of its own counts as one.
    if (total.failed === failedBefore) total.failed++;
    return heading;
  }
  return undefined;
}

const failure = await firstFailure();
console.log("");
if (failure) console.log(`FAILED: ${failure}; the parts after it did not run.`);
console.log(`Skipped for want of data, Python or a browser: ${total.wanting.length}`);
for (const name of total.wanting) console.log(`  - ${name}`);
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = failure ? 1 : 0;

/**
 * The live page in headless Chromium: from a change to its picture while a point is dragged and a slider moves, the tasks of the page's
 * main thread meanwhile, finished plots, and what a first visit loads. `node bench/demo.mjs` after `npm run build`.
 */
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright";
import { chromiumPath } from "../scripts/browsers.mjs";
import { buildDemo, serveDemo } from "../scripts/demo.mjs";

const Steps = 120;
/** A frame at 60 a second. */
const Frame = 16.7;
const folder = new URL("../build/demo-bench", import.meta.url).pathname;

await buildDemo(folder);
const server = await serveDemo(folder);
const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox"] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
const session = await page.context().newCDPSession(page);
const requests = new Set();
page.on("request", (request) => requests.add(new URL(request.url()).pathname));

const sorted = (values) => [...values].sort((a, b) => a - b);
const quantile = (values, share) => sorted(values)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;
const atRest = (tab) => page.locator(`#${tab} .numbers .facts`, { hasText: "× 1,000 draws" }).waitFor();

/** Tasks of the page's main thread in a trace: milliseconds of processor time, which other processes do not lengthen. */
async function traced(act) {
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", {
    traceConfig: { includedCategories: ["toplevel", "devtools.timeline", "blink.user_timing"] },
  });
  await act();
  const done = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await done;
  session.removeAllListeners("Tracing.dataCollected");
  const names = events.filter(({ name }) => name === "thread_name");
  const main = names.filter(({ args }) => args.name === "CrRendererMain").map(({ pid, tid }) => `${pid}/${tid}`);
  return events
    .filter(({ name, ph, pid, tid }) => name.endsWith("RunTask") && ph === "X" && main.includes(`${pid}/${tid}`))
    .map(({ dur = 0, tdur = dur }) => tdur / 1000);
}

/** Refits and tasks while `act` goes on. */
async function measure(what, act) {
  await page.evaluate(() => performance.clearMeasures());
  const tasks = await traced(act);
  const measures = (name) =>
    page.evaluate((asked) => performance.getEntriesByName(asked).map(({ duration, detail }) => ({ duration, detail })), name);
  const refits = (await measures("refit")).filter(({ detail }) => detail === "moving").map(({ duration }) => duration);
  const own = (await measures("page task")).map(({ duration }) => duration);
  const over = tasks.filter((task) => task > Frame).length;
  const median = quantile(refits, 0.5);
  console.log(
    [
      `${what}: ${refits.length} refits, change to picture median ${median.toFixed(0)} ms, 95 % ${quantile(refits, 0.95).toFixed(0)}, most ${quantile(refits, 1).toFixed(0)}`,
      `  (target 100 ms: ${quantile(refits, 0.95) <= 100 ? "ok" : "MISSED"} at 95 %)`,
      `  tasks of its main thread, Chromium's own with them: ${tasks.length}, longest ${quantile(tasks, 1).toFixed(1)} ms of processor time, over a frame ${over} (target 0: ${over === 0 ? "ok" : "MISSED"})`,
      `  of them the page's own: ${own.length}, longest ${quantile(own, 1).toFixed(1)} ms by the clock, other processes with them`,
    ].join("\n"),
  );
}

async function drag() {
  await page.evaluate(() => scrollTo(0, 0));
  const box = await page.locator("#line .handle").nth(20).boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 0; step < Steps; step++) {
    await page.mouse.move(x + 30 * Math.sin(step / 9), y + 140 * Math.sin(step / 14));
    await page.waitForTimeout(12);
  }
  await page.mouse.up();
}

async function slide(label) {
  await label.scrollIntoViewIfNeeded();
  const box = await label.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  for (let step = 0; step < Steps / 2; step++) {
    await page.mouse.move(box.x + box.width * (0.5 + 0.4 * Math.sin(step / 8)), box.y + box.height / 2);
    await page.waitForTimeout(12);
  }
  await page.mouse.up();
}

console.log(`Chromium ${browser.version()}, ${cpus().length} cores of ${cpus()[0]?.model}`);
await page.goto(`http://127.0.0.1:${server.address().port}/`);
await atRest("line");
const loaded = [...requests].map((path) => readFileSync(folder + (path === "/" ? "/index.html" : path)));
console.log(
  `first visit: ${loaded.length} files, ${(loaded.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0) / 1000).toFixed(0)} kB gzipped`,
);
await measure("warming up, a point is dragged", drag);
await measure("32 points, a point is dragged", drag);
await measure("32 points, a prior is moved", () => slide(page.getByLabel("Slope: normal, sd")));
await page.locator("#tab-mixture").click();
await atRest("mixture");
await measure("240 values in three components, a prior is moved", () => slide(page.getByLabel("Width: lognormal around")));
await page.locator("#tab-line").click();
for (const round of ["first", "again"]) {
  await page.locator("#line [data-export=plots]").click();
  await page.locator("#line .keep .facts", { hasText: "Drawn" }).waitFor();
  console.log(`finished plots, ${round}: ${await page.locator("#line .keep .facts").innerText()} (target 500 ms)`);
  await page.locator("#line [data-export=code]").click();
}
await browser.close();
server.close();

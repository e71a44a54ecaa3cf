/**
 * The built package as a static folder, in real browsers: draws, tables and plots are those of Node, to the bit. Packages that some files
 * need are found by an import map.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, firefoxPath, type OpenBrowser, openChromium, openFirefox } from "./browsers.js";
import { type Served, serve } from "./serve.js";
import { perform, type Results, type Task } from "./tasks.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = `${root}build/browser-${process.pid}`;
/** Peers that the tables' readers and the plots need. */
const peers = ["hyparquet", "hyparquet-compressors", "apache-arrow", "@observablehq/plot"];
const own = { wasmcmc: "wasmcmc.js", "wasmcmc/data": "data.js", "wasmcmc/plots": "plots.js" };

async function makePage(): Promise<void> {
  mkdirSync(`${folder}/vendor`, { recursive: true });
  const settings = { bundle: true, format: "esm", platform: "browser", target: "es2022", logLevel: "error" } as const;
  await build({
    ...settings,
    entryPoints: [`${root}test/browser/page.ts`],
    outfile: `${folder}/page.js`,
    external: ["wasmcmc", "wasmcmc/*"],
  });
  const names = peers.map((name) => name.replace(/\W+/g, "_"));
  await build({
    ...settings,
    splitting: true,
    entryPoints: Object.fromEntries(peers.map((name, i) => [names[i]!, name])),
    outdir: `${folder}/vendor`,
    absWorkingDir: root,
  });
  const imports = {
    ...Object.fromEntries(Object.entries(own).map(([name, file]) => [name, `/wasmcmc/${file}`])),
    ...Object.fromEntries(peers.map((name, i) => [name, `/vendor/${names[i]}.js`])),
  };
  const map = JSON.stringify({ imports });
  writeFileSync(
    `${folder}/index.html`,
    `<!doctype html><meta charset="utf-8"><script type="importmap">${map}</script><script type="module" src="/page.js"></script>`,
  );
}

function task(workers: number | false): Task {
  const tables = `${root}test/fixtures/tables/`;
  const names = readdirSync(tables).filter((name) => !name.endsWith(".md"));
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(tables + name).toString("base64")]));
  return { line: readFileSync(`${root}examples/line.csv`, "utf8"), files, workers };
}

const golden: Record<string, string> = JSON.parse(readFileSync(`${root}test/fixtures/golden.json`, "utf8"));
let served: Served;
let inNode: Results;

beforeAll(async () => {
  await makePage();
  served = await serve({ "": folder, wasmcmc: `${root}dist/browser` });
  const [library, data, plots] = await Promise.all(["wasmcmc", "wasmcmc/data", "wasmcmc/plots"].map((name) => import(name)));
  inNode = await perform({ library, data, plots }, task(false));
}, 120_000);

afterAll(async () => {
  await served?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("Node itself gives the golden draws, and reads most of the files", () => {
  expect(inNode.draws).toEqual(golden);
  expect(Object.keys(inNode.tables).length).toBeGreaterThan(25);
});

const browsers = [
  { name: "Chromium", path: chromiumPath(), open: openChromium },
  { name: "Firefox", path: firefoxPath(), open: openFirefox },
];

describe.each(browsers)("$name", ({ path, open }) => {
  let browser: OpenBrowser;
  beforeAll(async () => {
    if (path !== undefined) browser = await open();
  }, 60_000);
  afterAll(() => browser?.close());

  test.skipIf(path === undefined)(
    "gives Node's bits, in workers too: golden draws, tables, and shapes of plots (needs a browser)",
    async () => {
      expect(await browser.run(served.url, [task(false)])).toEqual(inNode);
      const { line } = task(false);
      const inWorkers = (await browser.run(served.url, [{ line, files: {}, workers: 2 } satisfies Task])) as Results;
      expect(inWorkers.draws).toEqual(golden);
    },
    120_000,
  );
});

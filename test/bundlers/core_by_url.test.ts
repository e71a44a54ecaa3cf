/** Bundles that leave the engine to core.wasm, and pages in which no worker can be had: the draws stay Node's. */
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defaultClientConditions, build as vite } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, type OpenBrowser, openChromium } from "../browser/browsers.js";
import { type Served, serve } from "../browser/serve.js";
import { buildWithVite, buildWithWebpack, folder, install, remove, writePlainPage } from "./make.js";
import type { fitted } from "./page.js";

const there = chromiumPath() !== undefined;
const dist = fileURLToPath(new URL("../../dist/browser", import.meta.url));
/** The condition that stands in the package's imports. */
const byUrl = "wasmcmc-url";
/** So many that "auto" takes workers: a fit of a second. */
const manyDraws = 60_000;

type Fitted = Awaited<ReturnType<typeof fitted>>;

/** Bytes of a folder's scripts. */
const scripts = (path: string): number =>
  (readdirSync(path, { recursive: true }) as string[])
    .filter((name) => name.endsWith(".js"))
    .reduce((sum, name) => sum + statSync(`${path}/${name}`).size, 0);

describe.skipIf(!there)("in Chromium", () => {
  let browser: OpenBrowser;
  let inNode: { few: Fitted; many: Fitted };
  const servers: Served[] = [];
  const open = async (...args: Parameters<typeof serve>) => {
    const served = await serve(...args);
    servers.push(served);
    return served.url;
  };
  const run = (url: string, ...args: unknown[]) => browser.run(url, ["fitted", ...args]) as Promise<Fitted>;

  beforeAll(async () => {
    install();
    browser = await openChromium();
    const page = (await import(/* @vite-ignore */ "./page.js")) as typeof import("./page.js");
    inNode = { few: await page.fitted(false), many: await page.fitted(false, undefined, manyDraws) };
    mkdirSync(`${folder}/plain`);
    await writePlainPage(`${folder}/plain`, "/wasmcmc/");
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await Promise.all(servers.map((served) => served.close()));
    remove();
  });

  test("vite's bundle under the condition wasmcmc-url fetches core.wasm and has no text of it (needs a browser)", async () => {
    const [inlined, fetched] = [`${folder}/inlined`, `${folder}/fetched`];
    await buildWithVite(inlined, "./");
    await vite({
      root: `${folder}/source`,
      base: "./",
      logLevel: "error",
      configFile: false,
      resolve: { conditions: [byUrl, ...defaultClientConditions] },
      build: { outDir: fetched },
    });
    const url = await open({ "": fetched });
    expect(await run(url, false)).toEqual(inNode.few);
    expect(await run(url, 2)).toEqual({ ...inNode.few, threads: [expect.any(Number), expect.any(Number)] });
    // The engine as text, once: the workers' script never has it.
    expect(scripts(inlined) - scripts(fetched)).toBeGreaterThan(statSync(`${dist}/../core.wasm`).size);
  }, 120_000);

  test("so does webpack's (needs a browser)", async () => {
    await buildWithWebpack(`${folder}/packed`, [byUrl, "..."]);
    const url = await open({ "": `${folder}/packed` });
    expect(await run(url, false)).toEqual(inNode.few);
    expect(await run(url, 2)).toEqual({ ...inNode.few, threads: [expect.any(Number), expect.any(Number)] });
  }, 120_000);

  test("where the worker's script is not found, a fit that was to choose stays here; one told to use workers fails (needs a browser)", async () => {
    const url = await open({ "": `${folder}/plain`, wasmcmc: dist });
    const apart = (await run(url, "auto", "/wasmcmc/worker.js", manyDraws)) as { threads: number[] };
    expect(apart.threads).not.toContain(0);
    expect(await run(url, "auto", "/nowhere.js", manyDraws)).toEqual(inNode.many);
    expect(await run(url, 2, "/nowhere.js")).toEqual({ error: expect.stringContaining("workerUrl") });
  }, 60_000);

  test("nor does it need workers where the page's policy forbids them (needs a browser)", async () => {
    const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'unsafe-inline'; worker-src 'none'";
    const url = await open({ "": `${folder}/plain`, wasmcmc: dist }, { "content-security-policy": policy });
    expect(await run(url, "auto", "/wasmcmc/worker.js", manyDraws)).toEqual(inNode.many);
  }, 60_000);
});

/** The package in a page, through each bundler and without one: the same draws as in Node, by threads and without. */
import { cpSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, type OpenBrowser, openChromium } from "../browser/browsers.js";
import { type Served, serve } from "../browser/serve.js";
import { builders, buildWithVite, developWithVite, folder, install, remove, writePlainPage } from "./make.js";

const there = chromiumPath() !== undefined;
const dist = fileURLToPath(new URL("../../dist/browser", import.meta.url));
const crossOrigin = { "access-control-allow-origin": "*" };

/** What docs/guides/browser.md says a page needs; the icon is the test page's own, and so are scripts within the page. */
const policy = ({ scripts = "", workers = "'self'" } = {}) =>
  `default-src 'none'; img-src data:; script-src 'self' 'wasm-unsafe-eval' ${scripts}; worker-src ${workers}`;
/** An import map is a script within the page. */
const inline = "'unsafe-inline'";

interface Fitted {
  readonly draws?: string;
  readonly threads?: readonly number[];
  readonly error?: string;
}

describe.skipIf(!there)("in Chromium", () => {
  let browser: OpenBrowser;
  let inNode: Fitted;
  const servers: Served[] = [];
  const open = async (...args: Parameters<typeof serve>) => {
    const served = await serve(...args);
    servers.push(served);
    return served.url;
  };
  const fitted = (url: string, ...args: unknown[]) =>
    browser.run(url, ["fitted", ...args.filter((arg) => arg !== undefined)]) as Promise<Fitted>;

  /** The same draws by all ways to run chains, and the other entries. */
  async function expectNodesDraws(url: string, workerUrl?: string): Promise<void> {
    const here = await fitted(url, false);
    expect(here).toEqual({ draws: inNode.draws, threads: [0] });
    expect((await fitted(url, "auto", workerUrl)).draws).toBe(inNode.draws);
    const apart = await fitted(url, 2, workerUrl);
    expect(apart.error).toBeUndefined();
    expect(apart.draws).toBe(inNode.draws);
    expect(apart.threads).toHaveLength(2);
    expect(apart.threads).not.toContain(0);
    expect(await browser.run(url, ["entries"])).toEqual({ rowCount: 2, plot: "function" });
  }

  beforeAll(async () => {
    install();
    browser = await openChromium();
    const page = (await import(/* @vite-ignore */ "./page.js")) as typeof import("./page.js");
    inNode = await page.fitted(false);
    expect(inNode.draws).toMatch(/^[0-9a-f]{64}$/);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await Promise.all(servers.map((served) => served.close()));
    remove();
  });

  test.each(Object.entries(builders))(
    "the page that %s builds gives Node's draws, from its own origin under a content-security policy (needs a browser)",
    async (name, build) => {
      const out = `${folder}/${name}`;
      await build(out);
      await expectNodesDraws(await open({ "": out }, { "content-security-policy": policy() }));
    },
    120_000,
  );

  test("vite's server for development gives Node's draws when it leaves the package as it is (needs a browser)", async () => {
    const served = await developWithVite();
    servers.push(served);
    await expectNodesDraws(served.url);
  }, 120_000);

  test("scripts that vite built for another origin start their workers from blobs (needs a browser)", async () => {
    const scripts = `${folder}/away`;
    const library = await open({ "": scripts }, crossOrigin);
    await buildWithVite(scripts, library);
    mkdirSync(`${folder}/page`);
    cpSync(`${scripts}/index.html`, `${folder}/page/index.html`);
    await expectNodesDraws(await open({ "": `${folder}/page` }));
  }, 120_000);

  test("a static folder gives Node's draws without a bundler (needs a browser)", async () => {
    await writePlainPage(`${folder}/plain`, "/wasmcmc/");
    await expectNodesDraws(
      await open({ "": `${folder}/plain`, wasmcmc: dist }, { "content-security-policy": policy({ scripts: inline }) }),
    );
  }, 120_000);

  test("the library on another origin starts its workers from blobs, which the policy must allow (needs a browser)", async () => {
    const library = await open({ "": dist }, crossOrigin);
    await writePlainPage(`${folder}/other`, library);
    // What a module worker imports counts as the worker's script.
    const allowed = policy({ scripts: `${inline} ${library}`, workers: `blob: ${library}` });
    await expectNodesDraws(await open({ "": `${folder}/other` }, { "content-security-policy": allowed }));
    const strict = await open(
      { "": `${folder}/other` },
      { "content-security-policy": policy({ scripts: `${inline} ${library}` }) },
    );
    expect((await fitted(strict, false)).draws).toBe(inNode.draws);
    expect((await fitted(strict, 2)).error).toContain("worker");
  }, 120_000);

  test("a worker's script that workerUrl names on another origin is found (needs a browser)", async () => {
    const library = await open({ "": dist }, crossOrigin);
    await writePlainPage(`${folder}/named`, "/wasmcmc/");
    await expectNodesDraws(await open({ "": `${folder}/named`, wasmcmc: dist }), `${library}worker.js`);
  }, 120_000);

  test("without wasm-unsafe-eval in its policy a page cannot start the engine (needs a browser)", async () => {
    await writePlainPage(`${folder}/refused`, "/wasmcmc/");
    const headers = { "content-security-policy": policy({ scripts: inline }).replace("'wasm-unsafe-eval'", "") };
    const url = await open({ "": `${folder}/refused`, wasmcmc: dist }, headers);
    expect((await fitted(url, false)).error).toContain("'wasm-unsafe-eval'");
  }, 60_000);
});

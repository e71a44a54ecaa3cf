/** The package in pages that vite, webpack and esbuild build, and in one without a bundler, in real Chromium: the draws are Node's. */
import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, type OpenBrowser, openChromium } from "./browsers.js";
import { asTheyAre, makeProject, withEsbuild, withVite, withWebpack } from "./pages.js";
import { type Served, serve } from "./serve.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** Outside the repository, whose node_modules a bundler would find. */
const folder = mkdtempSync(`${tmpdir()}/wasmcmc-bundlers-`);
const pages = `${folder}/pages`;
const present = chromiumPath() !== undefined;

interface Outcome {
  readonly draws?: string;
  readonly threads?: number;
  readonly code?: string;
  readonly message?: string;
}

/** So many points that a fit takes longer than workers need to start. */
const csv = ["x,y", ...Array.from({ length: 4000 }, (_, i) => `${i / 400},${2 + 3 * (i / 400) + Math.sin(i * i)}`)].join("\n");

let project: string;
let expected: string;
let browser: OpenBrowser;
const servers: Served[] = [];

async function open(path: string, options: object, headers: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const served = await serve({ "": `${pages}/${path}` }, headers);
  servers.push(served);
  return (await browser.run(served.url, [csv, options])) as Outcome;
}

beforeAll(async () => {
  if (!present) return;
  project = makeProject(`${folder}/project`);
  const { run } = (await import(new URL("./app.mjs", import.meta.url).href)) as typeof import("./app.mjs");
  expected = ((await run(csv, { workers: false })) as Outcome).draws as string;
  browser = await openChromium();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await Promise.all(servers.map((served) => served.close()));
  rmSync(folder, { recursive: true, force: true });
});

const scriptBytes = (path: string): number =>
  (readdirSync(`${pages}/${path}`, { recursive: true }) as string[])
    .filter((name) => name.endsWith(".js"))
    .reduce((sum, name) => sum + statSync(`${pages}/${path}/${name}`).size, 0);

describe.each([
  { name: "vite", build: withVite },
  { name: "webpack", build: withWebpack },
])("$name", ({ name, build }) => {
  test.skipIf(!present)(
    "builds a page whose workers start by themselves (needs a browser)",
    async () => {
      await build(project, `${pages}/${name}`);
      expect(await open(name, { workers: "auto" })).toEqual({ draws: expected, threads: expect.any(Number) });
      expect(await open(name, { workers: 2 })).toEqual({ draws: expected, threads: 2 });
    },
    120_000,
  );

  test.skipIf(!present)(
    "leaves the engine to core.wasm under the condition wasmcmc-url (needs a browser)",
    async () => {
      await build(project, `${pages}/${name}-url`, true);
      expect(await open(`${name}-url`, { workers: 2 })).toEqual({ draws: expected, threads: 2 });
      // The engine as text, once: workers' scripts have none.
      expect(scriptBytes(name) - scriptBytes(`${name}-url`)).toBeGreaterThan(150_000);
    },
    120_000,
  );
});

describe("esbuild", () => {
  test.skipIf(!present)(
    "builds a page whose workers are a second entry, wasmcmc/worker (needs a browser)",
    async () => {
      await withEsbuild(project, `${pages}/esbuild`);
      expect(await open("esbuild", { workers: "auto" })).toEqual({ draws: expected, threads: expect.any(Number) });
      expect(await open("esbuild", { workers: 2 })).toEqual({ draws: expected, threads: 2 });
    },
    60_000,
  );

  test.skipIf(!present)(
    "builds a page without a worker's script, which fits on its own thread unless it is told not to (needs a browser)",
    async () => {
      await withEsbuild(project, `${pages}/alone`, false);
      expect(await open("alone", { workers: "auto" })).toEqual({ draws: expected, threads: 0 });
      const refused = await open("alone", { workers: 2 });
      expect(refused.code).toBe("worker-failed");
      expect(refused.message).toContain("workerUrl");
    },
    60_000,
  );
});

describe("without a bundler", () => {
  test.skipIf(!present)(
    "the package's folder for pages works beside the page (needs a browser)",
    async () => {
      asTheyAre(`${pages}/plain`, "./wasmcmc/");
      cpSync(`${root}dist/browser`, `${pages}/plain/wasmcmc`, { recursive: true });
      expect(await open("plain", { workers: 2 })).toEqual({ draws: expected, threads: 2 });
    },
    60_000,
  );

  test.skipIf(!present)(
    "and from another origin, as from a CDN, workers by a blob (needs a browser)",
    async () => {
      const elsewhere = await serve({ "": `${root}dist/browser` }, { "access-control-allow-origin": "*" });
      servers.push(elsewhere);
      asTheyAre(`${pages}/elsewhere`, elsewhere.url);
      expect(await open("elsewhere", { workers: "auto" })).toEqual({ draws: expected, threads: expect.any(Number) });
      expect(await open("elsewhere", { workers: 2 })).toEqual({ draws: expected, threads: 2 });
      // A page of esbuild's that says where its worker's script is.
      expect(await open("alone", { workers: 2, workerUrl: `${elsewhere.url}worker.js` })).toEqual({
        draws: expected,
        threads: 2,
      });
    },
    60_000,
  );
});

describe("a content-security policy", () => {
  const policy = (text: string) => ({ "content-security-policy": `default-src 'none'; ${text}` });

  test.skipIf(!present)(
    "needs 'wasm-unsafe-eval' and workers from the page's own host, no more (needs a browser)",
    async () => {
      const enough = policy("script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'");
      expect(await open("vite", { workers: 2 }, enough)).toEqual({ draws: expected, threads: 2 });
      const withoutWorkers = policy("script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'");
      expect(await open("vite", { workers: "auto" }, withoutWorkers)).toEqual({ draws: expected, threads: 0 });
      expect((await open("vite", { workers: 2 }, withoutWorkers)).code).toBe("worker-failed");
      expect((await open("vite", { workers: false }, policy("script-src 'self'"))).code).toBe("engine-load");
    },
    60_000,
  );

  test.skipIf(!present)(
    "needs the other origin and blob: for workers where the package is elsewhere (needs a browser)",
    async () => {
      const elsewhere = await serve({ "": `${root}dist/browser` }, { "access-control-allow-origin": "*" });
      servers.push(elsewhere);
      const host = new URL(elsewhere.url).origin;
      const scripts = `script-src 'self' ${host} 'wasm-unsafe-eval'`;
      const workerUrl = `${elsewhere.url}worker.js`;
      expect(await open("alone", { workers: 2, workerUrl }, policy(`${scripts}; worker-src blob: ${host}`))).toEqual({
        draws: expected,
        threads: 2,
      });
      const refused = await open("alone", { workers: 2, workerUrl }, policy(`${scripts}; worker-src 'self'`));
      expect(refused.code).toBe("worker-failed");
    },
    60_000,
  );
});

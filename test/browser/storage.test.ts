/** The browser's own file system: what runs store there is what they keep in memory. */
import { rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chromiumPath, type OpenBrowser, openChromium } from "./browsers.js";
import { type Served, serve } from "./serve.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = `${root}build/storage-${process.pid}`;
const there = chromiumPath() !== undefined;

describe.skipIf(!there)("in Chromium", () => {
  let browser: OpenBrowser;
  let served: Served;

  beforeAll(async () => {
    await build({
      absWorkingDir: root,
      entryPoints: { page: "test/browser/storage_page.ts", worker: "wasmcmc/worker" },
      outdir: folder,
      bundle: true,
      splitting: true,
      format: "esm",
      target: "es2022",
      logLevel: "error",
    });
    writeFileSync(`${folder}/index.html`, '<!doctype html><meta charset="utf-8"><script type="module" src="./page.js"></script>');
    served = await serve({ "": folder });
    browser = await openChromium();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await served?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("draws in folders and files of the origin's file system, and in NetCDF, are those in memory, and Node's (needs a browser)", async () => {
    const { kept } = (await import(/* @vite-ignore */ "./storage_page.js")) as typeof import("./storage_page.js");
    const { memory } = await kept({ zarr: new Map(), parquet: new Map(), arrow: undefined });
    expect(memory).toHaveLength(400);
    const formats = ["memory", "zarr", "parquet", "arrow", "netcdf"];
    expect(await browser.run(served.url, [])).toEqual(Object.fromEntries(formats.map((format) => [format, memory])));
  }, 60_000);
});

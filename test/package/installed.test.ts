/** The package in an empty folder, and what a bundle takes of it. */
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addPeers, compile, install, use } from "../../scripts/installed.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

describe("the packed package, installed in an empty folder", () => {
  let folder: string;
  beforeAll(() => {
    folder = install();
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("fits by import and by CommonJS's import(), in workers too, and names a package that it lacks", () => {
    expect(() => use(folder, [process.execPath])).not.toThrow();
  }, 60_000);

  test("draws where the packages that plots need are added", () => {
    addPeers(folder, ["@observablehq/plot", "linkedom"]);
    expect(() => use(folder, [process.execPath], ["plots.mjs"])).not.toThrow();
  }, 60_000);

  test("has declarations that strict TypeScript takes, with nodenext and with bundler resolution", () => {
    expect(() => compile(folder)).not.toThrow();
  }, 120_000);
});

describe("a bundle for the page", () => {
  const bundled = async (contents: string): Promise<string> => {
    const result = await build({
      stdin: { contents, resolveDir: root },
      bundle: true,
      minify: true,
      write: false,
      format: "esm",
      platform: "browser",
      target: "es2022",
      external: ["@observablehq/plot"],
      logLevel: "error",
    });
    return result.outputFiles[0]!.text;
  };

  test("of the sampler has nothing of files or plots", async () => {
    const text = await bundled('export { model, vector, param, observe, sample, normal } from "wasmcmc";');
    for (const trace of ["hyparquet", "VOTABLE", "BINTABLE", "viridis", "observablehq", "h5wasm"])
      expect(text).not.toContain(trace);
  });

  test("of one reader has nothing of the others, nor the engine", async () => {
    const text = await bundled('export { readCsv } from "wasmcmc/data";');
    for (const trace of ["BINTABLE", "VOTABLE", "viridis", "observablehq"]) expect(text).not.toContain(trace);
    expect(text.length).toBeLessThan(60_000);
  });
});

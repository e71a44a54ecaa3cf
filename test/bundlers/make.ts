/** Builds one page with each bundler, as somebody would who installed the package. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build as esbuild } from "esbuild";
import { build as vite } from "vite";
import webpack from "webpack";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** Inside the project, so that the optional packages are found; the package itself is a copy of what is published. */
export const folder = `${root}build/bundlers-${process.pid}`;

export function install(): void {
  const installed = `${folder}/node_modules/wasmcmc`;
  mkdirSync(installed, { recursive: true });
  cpSync(`${root}dist`, `${installed}/dist`, { recursive: true });
  cpSync(`${root}package.json`, `${installed}/package.json`);
  mkdirSync(`${folder}/source`);
  writeFileSync(`${folder}/package.json`, `{ "name": "page", "private": true, "type": "module" }`);
  cpSync(`${root}test/bundlers/page.ts`, `${folder}/source/page.ts`);
  writeFileSync(`${folder}/source/index.html`, htmlOf("./page.ts"));
}

export function remove(): void {
  rmSync(folder, { recursive: true, force: true });
}

function htmlOf(script: string, head = ""): string {
  return `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">${head}<script type="module" src="${script}"></script>`;
}

/** Built pages, in folders of their own. `address` is that of the origin which has the scripts, where that is another one. */
export const builders = {
  /** The worker is a second entry, and lies beside the page's script. */
  async esbuild(out: string): Promise<void> {
    await esbuild({
      absWorkingDir: folder,
      entryPoints: { page: "source/page.ts", worker: "wasmcmc/worker" },
      outdir: out,
      bundle: true,
      splitting: true,
      minify: true,
      format: "esm",
      logLevel: "error",
    });
    writeFileSync(`${out}/index.html`, htmlOf("./page.js"));
  },

  async vite(out: string): Promise<void> {
    await vite({ root: `${folder}/source`, base: "./", logLevel: "error", configFile: false, build: { outDir: out } });
  },

  async webpack(out: string): Promise<void> {
    await esbuild({ entryPoints: [`${folder}/source/page.ts`], outfile: `${folder}/source/plain.js`, logLevel: "error" });
    const compiler = webpack({
      mode: "production",
      context: `${folder}/source`,
      entry: "./plain.js",
      output: { path: out, filename: "page.js" },
      performance: false,
      // Half a minute of a test's time; what is tested is how modules and workers are found.
      optimization: { minimize: false },
    });
    await new Promise<void>((resolve, reject) =>
      compiler.run((error, stats) => {
        if (error || stats?.hasErrors()) reject(error ?? new Error(stats?.toString("errors-only")));
        else compiler.close(() => resolve());
      }),
    );
    writeFileSync(`${out}/index.html`, htmlOf("./page.js"));
  },
} satisfies Record<string, (out: string) => Promise<void>>;

/** A page without a bundler: the package's folder for pages, here or on another origin, and an import map for it and what plots need. */
export async function writePlainPage(out: string, library: string, page = "page.js"): Promise<void> {
  mkdirSync(out, { recursive: true });
  await esbuild({ entryPoints: [`${folder}/source/page.ts`], outfile: `${out}/page.js`, logLevel: "error" });
  await esbuild({
    stdin: { contents: `export * from "@observablehq/plot";`, resolveDir: root },
    outfile: `${out}/plot.js`,
    bundle: true,
    format: "esm",
    logLevel: "error",
  });
  const imports = {
    wasmcmc: `${library}wasmcmc.js`,
    "wasmcmc/data": `${library}data.js`,
    "wasmcmc/plots": `${library}plots.js`,
    "@observablehq/plot": "./plot.js",
  };
  const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
  writeFileSync(`${out}/index.html`, htmlOf(`./${page}`, map));
}

/**
 * Folders of static pages that hold test/browser/app.mjs, as each bundler makes them, with its own settings, of the package as npm
 * would install it: without the peers that some formats need.
 */
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build as esbuild } from "esbuild";
import { build as vite } from "vite";
import webpack from "webpack";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** The condition under which bundles leave the engine to a file of its own. */
const byUrl = "wasmcmc-url";

/** A project that has the package in its node_modules; returns its folder. */
export function makeProject(folder: string): string {
  const installed = `${folder}/node_modules/wasmcmc`;
  mkdirSync(installed, { recursive: true });
  cpSync(`${root}dist`, `${installed}/dist`, { recursive: true });
  cpSync(`${root}package.json`, `${installed}/package.json`);
  cpSync(`${root}test/browser/app.mjs`, `${folder}/app.mjs`);
  writeFileSync(`${folder}/package.json`, '{ "type": "module", "private": true }');
  writeFileSync(`${folder}/index.html`, '<!doctype html><meta charset="utf-8"><script type="module" src="./app.mjs"></script>');
  return folder;
}

const page = (head: string): string => `<!doctype html><meta charset="utf-8">${head}`;
const script = (address: string): string => `<script type="module" src="${address}"></script>`;

export async function withVite(project: string, outDir: string, fetched = false): Promise<void> {
  await vite({
    configFile: false,
    root: project,
    base: "./",
    logLevel: "error",
    build: { outDir, emptyOutDir: true, target: "es2022" },
    worker: { format: "es" },
    ...(fetched && { resolve: { conditions: [byUrl, "module", "browser", "production"] } }),
  });
}

export async function withWebpack(project: string, outDir: string, fetched = false): Promise<void> {
  const compiler = webpack({
    mode: "production",
    context: project,
    entry: "./app.mjs",
    output: { path: outDir, filename: "main.js", publicPath: "auto" },
    performance: false,
    ...(fetched && { resolve: { conditionNames: [byUrl, "..."] } }),
  });
  if (compiler === null) throw new Error("webpack made no compiler");
  await new Promise<void>((resolve, reject) => {
    compiler.run((error, stats) => {
      const problem = error ?? (stats?.hasErrors() ? new Error(stats.toString("errors-only")) : undefined);
      compiler.close(() => (problem ? reject(problem) : resolve()));
    });
  });
  writeFileSync(`${outDir}/index.html`, page(script("./main.js")));
}

/** esbuild moves no worker's script by itself: it is an entry of its own, or there is none. */
export async function withEsbuild(project: string, outDir: string, worker = true): Promise<void> {
  await esbuild({
    absWorkingDir: project,
    entryPoints: { main: "./app.mjs", ...(worker && { worker: "wasmcmc/worker" }) },
    outdir: outDir,
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    logLevel: "error",
  });
  writeFileSync(`${outDir}/index.html`, page(script("./main.js")));
}

/** No bundler: the package's files from an address, the page's own or another's. */
export function asTheyAre(outDir: string, address: string): void {
  mkdirSync(outDir, { recursive: true });
  cpSync(`${root}test/browser/app.mjs`, `${outDir}/app.js`);
  const map = { imports: { wasmcmc: `${address}index.js`, "wasmcmc/data": `${address}data.js` } };
  writeFileSync(`${outDir}/index.html`, page(`<script type="importmap">${JSON.stringify(map)}</script>${script("./app.js")}`));
}

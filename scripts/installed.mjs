/**
 * The package as somebody has it who installed it: packed, put into an empty folder, and used there. `npm run installed` does so on Node
 * 20, 22 and 24; `-- --here` on this one alone.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Files of the empty folder; every program prints "fine". */
const programs = {
  "use.mjs": `
import * as library from "wasmcmc";
import { readCsv, writeTable } from "wasmcmc/data";
import { createRequire } from "node:module";
const { model, vector, param, observe, sample, normal } = library;
const line = model({ y: vector("row") }, ({ y }) => { const mu = param(normal(0, 1)); return { mu, y: observe(y, normal(mu, 1)) }; });
for (const workers of [false, 2]) {
  const { draws } = await sample(line, { y: [1, 2, 3] }, { seed: 1, chains: 2, warmup: 200, draws: 200, workers });
  if (draws.mu.length !== 400 || !draws.mu.every(Number.isFinite)) throw new Error("no draws");
}
library.closeWorkers();
const table = readCsv("a,b\\n1,2\\n");
if (new TextDecoder().decode(await writeTable(table, "csv")).trim() !== "a,b\\n1,2") throw new Error("no table");
const { readFileSync } = await import("node:fs");
const core = new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve("wasmcmc/core.wasm")));
if (WebAssembly.Module.imports(core).length !== 0) throw new Error("the engine imports something");
console.log("fine");
`,
  "use.cjs": `
import("wasmcmc").then(async ({ model, vector, param, observe, sample, normal, closeWorkers }) => {
  const line = model({ y: vector("row") }, ({ y }) => { const mu = param(normal(0, 1)); return { mu, y: observe(y, normal(mu, 1)) }; });
  const fit = await sample(line, { y: [1, 2, 3] }, { seed: 1, chains: 1, warmup: 100, draws: 100 });
  closeWorkers();
  if (fit.draws.mu.length === 100) console.log("fine");
});
`,
  "missing.mjs": `
import { readTable } from "wasmcmc/data";
await readTable(new TextEncoder().encode("PAR1")).then(
  () => console.log("read without its reader"),
  (error) => console.log(error.code === "missing-package" ? "fine" : String(error)),
);
`,
  "plots.mjs": `
import { plotPosterior, toSvg } from "wasmcmc/plots";
const picture = toSvg(plotPosterior({ a: Float64Array.from({ length: 200 }, (_, i) => Math.sin(i)) }));
console.log(picture.startsWith("<svg") && picture.includes("<path") ? "fine" : picture);
`,
  "typed.mts": `
import { type Fit, model, normal, observe, param, sample, vector } from "wasmcmc";
import { readCsv, type Table } from "wasmcmc/data";
const line = model({ y: vector("row") }, ({ y }) => { const mu = param(normal(0, 1)); return { mu, y: observe(y, normal(mu, 1)) }; });
const fit: Fit<typeof line> = await sample(line, { y: [1, 2, 3] });
const draws: Float64Array = fit.draws.mu;
const table: Table = readCsv("a\\n1\\n");
// @ts-expect-error there is no such result
fit.draws.nu;
export { draws, table };
`,
};

/** @type {(module: string, moduleResolution: string) => { compilerOptions: object, files: string[] }} */
const settings = (module, moduleResolution) => ({
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    target: "es2022",
    lib: ["es2023", "dom", "dom.iterable"],
    module,
    moduleResolution,
    noEmit: true,
    skipLibCheck: false,
    types: [],
  },
  files: ["typed.mts"],
});

/** Packs the package and installs it; gives the folder. */
export function install() {
  const folder = mkdtempSync(join(tmpdir(), "wasmcmc-installed-"));
  execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "empty", private: true, type: "commonjs" }));
  execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund", "--omit=peer", "--legacy-peer-deps", `./${tarball}`], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  for (const [name, text] of Object.entries(programs)) writeFileSync(join(folder, name), text);
  return folder;
}

/**
 * Puts packages that are optional into the folder.
 *
 * @param {string} folder
 * @param {readonly string[]} packages
 */
export function addPeers(folder, packages) {
  for (const name of packages) {
    const place = join(folder, "node_modules", name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(join(root, "node_modules", name), place, "dir");
  }
}

/**
 * Runs the programs by a Node (a command with its first arguments); throws where one does not print "fine".
 *
 * @param {string} folder
 * @param {string[]} node
 * @param {readonly string[]} names
 */
export function use(folder, node, names = ["use.mjs", "use.cjs", "missing.mjs"]) {
  const [command = "node", ...args] = node;
  for (const name of names) {
    const output = execFileSync(command, [...args, name], { cwd: folder, encoding: "utf8" }).trim();
    if (output !== "fine") throw new Error(`${name}: ${output}`);
  }
}

/**
 * Compiles a program of the folder in strict mode, with both ways to find modules, and checks all declarations it brings in. Those of plots
 * need the types of Observable Plot.
 *
 * @param {string} folder
 */
export function compile(folder) {
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  for (const options of [settings("nodenext", "nodenext"), settings("esnext", "bundler")]) {
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(options));
    execFileSync(process.execPath, [compiler, "-p", "tsconfig.json"], { cwd: folder, stdio: ["ignore", 2, "inherit"] });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = install();
  try {
    compile(folder);
    /** @type {string[][]} */
    const nodes = process.argv.includes("--here")
      ? [[process.execPath]]
      : [20, 22, 24].map((version) => ["npx", "-y", "-p", `node@${version}`, "node"]);
    for (const node of nodes) use(folder, node);
    addPeers(folder, ["@observablehq/plot", "linkedom"]);
    for (const node of nodes) {
      const [command = "node", ...args] = node;
      use(folder, node, ["plots.mjs"]);
      console.log(
        `${execFileSync(command, [...args, "--version"], { encoding: "utf8" }).trim()}: installed, imported, fitted, drawn`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `npm run build`: assembly/ to build/core.wasm, that to a module with the bytes inlined, bindings/ to dist/. Steps whose inputs are unchanged are skipped. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build as esbuild } from "esbuild";
import { inlineWasm } from "./inline_wasm.mjs";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const { peerDependencies: peers, version } = JSON.parse(readFileSync("package.json", "utf8"));
const engineOutput = "build/core.wasm";
const inlined = "bindings/engine/core_wasm.ts";
/** What AssemblyScript takes for granted, and SIMD. */
const wasmFeatures = ["simd", "bulk-memory", "sign-ext", "nontrapping-float-to-int", "mutable-globals"];
const constEnums = ["assembly/opcodes.ts", "assembly/layout.ts"];

const sourcesUnder = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((path) => `${folder}/${path}`)
    .filter((path) => path.endsWith(".ts") && !path.includes("__tests__"))
    .sort();

function fingerprint(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

/** Runs `action` unless `output` exists and was made from exactly these inputs. */
async function step(name, inputs, output, action) {
  const stamp = `build/${name}.sha256`;
  const current = fingerprint(inputs);
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, "utf8") === current) {
    console.log(`${name}: up to date`);
    return;
  }
  rmSync(stamp, { force: true });
  const started = performance.now();
  await action();
  writeFileSync(stamp, current);
  console.log(`${name}: built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

const run = (module, ...args) => execFileSync(process.execPath, [module, ...args], { stdio: ["ignore", "inherit", "inherit"] });

/**
 * Modules do nothing when they are loaded but make their constants: a constant that nobody uses may go, the call that makes it too.
 * Bundlers leave out files that are not used by themselves; in the files made here many of ours stand together.
 */
const pureConstants = {
  name: "pure-constants",
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]bindings[\\/].*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const calls = /^((?:export )?const \w+(?:: [^=\n]+)? = )(?=(?:new )?\w+(?:<[^>\n]*>)?\()/gm;
      return { contents: text.replace(calls, "$1/* @__PURE__ */ "), loader: "ts" };
    });
  },
};

/**
 * A few files in place of a hundred: a process that imports the library starts in a fifth of the time. Types come from tsc, which also
 * checks; esbuild inlines the const enums that are shared with the engine.
 */
async function bundle() {
  await esbuild({
    entryPoints: [
      "index",
      "data/index",
      "plots",
      "engine/worker",
      "engine/platform_node",
      "engine/platform_browser",
      "data/files_node",
      "data/files_browser",
      "posterior/plots/document_node",
      "posterior/plots/document_browser",
    ].map((name) => `bindings/${name}.ts`),
    outbase: ".",
    outdir: "dist",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    external: ["#platform", "#files", "#document", "node:*", ...Object.keys(peers)],
    plugins: [pureConstants],
    chunkNames: "bindings/[name]-[hash]",
    legalComments: "none",
    charset: "utf8",
  });
}

/** For pages without a bundler: the same entries with nothing to resolve but the optional packages, since import maps do not reach workers. */
async function bundleForPages() {
  await esbuild({
    entryPoints: {
      wasmcmc: "dist/bindings/index.js",
      data: "dist/bindings/data/index.js",
      plots: "dist/bindings/plots.js",
      worker: "dist/bindings/engine/worker.js",
    },
    outdir: "dist/browser",
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    external: Object.keys(peers),
    legalComments: "none",
    charset: "utf8",
    logOverride: { "ignored-bare-import": "silent" },
  });
}

/**
 * The compiler leaves some of the gzipped engine that a second pass of the same optimiser finds. Without the bound on what is moved into
 * its only caller it would find more, but the kernel of a large Cholesky factor would be slower by 6 %.
 */
function compileEngine() {
  run("node_modules/assemblyscript/bin/asc.js", "--config", "asconfig.json", "--target", "release");
  const features = wasmFeatures.map((name) => `--enable-${name}`);
  run("node_modules/binaryen/bin/wasm-opt", ...features, "-O3", "-ocimfs", "200", engineOutput, "-o", engineOutput);
}

/** Results say which version made them, and a browser has no package.json to ask. */
function writeVersion() {
  const path = "bindings/version.ts";
  const text = readFileSync(path, "utf8");
  const current = text.replace(/version = "[^"]*"/, `version = "${version}"`);
  if (current !== text) writeFileSync(path, current);
}

async function build() {
  mkdirSync("build", { recursive: true });
  writeVersion();
  const compilers = ["assemblyscript", "binaryen"].map((name) => `node_modules/${name}/package.json`);
  await step(
    "core",
    [...sourcesUnder("assembly"), "asconfig.json", "scripts/build.mjs", ...compilers],
    engineOutput,
    compileEngine,
  );
  inlineWasm(engineOutput, inlined);
  const typescript = "node_modules/typescript/package.json";
  const settings = ["tsconfig.json", "tsconfig.build.json", "package.json", "scripts/build.mjs", typescript];
  await step("dist", [...sourcesUnder("bindings"), ...constEnums, ...settings], "dist/core.wasm", async () => {
    rmSync("dist", { recursive: true, force: true });
    run("node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json");
    await bundle();
    await bundleForPages();
    copyFileSync(engineOutput, "dist/core.wasm");
  });
}

try {
  await build();
} catch (error) {
  // A compiler that failed has said why on its own.
  if (error.status === undefined) throw error;
  process.exit(1);
}

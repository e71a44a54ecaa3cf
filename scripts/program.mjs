/** Runs a TypeScript program of test/ against the built package: `node scripts/program.mjs test/posteriordb/run.ts arguments`. */
import { basename, dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const [, , source, ...programArguments] = process.argv;
if (source === undefined) throw new Error("Name a program, as in test/posteriordb/run.ts.");

/**
 * The public face is the package's own, whose workers are files; whatever else of bindings/ a program uses is bundled with it.
 */
const builtPackage = {
  name: "built-package",
  setup(bundler) {
    bundler.onResolve({ filter: /bindings\/index\.js$/ }, () => ({ path: "wasmcmc", external: true }));
  },
};

/** In a folder as deep as test/: what a module finds by its own address it finds from here too. */
const outfile = `${root}build/${basename(dirname(source))}.mjs`;
await build({
  entryPoints: [`${root}${source}`],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  external: ["wasmcmc", "wasmcmc/*", "commander", "katex"],
  plugins: [builtPackage],
  logLevel: "warning",
});
process.argv = [process.argv[0], outfile, ...programArguments];
await import(pathToFileURL(outfile).href);

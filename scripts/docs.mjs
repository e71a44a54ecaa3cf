/** `npm run docs`: writes docs/distributions/ from the sources' docstrings and from densities that the engine computes. */
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const outfile = `${root}build/docs.mjs`;
await build({
  entryPoints: [`${root}scripts/docs/main.ts`],
  outfile,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  external: ["typescript"],
  alias: {
    "#core": `${root}bindings/engine/core_inlined.ts`,
    "#platform": `${root}bindings/engine/platform_node.ts`,
  },
  logLevel: "warning",
});
await import(pathToFileURL(outfile).href);

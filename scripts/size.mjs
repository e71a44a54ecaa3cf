/** The size check: the whole core, WASM inlined, bundled for a browser, minified and gzipped, stays under 100 kB. */
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const limit = 100_000;

const bundle = await build({
  entryPoints: ["dist/bindings/index.js"],
  bundle: true,
  minify: true,
  write: false,
  format: "esm",
  platform: "browser",
  target: "es2022",
});
const code = bundle.outputFiles[0].contents;
const gzipped = gzipSync(code, { level: 9 }).length;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
console.log(`core bundle: ${kilobytes(code.length)} minified, ${kilobytes(gzipped)} gzipped (limit ${kilobytes(limit)})`);
if (gzipped >= limit) process.exit(1);

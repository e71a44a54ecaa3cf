/**
 * The size check: pages that use the library, WASM inlined, bundled for a browser, minified and gzipped. The core is what fits a line
 * to points with outliers; bundlers leave out the rest of the language.
 */
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const library = "./dist/bindings/index.js";
const line = "model, vector, param, observe, sample, uniform, normal, dirichlet, mixture, exp, log, sqrt";
const pages = [
  { name: "core (the line model)", contents: `export { ${line} } from "${library}";`, limit: 125_000 },
  { name: "everything", contents: `export * from "${library}";`, limit: 206_000 },
];
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

for (const { name, contents, limit } of pages) {
  const bundle = await build({
    stdin: { contents, resolveDir: "." },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
  });
  const code = bundle.outputFiles[0].contents;
  const gzipped = gzipSync(code, { level: 9 }).length;
  console.log(`${name}: ${kilobytes(code.length)} minified, ${kilobytes(gzipped)} gzipped (limit ${kilobytes(limit)})`);
  if (gzipped > limit) process.exitCode = 1;
}

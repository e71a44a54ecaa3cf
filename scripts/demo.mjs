/**
 * `npm run demo`: builds the live page into build/demo and serves it; `node scripts/demo.mjs --build` builds alone. The folder is static:
 * copy it to any host. Addresses in it are relative.
 */
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const demoFolder = `${root}build/demo`;

/** The page's own code, its worker, and what they load later, each in a file of its own. */
export async function buildDemo(folder = demoFolder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: { main: "demo/src/main.ts", worker: "demo/src/worker/main.ts" },
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    chunkNames: "later/[name]-[hash]",
    // PNGs are drawn by the browser: what draws them in Node is never asked for.
    external: ["@resvg/resvg-js"],
    legalComments: "none",
    charset: "utf8",
    logLevel: "warning",
    logOverride: { "ignored-bare-import": "silent" },
  });
  for (const file of ["index.html", "style.css"]) copyFileSync(`${root}demo/${file}`, `${folder}/${file}`);
}

/** @type {Record<string, string>} */
const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".wasm": "application/wasm" };

/** Serves the folder; `port` 0 takes a free one. */
export function serveDemo(folder = demoFolder, port = 0) {
  const server = createServer(async ({ url = "/" }, response) => {
    const path = normalize(decodeURIComponent(new URL(url, "http://localhost").pathname)).replace(/\/$/, "/index.html");
    try {
      const bytes = await readFile(folder + path);
      response
        .writeHead(200, { "content-type": `${types[extname(path)] ?? "application/octet-stream"}; charset=utf-8` })
        .end(bytes);
    } catch {
      response.writeHead(404).end("There is no such file.");
    }
  });
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildDemo();
  console.log("build/demo: built");
  if (!process.argv.includes("--build")) {
    const server = await serveDemo(demoFolder, Number(process.env.PORT ?? 8123));
    console.log(`http://127.0.0.1:${server.address().port}/`);
  }
}

/** Packs the package as npm would publish it and looks at the result with publint and attw. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";

const folder = "build/package";
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const options = { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] };
const [{ filename, files, size }] = JSON.parse(
  execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], options),
);
console.log(`${filename}: ${files.length} files, ${(size / 1000).toFixed(1)} kB packed`);

const tarball = `${folder}/${filename}`;
const inspect = (tool, ...args) =>
  execFileSync("npm", ["exec", "--no", "--", tool, tarball, ...args], { stdio: ["ignore", "inherit", "inherit"] });
try {
  inspect("publint", "--strict");
  // The WebAssembly file has no types to check.
  inspect("attw", "--profile", "esm-only", "--exclude-entrypoints", "./core.wasm", "./package.json", "--format", "table");
} catch {
  process.exit(1);
}

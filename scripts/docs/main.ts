/** Writes the pages and removes those of distributions that are no more. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { generate } from "./generate.js";

/** Bundled into build/. */
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = `${root}docs/distributions/`;
mkdirSync(folder, { recursive: true });
const files = generate(root);
for (const old of readdirSync(folder)) if (!files.has(old)) rmSync(folder + old);
for (const [name, text] of files) writeFileSync(folder + name, text);
console.log(`docs/distributions/: ${files.size} files`);

/**
 * `npm run notebook`: fits everything anew and writes the walk-through as one HTML page, build/notebook.html or the path that is named. Stars,
 * draws: `npm run notebook -- page.html --stars 17000 --draws 1000`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { closeWorkers } from "wasmcmc";
import { readTable } from "wasmcmc/data";
import { clusterSection } from "./cluster_section.js";
import { lineSection } from "./line_section.js";
import { markup, page } from "./page.js";
import { realSection } from "./real_section.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { stars: { type: "string", default: "3000" }, draws: { type: "string", default: "500" } },
});
const path = positionals[0] ?? `${root}build/notebook.html`;
const started = performance.now();

const introduction = markup`<p>Real data have more than one source: measurements and mistakes, a cluster and the stars before and behind it. A mixture
model names the sources, learns all of them at once, and says of each row where it most likely came from. Every number on this page was
computed when the page was made.</p>`;
const body = [
  introduction,
  ...(await lineSection(await readTable(`${root}examples/line.csv`))),
  ...(await clusterSection({ stars: Number(values.stars), draws: Number(values.draws) })),
  ...(await realSection(process.env.WASMCMC_DATA ?? `${root}../shared/data`)),
];
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, page("Mixture models: a line, its outliers, and a star cluster", body));
console.log(`${path}, in ${((performance.now() - started) / 1000).toFixed(1)} s`);
closeWorkers();

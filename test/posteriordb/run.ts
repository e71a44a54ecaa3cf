/**
 * `npm run posteriordb`: samples every posterior, prints a table, and fails if one of them is off. Arguments choose posteriors
 * by parts of names.
 */
import { closeWorkers } from "../../bindings/index.js";
import { dataFolder } from "../data_folder.js";
import { type Examination, examine } from "./examine.js";
import { type Posterior, readPosterior } from "./posterior.js";
import { posteriors } from "./posteriors.js";

/** As many draws as the reference has, so that our Monte Carlo errors are comparable with its. */
const options = { chains: 4, draws: 2500, seed: 20261122, workers: true } as const;

const headings = ["posterior", "numbers", "ESS bulk %", "ESS tail %", "R-hat", "mean", "sd", "divergent", "s", "verdict"];

function cells({ name, coordinates }: Posterior, found: Examination): string[] {
  return [
    coordinates === "own" ? name : `${name} (${coordinates})`,
    String(found.dimension),
    (100 * found.essBulk.value).toFixed(0),
    (100 * found.essTail.value).toFixed(0),
    found.rHat.value.toFixed(4),
    found.mean.value.toFixed(2),
    found.sd.value.toFixed(2),
    String(found.divergences),
    found.seconds.toFixed(1),
    found.failures.length === 0 ? "good" : found.failures.join("; "),
  ];
}

const widths = [53, 7, 10, 10, 7, 5, 5, 9, 6, 0];
const line = (texts: readonly string[]) =>
  texts
    .map((text, k) => (k === 0 || k === texts.length - 1 ? text.padEnd(widths[k] as number) : text.padStart(widths[k] as number)))
    .join("  ");

async function main(folder: string, parts: readonly string[]): Promise<boolean> {
  const chosen = posteriors.filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)));
  const started = performance.now();
  let failed = 0;
  console.log("mean, sd: largest distance from the reference, in combined Monte Carlo errors\n");
  console.log(line(headings));
  for (const subject of chosen) {
    const { columns, reference } = readPosterior(folder, subject.name);
    const found = examine(subject, await subject.run(columns, { ...options, ...subject.options }), reference);
    if (found.failures.length > 0) failed++;
    console.log(line(cells(subject, found)));
  }
  closeWorkers();
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(`\n${chosen.length - failed} of ${chosen.length} good, in ${seconds} s`);
  return failed === 0;
}

if (dataFolder === undefined) {
  console.error("posteriordb needs the folder of test data: name it in WASMCMC_DATA (see CONTRIBUTING.md).");
  process.exitCode = 1;
} else {
  process.exitCode = (await main(dataFolder, process.argv.slice(2))) ? 0 : 1;
}

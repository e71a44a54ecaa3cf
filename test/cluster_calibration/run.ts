/**
 * `npm run cluster:seeds`: the problems on 20 simulated fields of 17,000 stars each. Arguments: numbers of problems, and sizes:
 * `npm run cluster:seeds -- 1 3 stars=4000 seeds=10`.
 */

import { calibrate } from "./calibrate.js";
import { subjects } from "./subjects.js";
import type { Bin, Tally } from "./tally.js";
import { failuresOf } from "./verdict.js";

function report(tally: Tally): void {
  for (const [name, values] of tally.deviations) {
    const rms = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
    console.log(
      `  ${name.padEnd(18)} within 3 sd in ${tally.within(name, 3)} of ${values.length}, root mean square ${rms.toFixed(2)} sd`,
    );
  }
  for (const [place, { stars, expected, found, variance }] of tally.bins.entries()) {
    const off = (found - expected) / Math.sqrt(variance);
    console.log(
      `  p from 0.${place}  ${String(stars).padStart(7)} stars  ${found} members, ${expected.toFixed(1)} expected (${off.toFixed(1)} sd)`,
    );
  }
  const off = (bin: Bin): boolean => Math.abs(bin.found - bin.expected) > 3 * Math.sqrt(bin.variance) + 0.5;
  const bad = tally.binsByField.flat().filter(off).length;
  console.log(`  ${bad} of ${10 * tally.binsByField.length} bins of single fields are off by more than 3 binomial errors`);
  const { ours, best } = tally.choices;
  console.log(
    `  purity ${ours.purity.toFixed(3)} of ${best.purity.toFixed(3)}, completeness ${ours.completeness.toFixed(3)} of ${best.completeness.toFixed(3)}`,
  );
  console.log(`  largest R-hat ${Math.max(...tally.rHats).toFixed(3)}`);
}

/** Of a bin's stars: with 17,000 stars a field four Gaussians are its shape to no more than that. */
const Allowance = 0.02;

async function main(args: readonly string[]): Promise<boolean> {
  const options = Object.fromEntries(args.filter((arg) => arg.includes("=")).map((arg) => arg.split("=") as [string, string]));
  const numbers = args.filter((arg) => /^\d$/.test(arg));
  const number = (name: string, usual: number): number => Number(options[name] ?? usual);
  const sizes = { stars: number("stars", 17_000), seeds: number("seeds", 20) };
  const sampling = { chains: number("chains", 4), warmup: number("warmup", 1000), draws: number("draws", 1000) };
  let failed = 0;
  for (const subject of subjects) {
    if (numbers.length > 0 && !numbers.includes(String(subject.problem.number))) continue;
    console.log(subject.problem.title);
    const started = performance.now();
    const tally = await calibrate(subject, { ...sizes, ...sampling, distances: number("distances", 400) });
    report(tally);
    for (const failure of failuresOf(tally, Allowance)) {
      console.log(`  FAILED: ${failure}`);
      failed++;
    }
    console.log(`  ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
  }
  return failed === 0;
}

process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;

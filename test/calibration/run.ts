/**
 * `npm run sbc`: simulation-based calibration of six models, 500 replicates each, in some four minutes. Arguments: parts of
 * names, or a number of replicates.
 */
import { type Calibration, calibrate } from "./calibrate.js";
import { subjects } from "./subjects.js";
import { failuresOf } from "./verdict.js";

function report({ quantities, prolonged, divergences, seconds }: Calibration): void {
  for (const { label, chiSquare, ecdf } of quantities) {
    console.log(`  ${label.padEnd(12)} ${chiSquare.toPrecision(3).padStart(9)} ${ecdf.toPrecision(3).padStart(9)}`);
  }
  console.log(`  ${prolonged} with longer chains, ${divergences} divergences, ${seconds.toFixed(0)} s\n`);
}

async function main(args: readonly string[]): Promise<boolean> {
  const replicates = Number(args.find((arg) => /^\d+$/.test(arg)) ?? 500);
  const parts = args.filter((arg) => !/^\d+$/.test(arg));
  const chosen = subjects.filter(({ name }) => parts.length === 0 || parts.some((part) => name.includes(part)));
  const started = performance.now();
  let [tried, failed] = [0, 0];
  console.log(
    `Probability of ranks as uneven, by chi-square over bins and by the ECDF's simultaneous band, ${replicates} replicates\n`,
  );
  for (const subject of chosen) {
    const ways = { "simulated apart": subject.simulate, "simulated by samplePrior": subject.simulatePrior };
    for (const [way, simulate] of Object.entries(ways)) {
      if (simulate === undefined) continue;
      console.log(`${subject.name}, ${way}`);
      const calibration = await calibrate(subject, { replicates, seed: 20261122, simulate });
      report(calibration);
      const failures = failuresOf(calibration);
      tried++;
      if (failures.length > 0) failed++;
      for (const failure of failures) console.log(`  NOT CALIBRATED: ${failure}`);
    }
  }
  console.log(`${tried - failed} of ${tried} calibrated, in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return failed === 0;
}

process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;

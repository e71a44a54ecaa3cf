/** What must be true of a tally, each failure in words. */
import type { Bin, Tally } from "./tally.js";

/**
 * Of 20 fields 18 must have the truth within 3 standard deviations: each misses with probability 0.003 where all is right, three of them
 * with 3e-5. In 18 of 20 fields all ten bins must be within 3 binomial standard deviations, to half a star. In all fields together these
 * are small beside what the stars of a field share, the uncertainty of its parameters: there bins may be off by two hundredths as well.
 * Purity and completeness may be 0.03 below the best there is.
 */
const Sigmas = 3;
const Share = 0.9;
const Loss = 0.03;
const PooledError = 0.02;

export function failuresOf(tally: Tally): string[] {
  const failures: string[] = [];
  for (const [name, values] of tally.deviations) {
    const within = tally.within(name, Sigmas);
    if (within < Share * values.length)
      failures.push(`${name}: the truth is within ${Sigmas} sd in ${within} of ${values.length} fields`);
  }
  const calibrated = tally.binsByField.filter((bins) => bins.every((bin) => isWithin(bin, 0.5))).length;
  if (calibrated < Share * tally.binsByField.length) {
    failures.push(`all ten bins are within ${Sigmas} binomial errors in ${calibrated} of ${tally.binsByField.length} fields`);
  }
  for (const [place, bin] of tally.bins.entries()) {
    if (isWithin(bin, 0) || isWithin({ ...bin, variance: 0 }, PooledError * bin.stars)) continue;
    const { expected, found, variance } = bin;
    failures.push(`bin ${place}: ${found} members, ${expected.toFixed(1)} +- ${Math.sqrt(variance).toFixed(1)} expected`);
  }
  const { ours, best } = tally.choices;
  for (const what of ["purity", "completeness"] as const) {
    if (!(ours[what] >= best[what] - Loss))
      failures.push(`${what} ${ours[what].toFixed(3)}, the best there is ${best[what].toFixed(3)}`);
  }
  return failures;
}

const isWithin = ({ expected, found, variance }: Bin, allowed: number): boolean =>
  Math.abs(found - expected) <= Sigmas * Math.sqrt(variance) + allowed;

/** What must be true of a tally, each failure in words. */
import type { Tally } from "./tally.js";

/**
 * Of 20 fields 18 must have the truth within 3 standard deviations: each misses with probability 0.003 where all is right, three of them
 * with 3e-5. Of all fields together, bins may be off by 3 binomial standard deviations, or by `allowance` a star: in large fields the
 * binomial error is small beside what the stars of a field share, the uncertainty of its parameters and of its shape. Purity and
 * completeness may be 0.03 below the best there is.
 */
const Sigmas = 3;
const Share = 0.9;
const Loss = 0.03;

export function failuresOf(tally: Tally, allowance = 0): string[] {
  const failures: string[] = [];
  for (const [name, values] of tally.deviations) {
    const within = tally.within(name, Sigmas);
    if (within < Share * values.length)
      failures.push(`${name}: the truth is within ${Sigmas} sd in ${within} of ${values.length} fields`);
  }
  for (const [place, bin] of tally.bins.entries()) {
    const { stars, expected, found, variance } = bin;
    if (Math.abs(found - expected) <= Math.max(Sigmas * Math.sqrt(variance), allowance * stars)) continue;
    failures.push(`bin ${place}: ${found} members, ${expected.toFixed(1)} +- ${Math.sqrt(variance).toFixed(1)} expected`);
  }
  const { ours, best } = tally.choices;
  for (const what of ["purity", "completeness"] as const) {
    if (!(ours[what] >= best[what] - Loss))
      failures.push(`${what} ${ours[what].toFixed(3)}, the best there is ${best[what].toFixed(3)}`);
  }
  return failures;
}

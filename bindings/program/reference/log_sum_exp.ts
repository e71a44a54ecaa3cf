/** log of a sum of exponentials, exact at the infinities. */
import { compensatedSum } from "./sum.js";

/** All -inf (or no terms) gives -inf, any +inf gives +inf, any NaN gives NaN. */
export function logSumExp(terms: readonly number[]): number {
  if (terms.some(Number.isNaN)) return NaN;
  const largest = terms.reduce((most, x) => Math.max(most, x), -Infinity);
  if (!Number.isFinite(largest)) return largest;
  const leader = terms.indexOf(largest);
  return largest + Math.log1p(compensatedSum(terms.map((x, i) => (i === leader ? 0 : Math.exp(x - largest)))));
}

/** Derivatives of logSumExp: zero where all are -inf; at +inf, shared evenly by the terms that are. */
export function logSumExpPartials(terms: readonly number[]): number[] {
  const largest = terms.reduce((most, x) => Math.max(most, x), -Infinity);
  if (largest === -Infinity) return terms.map(() => 0);
  if (largest === Infinity) {
    const infinite = terms.filter((x) => x === Infinity).length;
    return terms.map((x) => (x === Infinity ? 1 / infinite : 0));
  }
  const powers = terms.map((x) => Math.exp(x - largest));
  const total = compensatedSum(powers);
  return powers.map((power) => power / total);
}

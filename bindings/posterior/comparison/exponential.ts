/**
 * The exponential function of numbers up to 0, which V8 inlines into loops that take one of each draw: about half of Math.exp's time.
 * Range reduction by Cody & Waite (1980) with ln 2 in two parts, then a Taylor polynomial of degree 12 on |r| <= ln(2)/2, whose
 * truncation is under 2e-16; at most 3 units in the last place.
 */

const Log2E = 1.4426950408889634;
const Ln2High = 0.6931471803691238;
const Ln2Low = 1.9082149292705877e-10;
/** Below this Math.exp answers, which knows subnormal numbers. */
const Least = -700;

const powers = /* @__PURE__ */ Float64Array.from({ length: 1024 }, (_, k) => 2 ** -k);

/** exp(x) for x <= 0. */
export function exponential(x: number): number {
  if (!(x >= Least)) return Math.exp(x);
  const k = (0.5 - x * Log2E) | 0;
  const r = x + k * Ln2High + k * Ln2Low;
  const r2 = r * r;
  const r4 = r2 * r2;
  const low = 1 + r + r2 * (1 / 2 + r * (1 / 6));
  const middle = 1 / 24 + r * (1 / 120) + r2 * (1 / 720 + r * (1 / 5040));
  const high = 1 / 40320 + r * (1 / 362880) + r2 * (1 / 3628800 + r * (1 / 39916800)) + r4 * (1 / 479001600);
  return (low + r4 * middle + r4 * r4 * high) * powers[k]!;
}

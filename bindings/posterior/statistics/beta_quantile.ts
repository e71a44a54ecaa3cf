/**
 * Quantiles of the beta distribution, from the regularised incomplete beta function by its continued fraction (Press et al., Numerical
 * Recipes, section 6.4). For a and b from 1 on; relative errors of the distribution function are below 1e-12 up to a + b = 1e7.
 */
import { WasmcmcError } from "../../errors.js";

const Lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** Logarithm of the gamma function for x >= 0.5: Lanczos's approximation with g = 7, n = 9; Stirling's series from 20 on. */
export function logGamma(x: number): number {
  if (x > 20) {
    const inverse = 1 / (x * x);
    const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / x;
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
  }
  const z = x - 1;
  let sum = Lanczos[0] as number;
  for (let i = 1; i < Lanczos.length; i++) sum += (Lanczos[i] as number) / (z + i);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Share of a beta(a, b) distribution that is below x. */
export function betaCdf(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

/** Lentz's method. It takes some sqrt(max(a, b)) steps. */
function fraction(x: number, a: number, b: number): number {
  const Tiny = 1e-300;
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1), Tiny);
  let h = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d, Tiny);
    c = nonZero(1 + even / c, Tiny);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d, Tiny);
    c = nonZero(1 + odd / c, Tiny);
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return h;
}

const nonZero = (value: number, tiny: number): number => (Math.abs(value) < tiny ? tiny : value);

/** The x below which a share of a beta(a, b) distribution lies: bisection, until neighbouring numbers are reached or 100 halvings. */
export function betaQuantile(probability: number, a: number, b: number): number {
  if (!(probability > 0 && probability < 1 && a >= 1 && b >= 1)) {
    if (Number.isNaN(a) || Number.isNaN(b)) return NaN;
    throw new WasmcmcError({
      code: "bad-option",
      problem: `There is no ${probability} quantile of a beta(${a}, ${b}) distribution here.`,
      remedy: "Pass a probability between 0 and 1.",
      variable: "probability",
      value: probability,
    });
  }
  let low = 0;
  let high = 1;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (betaCdf(middle, a, b) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

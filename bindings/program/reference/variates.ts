/**
 * Definitions of random variates, each a function of the uniforms that it reads. Where a paper's method is one of several exact
 * ones it is part of the definition, because engine and reference give the same draws.
 */
import type { Uniforms } from "./random_bits.js";
import { lgamma } from "./special.js";

const horner = (coefficients: readonly number[], x: number): number => coefficients.reduce((sum, c) => sum * x + c, 0);

/** Numerator and denominator in the center, in the tails, and far out, from the highest power down. */
// biome-ignore format: a line a polynomial
const wichura = [
  [2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513, 133.14166789178438, 3.3871328727963665],
  [5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579, 42.31333070160091, 1],
  [7.745450142783414e-4, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835],
  [1.0507500716444169e-9, 5.475938084995345e-4, 0.015198666563616457, 0.14810397642748008, 0.6897673349851, 1.6763848301838038, 2.053191626637759, 1],
  [2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103],
  [2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 7.868691311456133e-4, 0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1],
] as const;

/** Quantile of (whole + 1/2) / 2^53: Wichura, algorithm AS 241, Applied Statistics 37 (1988) 477-484. */
export function normal(uniforms: Uniforms): number {
  const steps = uniforms.whole() - 2 ** 52 + 0.5;
  const q = steps * 2 ** -53;
  const ratio = (place: 0 | 2 | 4, x: number): number => horner(wichura[place], x) / horner(wichura[place + 1] as never, x);
  if (Math.abs(q) <= 0.425) return q * ratio(0, 0.180625 - q * q);
  const root = Math.sqrt(-Math.log((2 ** 52 - Math.abs(steps)) * 2 ** -53));
  return Math.sign(q) * (root <= 5 ? ratio(2, root - 1.6) : ratio(4, root - 5));
}

/** Marsaglia & Tsang, ACM TOMS 26 (2000) 363-372; for a shape below 1 the first uniform takes it there from shape + 1. */
export function logGamma(uniforms: Uniforms, shape: number): number {
  if (!(shape >= 0 && shape < Infinity)) return NaN;
  const boost = shape < 1 ? Math.log(uniforms.next()) / shape : 0;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  for (;;) {
    const x = normal(uniforms);
    const u = uniforms.next();
    const t = x / Math.sqrt(9 * d);
    if (t <= -1) continue;
    const third = Math.log1p(t);
    if (Math.log(u) < 0.5 * x * x + d * (3 * (third - t) - 3 * t * t - t ** 3)) return Math.log(d) + 3 * third + boost;
  }
}

const isCount = (x: number): boolean => Number.isFinite(x) && x >= 0 && Math.floor(x) === x;

/** Log of the Poisson probability of k, by its parts that are small near the mean (Loader 2000) once lgamma would cancel. */
function logPoisson(k: number, mean: number): number {
  if (k < 16) return k * Math.log(mean) - mean - lgamma(k + 1);
  const stirling = 1 / (12 * k) - 1 / (360 * k ** 3) + 1 / (1260 * k ** 5) - 1 / (1680 * k ** 7);
  const t = (k - mean) / mean;
  const deviance = Math.abs(t) < 1e-4 ? (k - mean) * t * (1 / 2 - t / 6 + (t * t) / 12) : k * Math.log1p(t) - (k - mean);
  return -stirling - deviance - 0.5 * Math.log(2 * Math.PI * k);
}

/** Smallest k whose cumulative probability is at least a uniform. */
function search(uniforms: Uniforms, none: number, ratio: (k: number) => number): number {
  let left = uniforms.next();
  let probability = none;
  for (let k = 0; ; k++) {
    left -= probability;
    probability *= ratio(k);
    if (left <= 0 || probability < 1e-20) return k;
  }
}

/** Hormann, J. Statist. Comput. Simul. 46 (1993) 101-110, algorithm BTRS; `log` is a log probability but for a constant. */
function transformedRejection(uniforms: Uniforms, mean: number, p: number, n: number, log: (k: number) => number): number {
  const spread = Math.sqrt(mean * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = 0.0248 * b + 0.01 * p - 0.0873;
  const alpha = (2.83 + 5.1 / b) * spread;
  const peak = log(Math.floor(mean + p));
  for (;;) {
    const u = uniforms.next() - 0.5;
    const v = uniforms.next();
    const edge = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / edge + b) * u + (mean + 0.5));
    if (edge >= 0.07 && v <= 0.92 - 4.2 / b) return k;
    if (k < 0 || k > n) continue;
    if (Math.log((v * alpha) / (a / edge ** 2 + b)) <= log(k) - peak) return k;
  }
}

export function poisson(uniforms: Uniforms, rate: number): number {
  if (!(rate >= 0 && rate < Infinity)) return NaN;
  if (rate < 10) return search(uniforms, Math.exp(-rate), (k) => rate / (k + 1));
  return transformedRejection(uniforms, rate, 0, Infinity, (k) => logPoisson(k, rate));
}

export function binomial(uniforms: Uniforms, n: number, p: number): number {
  if (!(isCount(n) && p >= 0 && p <= 1)) return NaN;
  if (p > 0.5) return n - binomial(uniforms, n, 1 - p);
  const mean = n * p;
  if (mean < 10) return search(uniforms, Math.exp(n * Math.log1p(-p)), (k) => ((n - k) * (p / (1 - p))) / (k + 1));
  return transformedRejection(uniforms, mean, p, n, (k) => logPoisson(k, mean) + logPoisson(n - k, n - mean));
}

/** Stadlober, J. Comput. Appl. Math. 31 (1990) 181-189, algorithm HRUA without its squeezes. */
export function hypergeometric(uniforms: Uniforms, good: number, bad: number, drawn: number): number {
  const total = good + bad;
  if (![good, bad, drawn].every(isCount) || drawn > total || total > 2 ** 53) return NaN;
  const least = Math.max(0, drawn - bad);
  const most = Math.min(good, drawn);
  if (least === most) return least;
  const mean = good * (drawn / total);
  const variance = mean * ((total - drawn) / total) * (bad / (total - 1));
  const width = 2 * Math.sqrt(2 / Math.E) * Math.sqrt(variance + 0.5) + 3 - 2 * Math.sqrt(3 / Math.E);
  const part = (k: number, count: number): number =>
    logPoisson(k, count * (drawn / total)) + logPoisson(count - k, count * ((total - drawn) / total));
  const log = (k: number): number => part(k, good) + part(drawn - k, bad);
  const peak = log(Math.floor((drawn + 1) * ((good + 1) / (total + 2))));
  for (;;) {
    const u = uniforms.next();
    const k = Math.floor(mean + 0.5 + (width * (uniforms.next() - 0.5)) / u);
    if (k >= least && k <= most && 2 * Math.log(u) <= log(k) - peak) return k;
  }
}

/** Barabesi, Statistica Applicata 7 (1995) 417-426: ratio of uniforms. */
export function vonMises(uniforms: Uniforms, kappa: number): number {
  if (!(kappa >= 0 && kappa < Infinity)) return NaN;
  const half = kappa > 1.3 ? 1 / Math.sqrt(kappa) : Math.PI * Math.exp(-kappa);
  for (;;) {
    const u = uniforms.next();
    const angle = (half * (2 * uniforms.next() - 1)) / u;
    if (angle > -Math.PI && angle <= Math.PI && Math.log(u) <= -kappa * Math.sin(angle / 2) ** 2) return angle;
  }
}

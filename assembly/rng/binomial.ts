/**
 * Binomial and Poisson variates: by search from 0 for means below 10, else by transformed rejection.
 *
 * Hormann, "The generation of binomial random variates", J. Statist. Comput. Simul. 46 (1993) 101-110, algorithm BTRS. A Poisson
 * variate is its limit of infinitely many trials with probability 0, under which the hat stays a hat; the constants of his
 * algorithm for the Poisson distribution (PTRS, Insurance: Mathematics and Economics 12 (1993) 39-45) hardly differ.
 */
import { expScalar } from "../math/exp";
import { logScalar } from "../math/log";
import { log1pScalar } from "../math/log1p";
import { isCount, logPoisson } from "./count";
import { Stream } from "./stream";
import { nextUniform } from "./uniform";

const REJECTION_FROM: f64 = 10;
/** The search ends where probabilities fall below this, less than what 53 bits can tell. */
const LEAST: f64 = 1e-20;

/** Reads on from the stream's `next`; NaN for a rate that is negative or not finite. */
export function poisson(stream: Stream, rate: f64): f64 {
  if (!(rate >= 0 && rate < Infinity)) return NaN;
  return rate < REJECTION_FROM ? search(stream, expScalar(-rate), rate, 0) : reject(stream, Infinity, rate, 0);
}

/** Reads on from the stream's `next`; NaN unless n is a count and 0 <= p <= 1. */
export function binomial(stream: Stream, n: f64, p: f64): f64 {
  if (!(isCount(n) && p >= 0 && p <= 1)) return NaN;
  const rare = min(p, 1 - p);
  const odds = rare / (1 - rare);
  const isSearched = n * rare < REJECTION_FROM;
  const count = isSearched ? search(stream, expScalar(n * log1pScalar(-rare)), n * odds, odds) : reject(stream, n, n * rare, rare);
  return p > 0.5 ? n - count : count;
}

/** The count whose cumulative probability first reaches a uniform; P(k + 1) = P(k) (slope - odds k) / (k + 1). */
function search(stream: Stream, probability: f64, slope: f64, odds: f64): f64 {
  let left = nextUniform(stream);
  let k: f64 = 0;
  while (true) {
    left -= probability;
    probability *= (slope - odds * k) / (k + 1);
    if (left <= 0 || probability < LEAST) return k;
    k += 1;
  }
}

/** Log probability of k but for a constant. */
function weight(k: f64, n: f64, mean: f64): f64 {
  return logPoisson(k, mean) + (n < Infinity ? logPoisson(n - k, n - mean) : 0);
}

/** BTRS for p <= 1/2 and mean = n p >= 10; the names are the paper's. */
function reject(stream: Stream, n: f64, mean: f64, p: f64): f64 {
  const spread = sqrt(mean * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = 0.0248 * b + 0.01 * p - 0.0873;
  const alpha = (2.83 + 5.1 / b) * spread;
  const center = mean + 0.5;
  while (true) {
    const u = nextUniform(stream) - 0.5;
    const v = nextUniform(stream);
    const edge = 0.5 - abs(u);
    const k = floor((2 * a / edge + b) * u + center);
    if (edge >= 0.07 && v <= 0.92 - 4.2 / b) return k;
    if (k < 0 || k > n) continue;
    if (logScalar(v * alpha / (a / (edge * edge) + b)) <= weight(k, n, mean) - weight(floor(mean + p), n, mean)) return k;
  }
}

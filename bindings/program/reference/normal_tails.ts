/**
 * The reference's normal distribution: log Phi and the quantile, with their derivatives, by a series in double-double arithmetic
 * within 7 standard deviations and Laplace's continued fraction beyond. Errors below 5 ulp; shares no code with the engine.
 */
import {
  add,
  type DoubleDouble,
  divide,
  exp as expDouble,
  fromNumber,
  log as logDouble,
  multiply,
  negate,
  scale,
  subtract,
  toNumber,
} from "./double_double.js";
import { gaussian, halfLogTwoPi } from "./special.js";

const tailFrom = 7;
const overRootTwoPi: DoubleDouble = expDouble(negate(halfLogTwoPi));

/** Phi(x) - 1/2 for |x| up to 7: phi(x) (x + x^3 / 3 + x^5 / 15 + ...) (Abramowitz and Stegun 26.2.11). */
function fromHalf(x: number): DoubleDouble {
  if (Math.abs(x) < 1e-150) return multiply(overRootTwoPi, fromNumber(x));
  const square = multiply(fromNumber(x), fromNumber(x));
  let term = fromNumber(x);
  let sum = term;
  for (let n = 1; Math.abs(term[0]) > 1e-34 * Math.abs(sum[0]); n++) {
    term = divide(multiply(term, square), fromNumber(2 * n + 1));
    sum = add(sum, term);
  }
  return multiply(multiply(overRootTwoPi, expDouble(scale(square, -0.5))), sum);
}

const cdf = (x: number): DoubleDouble => add(fromNumber(0.5), fromHalf(x));

/** phi(t) / (1 - Phi(t)) for t from 7 on: t + 1/(t + 2/(t + 3/(t + ...))). */
function inverseMillsRatio(t: number): number {
  let fraction = t;
  for (let k = 60; k > 0; k--) fraction = t + k / fraction;
  return fraction;
}

const density = (x: number): number => toNumber(overRootTwoPi) * gaussian(x, 0.5);

/** log Phi(x). */
export function logNormalCdf(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < -tailFrom) return -0.5 * x * x - (toNumber(halfLogTwoPi) + Math.log(inverseMillsRatio(-x)));
  if (x > tailFrom) return Math.log1p(-density(x) / inverseMillsRatio(x));
  return toNumber(logDouble(cdf(x)));
}

/** phi(x) / Phi(x). */
export function logNormalCdfSlope(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < -tailFrom) return inverseMillsRatio(-x);
  return density(x) / (x > tailFrom ? 1 : toNumber(cdf(x)));
}

/** The x with Phi(x) = p, by Newton's method from the side that it approaches monotonically. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  return p > 0.1 && p < 0.9 ? centralQuantile(p) : p < 0.5 ? -upperQuantile(p) : upperQuantile(1 - p);
}

function centralQuantile(p: number): number {
  const wanted = subtract(fromNumber(p), fromNumber(0.5));
  let x = 0;
  for (let i = 0; i < 8; i++) x -= toNumber(subtract(fromHalf(x), wanted)) / density(x);
  return x;
}

/** The t with 1 - Phi(t) = p, p at most 0.1. */
function upperQuantile(p: number): number {
  let t = Math.sqrt(-2 * Math.log(p));
  for (let i = 0; i < 12; i++) {
    const excess = t > tailFrom ? logNormalCdf(-t) - Math.log(p) : Math.log(toNumber(divide(cdf(-t), fromNumber(p))));
    t += excess / logNormalCdfSlope(-t);
  }
  return t;
}

/** 1 / phi(x), x the quantile of p, from p: in the tails x itself is not accurate enough. */
export function normalQuantileSlope(p: number, x: number): number {
  const distance = Math.min(p, 1 - p);
  return distance === 0 ? Infinity : 1 / (distance * logNormalCdfSlope(-Math.abs(x)));
}

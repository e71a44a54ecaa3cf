/**
 * log P(a, x) and log Q(a, x), the regularised incomplete gamma functions, with both derivatives, one lane at a time. For a from
 * 1e-8 to 1e5 values err by at most 2e-13 of themselves, in both tails, and derivatives by 1e-12.
 *
 * With D = x^a exp(-x) / Gamma(a + 1), below x = a + 1: P = D sum_n x^n / ((a + 1) ... (a + n)) (Abramowitz and Stegun 6.5.29),
 * and for a < 1 its alternating form, which keeps log P accurate where P is near 1. From x = a + 1 on: Q = D a times Legendre's
 * continued fraction (6.5.31), as a series (Gautschi, "A computational procedure for incomplete gamma functions", TOMS 5, 1979).
 * Derivatives in a are taken term by term. The other function is log(1 - exp(that)). Next to x = a some 9 sqrt(a) terms count.
 */

import { first, pair } from "./pair";
import { digammaScalar } from "./digamma";
import { expScalar } from "./exp";
import { expm1Scalar } from "./expm1";
import { lgamma1pScalar, STIRLING_FROM, stirlingSeries } from "./lgamma";
import { log1mexp } from "./log1mexp";
import { log1pScalar } from "./log1p";
import { logRest, logScalar } from "./log";

/** What `gammaTail` gives of the function. */
export const enum Part {
  Value = 0,
  ByShape = 1,
  ByX = 2,
}

/** Shapes of some 1e8 take as many next to x = a; where they are not enough the result is NaN. */
const MOST_TERMS: f64 = 1e5;
const NEGLIGIBLE: f64 = 1e-17;
const TWO_PI: f64 = 6.283185307179586;

/** Left by the last evaluation: the derivatives of its logarithm in a and x; before that, those of the sum in it and the sum. */
let byShape: f64 = 0;
let byX: f64 = 0;
let sum: f64 = 0;

/** Part of log P(a, x), or of log Q(a, x) if `upper`: NaN unless a is positive and finite and x >= 0. */
export function gammaTail(a: v128, x: v128, upper: bool, part: Part): v128 {
  const a0 = first(a);
  const x0 = first(x);
  const a1 = f64x2.extract_lane(a, 1);
  const x1 = f64x2.extract_lane(x, 1);
  const one = lane(a0, x0, upper, part);
  return f64x2(one, a0 == a1 && x0 == x1 ? one : lane(a1, x1, upper, part));
}

function lane(a: f64, x: f64, upper: bool, part: Part): f64 {
  if (!(a > 0.0 && a < Infinity && x >= 0.0)) return NaN;
  x = abs(x); // -0
  const isUpper = x >= a + 1.0;
  let value = isUpper ? logUpper(a, x) : logLower(a, x);
  if (isUpper != upper) value = other(a, x, value);
  return part == Part.Value ? value : part == Part.ByShape ? byShape : byX;
}

/** log(1 - exp(value)), and its derivatives. */
function other(a: f64, x: f64, value: f64): f64 {
  const odds = -1.0 / expm1Scalar(-value);
  byShape *= odds;
  byX *= odds;
  if (odds == 0.0) {
    byShape = 0.0;
    byX = x > 0.0 || a > 1.0 ? 0.0 : a < 1.0 ? -Infinity : -1.0;
  }
  return first(log1mexp(pair(value)));
}

/** log D. */
function logFactor(a: f64, x: f64): f64 {
  if (a < STIRLING_FROM) return a * logScalar(x) - x - lgamma1pScalar(a);
  const step = (x - a) / a;
  const isNear = step > -0.29 && step < 0.41;
  // x / a may be too small for a number where the step is -1.
  const logQuotient = step > -1.0 ? logScalar(x / a) : logScalar(x) - logScalar(a);
  const rest = isNear ? -first(logRest(pair(step))) : logQuotient - step;
  return a * rest - 0.5 * logScalar(TWO_PI * a) - first(stirlingSeries(pair(a)));
}

function logLower(a: f64, x: f64): f64 {
  let value: f64;
  if (a < 1.0) {
    alternatingSum(a, x);
    const whole = 1.0 + a * sum;
    value = a * logScalar(x) - lgamma1pScalar(a) + log1pScalar(a * sum);
    byShape = (sum + a * byShape) / whole;
    byX = (a / x) * expScalar(-x) / whole;
  } else {
    positiveSum(a, x);
    value = logFactor(a, x) + logScalar(sum);
    byShape /= sum;
    byX = a / x / sum;
  }
  byShape += logScalar(x) - digammaScalar(a + 1.0);
  return value;
}

/** sum over n >= 0 of x^n / ((a + 1) ... (a + n)). */
function positiveSum(a: f64, x: f64): void {
  let term = 1.0;
  let slope = 0.0;
  sum = 1.0;
  byShape = 0.0;
  for (let n = 1.0; n < MOST_TERMS; n += 1.0) {
    const inverse = 1.0 / (a + n);
    term *= x * inverse;
    slope -= inverse;
    sum += term;
    byShape += term * slope;
    if (term * (1.0 - slope) < NEGLIGIBLE * sum) return;
  }
  sum = NaN;
}

/** sum over n >= 1 of (-x)^n / ((a + n) n!), x <= 2. */
function alternatingSum(a: f64, x: f64): void {
  let power = 1.0;
  sum = 0.0;
  byShape = 0.0;
  for (let n = 1.0; n < 30.0; n += 1.0) {
    power *= -x / n;
    const term = power / (a + n);
    sum += term;
    byShape -= term / (a + n);
  }
}

function logUpper(a: f64, x: f64): f64 {
  if (x == Infinity) {
    byShape = 0.0;
    byX = -1.0;
    return -x;
  }
  fractionSum(a, x);
  const start = x + 1.0 - a;
  byShape = logScalar(x) - digammaScalar(a) + 1.0 / start + byShape / sum;
  byX = -start / (x * sum);
  return logFactor(a, x) + logScalar(a) + logScalar(sum / start);
}

/** The continued fraction times x + 1 - a. */
function fractionSum(a: f64, x: f64): void {
  let ratio = 0.0;
  let ratioSlope = 0.0;
  let term = 1.0;
  let slope = 0.0;
  sum = 1.0;
  byShape = 0.0;
  let middle = x - a;
  for (let k = 1.0; k < MOST_TERMS; k += 1.0) {
    middle += 2.0;
    const share = k * (k - a);
    const part = share * (1.0 + ratio);
    const partSlope = share * ratioSlope - k * (1.0 + ratio);
    const inverse = 1.0 / ((middle - 1.0) * (middle + 1.0) - part);
    ratio = part * inverse;
    ratioSlope = (partSlope + ratio * (partSlope + 2.0 * middle)) * inverse;
    slope = slope * ratio + term * ratioSlope;
    term *= ratio;
    sum += term;
    byShape += slope;
    if (abs(term) + abs(slope) < NEGLIGIBLE * sum) return;
  }
  sum = NaN;
}

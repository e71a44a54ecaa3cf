/**
 * Special functions of the reference evaluator: lgamma, digamma and erf in double-double arithmetic, so that a result is the
 * nearest double or its neighbour (error below 0.6 ulp, or 1e-28 absolute next to a zero); the rest from the host's elementary
 * functions in forms without cancellation (error below 3 ulp). Shares no code with the engine.
 */
import {
  add,
  cosPi,
  type DoubleDouble,
  divide,
  exp as expDouble,
  fromNumber,
  log as logDouble,
  multiply,
  negate,
  Pi,
  sinPi,
  split,
  subtract,
  toNumber,
} from "./double_double.js";

/** Numerators and denominators of the Bernoulli numbers B_2, B_4, ... B_32. */
const bernoulli: readonly DoubleDouble[] = (
  [
    [1, 6],
    [-1, 30],
    [1, 42],
    [-1, 30],
    [5, 66],
    [-691, 2730],
    [7, 6],
    [-3617, 510],
    [43867, 798],
    [-174611, 330],
    [854513, 138],
    [-236364091, 2730],
    [8553103, 6],
    [-23749461029, 870],
    [8615841276005, 14322],
    [-7709321041217, 510],
  ] as const
).map(([p, q]) => divide(fromNumber(p), fromNumber(q)));

/** Stirling's series is good to 32 digits from here on. */
const stirlingFrom = 24;
export const halfLogTwoPi: DoubleDouble = multiply(logDouble(multiply(Pi, fromNumber(2))), fromNumber(0.5));

/** sum_k B_2k weight(2k) / x^(2k - shift). */
function asymptoticSeries(x: DoubleDouble, shift: 0 | 1, weight: (twice: number) => number): DoubleDouble {
  const inverse = divide(fromNumber(1), x);
  const inverseSquare = multiply(inverse, inverse);
  let power = shift === 1 ? inverse : inverseSquare;
  let sum = fromNumber(0);
  bernoulli.forEach((b, i) => {
    sum = add(sum, divide(multiply(b, power), fromNumber(weight(2 * i + 2))));
    power = multiply(power, inverseSquare);
  });
  return sum;
}

/** log Gamma(x) for x > 0: the argument is shifted up, then Stirling's series. */
export function positiveLogGamma(x: DoubleDouble): DoubleDouble {
  let shifted = x;
  let product = fromNumber(1);
  while (shifted[0] < stirlingFrom) {
    product = multiply(product, shifted);
    shifted = add(shifted, fromNumber(1));
  }
  const main = subtract(multiply(subtract(shifted, fromNumber(0.5)), logDouble(shifted)), shifted);
  const series = asymptoticSeries(shifted, 1, (n) => n * (n - 1));
  return subtract(add(add(main, halfLogTwoPi), series), logDouble(product));
}

/** log |Gamma(x)|; infinite at the poles. */
export function lgamma(x: number): number {
  if (Number.isNaN(x)) return x;
  if (!Number.isFinite(x)) return Infinity;
  if (x <= 0 && Number.isInteger(x)) return Infinity;
  if (x === 1 || x === 2) return 0;
  if (Math.abs(x) < 1e-20) return -Math.log(Math.abs(x));
  if (x > 1e17) return x * (Math.log(x) - 1);
  if (x > 0) return toNumber(positiveLogGamma(fromNumber(x)));
  // Reflection: |Gamma(x)| = pi / (|sin(pi x)| Gamma(1 - x)); 1 - x is exact as x (Gamma(1 + y) = y Gamma(y) with y = -x).
  const sine = sinPi(x - Math.round(x));
  const magnitude = sine[0] < 0 ? negate(sine) : sine;
  const leading = logDouble(divide(Pi, multiply(magnitude, fromNumber(-x))));
  return toNumber(subtract(leading, positiveLogGamma(fromNumber(-x))));
}

function positiveDigamma(x: DoubleDouble): DoubleDouble {
  let shifted = x;
  let sum = fromNumber(0);
  while (shifted[0] < stirlingFrom) {
    sum = add(sum, divide(fromNumber(1), shifted));
    shifted = add(shifted, fromNumber(1));
  }
  const half = divide(fromNumber(0.5), shifted);
  const series = asymptoticSeries(shifted, 0, (n) => n);
  return subtract(subtract(subtract(logDouble(shifted), half), series), sum);
}

/** Derivative of lgamma; -inf at 0, inf at -0, NaN at the other poles. */
export function digamma(x: number): number {
  if (Number.isNaN(x) || x === Infinity) return x;
  if (x === 0) return -1 / x;
  if ((x <= 0 && Number.isInteger(x)) || x === -Infinity) return NaN;
  if (Math.abs(x) < 1e-20) return -1 / x;
  if (x > 1e17) return Math.log(x);
  if (x > 0) return toNumber(positiveDigamma(fromNumber(x)));
  // Reflection: digamma(x) = digamma(1 - x) - pi cot(pi x).
  const turn = x - Math.round(x);
  const cotangent = divide(multiply(Pi, cosPi(turn)), sinPi(turn));
  return toNumber(subtract(positiveDigamma(subtract(fromNumber(1), fromNumber(x))), cotangent));
}

const twoOverRootPi: DoubleDouble = divide(fromNumber(2), expDouble(multiply(logDouble(Pi), fromNumber(0.5))));

/** exp(-factor x^2), the factor 1 or 1/2, without the rounding of the square. */
export function gaussian(x: number, factor: number): number {
  if (Math.abs(x) > 40) return 0;
  const [high] = split(x);
  return Math.exp(-factor * high * high) * Math.exp(factor * (high - x) * (high + x));
}

/** Error function: x exp(-x^2) times a series of positive terms (Abramowitz & Stegun 7.1.6). */
export function erf(x: number): number {
  if (Number.isNaN(x) || x === 0) return x;
  if (Math.abs(x) > 6) return Math.sign(x);
  if (Math.abs(x) < 1e-150) return toNumber(multiply(twoOverRootPi, fromNumber(x)));
  const square = multiply(fromNumber(x), fromNumber(x));
  let term = fromNumber(x);
  let sum = term;
  for (let n = 1; Math.abs(term[0]) > 1e-34 * Math.abs(sum[0]); n++) {
    term = divide(multiply(term, multiply(square, fromNumber(2))), fromNumber(2 * n + 1));
    sum = add(sum, term);
  }
  return toNumber(multiply(multiply(twoOverRootPi, expDouble(negate(square))), sum));
}

export const erfSlope = (x: number): number => toNumber(twoOverRootPi) * gaussian(x, 1);

export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** logistic(x) (1 - logistic(x)), without the subtraction. */
export function logisticSlope(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return e / ((1 + e) * (1 + e));
}

/** 1 - tanh(x)^2, without the subtraction. */
export const tanhSlope = (x: number): number => 4 * logisticSlope(2 * x);

/** log(x / (1 - x)), exact in the differences it takes. */
export function logit(x: number): number {
  if (x < 0.25) return Math.log(x) - Math.log1p(-x);
  return x < 0.5 ? -Math.log1p((1 - 2 * x) / x) : Math.log1p((2 * x - 1) / (1 - x));
}

export function log1mexp(x: number): number {
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
}

export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** a to the b; x^0 = 1 for every x, NaN included; NaN for 1 to the power of NaN or an infinity. */
export const pow = (a: number, b: number): number => a ** b;

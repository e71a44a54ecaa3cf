/**
 * Numbers as unevaluated sums of two doubles (about 106 bits): what the reference's special functions compute in, so that
 * cancellation near a zero leaves a correctly rounded result. Dekker 1971, Knuth's two-sum; no fused multiply-add is needed.
 */

/** high + low, with |low| at most half a unit in the last place of high. */
export type DoubleDouble = readonly [high: number, low: number];

/** Sum and its rounding error, exactly. */
export function twoSum(a: number, b: number): DoubleDouble {
  const sum = a + b;
  const part = sum - a;
  return [sum, a - (sum - part) + (b - part)];
}

function quickSum(a: number, b: number): DoubleDouble {
  const sum = a + b;
  return [sum, b - (sum - a)];
}

/** Product and its rounding error, exactly while neither overflows nor underflows (|a|, |b| below 2^480 is enough). */
export function twoProduct(a: number, b: number): DoubleDouble {
  const product = a * b;
  const [aHigh, aLow] = split(a);
  const [bHigh, bLow] = split(b);
  return [product, aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)];
}

/** Two halves of 26 bits each. */
export function split(a: number): DoubleDouble {
  const t = 134217729 * a;
  const high = t - (t - a);
  return [high, a - high];
}

export const fromNumber = (a: number): DoubleDouble => [a, 0];
export const toNumber = (a: DoubleDouble): number => a[0] + a[1];
export const negate = (a: DoubleDouble): DoubleDouble => [-a[0], -a[1]];

export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const [high, error] = twoSum(a[0], b[0]);
  const [low, lowError] = twoSum(a[1], b[1]);
  const [h, l] = quickSum(high, error + low);
  return quickSum(h, l + lowError);
}

export const subtract = (a: DoubleDouble, b: DoubleDouble): DoubleDouble => add(a, negate(b));

export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const [high, error] = twoProduct(a[0], b[0]);
  return quickSum(high, error + (a[0] * b[1] + a[1] * b[0]));
}

export function divide(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const first = a[0] / b[0];
  const rest = subtract(a, multiply(b, fromNumber(first)));
  const second = rest[0] / b[0];
  const last = subtract(rest, multiply(b, fromNumber(second)));
  return add(quickSum(first, second), fromNumber(last[0] / b[0]));
}

/** Multiplies by a power of two, exactly. */
export const scale = (a: DoubleDouble, power: number): DoubleDouble => [a[0] * power, a[1] * power];

export const Ln2: DoubleDouble = [0.6931471805599453, 2.3190468138462996e-17];
export const Pi: DoubleDouble = [3.141592653589793, 1.2246467991473532e-16];

/** e to the a, for results within the normal range. */
export function exp(a: DoubleDouble): DoubleDouble {
  const halvings = 64;
  const k = Math.round(a[0] / Ln2[0]);
  const r = scale(subtract(a, multiply(Ln2, fromNumber(k))), 1 / halvings);
  let sum = fromNumber(1);
  let term = fromNumber(1);
  for (let n = 1; Math.abs(term[0]) > 1e-36 && n < 30; n++) {
    term = divide(multiply(term, r), fromNumber(n));
    sum = add(sum, term);
  }
  for (let power = 1; power < halvings; power *= 2) sum = multiply(sum, sum);
  return scale(sum, 2 ** k);
}

/** Natural logarithm of a positive a: one Newton step from the host's double. */
export function log(a: DoubleDouble): DoubleDouble {
  if (a[0] > 2 ** 400) return add(log(scale(a, 2 ** -600)), multiply(Ln2, fromNumber(600)));
  if (a[0] < 2 ** -400) return add(log(scale(a, 2 ** 600)), multiply(Ln2, fromNumber(-600)));
  const guess = Math.log(a[0]);
  const ratio = multiply(a, exp(fromNumber(-guess)));
  const error = subtract(ratio, fromNumber(1));
  return add(fromNumber(guess), subtract(error, scale(multiply(error, error), 0.5)));
}

/** sin(pi x) for |x| at most 1/2, by its Taylor series. */
export function sinPi(x: number): DoubleDouble {
  const angle = multiply(Pi, fromNumber(x));
  const square = multiply(angle, angle);
  let term = angle;
  let sum = angle;
  for (let n = 1; Math.abs(term[0]) > 1e-36 * Math.abs(sum[0]) && n < 40; n++) {
    term = negate(divide(multiply(term, square), fromNumber(2 * n * (2 * n + 1))));
    sum = add(sum, term);
  }
  return sum;
}

/** cos(pi x) for |x| at most 1/2. */
export function cosPi(x: number): DoubleDouble {
  return Math.abs(x) > 0.25
    ? sinPi(0.5 - Math.abs(x))
    : add(fromNumber(1), scale(negate(multiply(sinPi(x / 2), sinPi(x / 2))), 2));
}

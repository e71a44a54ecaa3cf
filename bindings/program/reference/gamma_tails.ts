/**
 * The reference's regularised incomplete gamma functions: log P(a, x) and log Q(a, x) in double-double arithmetic, P by its power
 * series (Abramowitz and Stegun 6.5.29) up to 8 standard deviations above the mean, Q by Legendre's continued fraction (6.5.31)
 * beyond, the other as 1 less that. Derivatives in a are differences of fourth order. Shares no code with the engine.
 */
import { binary, type RowDefinition } from "./definition.js";
import {
  add,
  type DoubleDouble,
  divide,
  exp as expDouble,
  fromNumber,
  log as logDouble,
  multiply,
  negate,
  subtract,
  toNumber,
} from "./double_double.js";
import { digamma, lgamma, positiveLogGamma } from "./special.js";

/** log P or log Q, whichever was computed as it stands, with its derivatives. */
interface Tail {
  readonly of: "cdf" | "survival";
  readonly log: DoubleDouble;
  readonly byShape: () => number;
  readonly byX: number;
}

const one = fromNumber(1);

/** sum over n >= 0 of x^n / ((a + 1) ... (a + n)). */
function powerSeries(a: DoubleDouble, x: number): DoubleDouble {
  let term = one;
  let sum = one;
  for (let n = 1; term[0] > 1e-33 * sum[0]; n++) {
    term = divide(multiply(term, fromNumber(x)), add(a, fromNumber(n)));
    sum = add(sum, term);
  }
  return sum;
}

/** 1 / (x + 1 - a - 1 (1 - a) / (x + 3 - a - 2 (2 - a) / (x + 5 - a - ...))) */
function continuedFraction(a: DoubleDouble, x: number): DoubleDouble {
  const count = 80 + Math.ceil(3 * Math.sqrt(a[0]));
  const place = (k: number): DoubleDouble => add(subtract(fromNumber(x), a), fromNumber(2 * k + 1));
  let fraction = place(count);
  for (let k = count; k > 0; k--) {
    const numerator = multiply(fromNumber(k), subtract(fromNumber(k), a));
    fraction = subtract(place(k - 1), divide(numerator, fraction));
  }
  return divide(one, fraction);
}

/** log of x^a exp(-x) / Gamma(a + 1) times a sum. */
function logOfProduct(a: DoubleDouble, x: number, sum: DoubleDouble): DoubleDouble {
  const power = subtract(multiply(a, logDouble(fromNumber(x))), fromNumber(x));
  return add(subtract(power, positiveLogGamma(add(a, one))), logDouble(sum));
}

/** Differences of f around a, of fourth order. */
function slope(f: (a: DoubleDouble) => DoubleDouble, a: number): number {
  const step = Math.min(a / 4, 2e-4 * Math.max(1, Math.sqrt(a)));
  const at = (steps: number): DoubleDouble => f(add(fromNumber(a), fromNumber(steps * step)));
  const near = multiply(fromNumber(8), subtract(at(1), at(-1)));
  return toNumber(divide(subtract(near, subtract(at(2), at(-2))), fromNumber(12 * step)));
}

/** Where the double-doubles neither overflow nor need all too many terms. log Q is a sum of log a and what is smooth at a = 0. */
function ordinaryTail(a: number, x: number): Tail {
  const shape = fromNumber(a);
  const series = x <= a + 8 * Math.sqrt(a) + 20;
  const sumAt = (at: DoubleDouble): DoubleDouble => (series ? powerSeries(at, x) : continuedFraction(at, x));
  const logAt = (at: DoubleDouble): DoubleDouble => logOfProduct(at, x, sumAt(at));
  const byX = 1 / (x * toNumber(sumAt(shape)));
  if (series) return { of: "cdf", log: logAt(shape), byShape: () => slope(logAt, a), byX: a * byX };
  const log = add(logAt(shape), logDouble(shape));
  return { of: "survival", log, byShape: () => slope(logAt, a) + 1 / a, byX: -byX };
}

/** a below 1e-15 and x up to 20: log P = -a E1(x), E1 the exponential integral (5.1.11). */
function tinyShapeTail(a: number, x: number): Tail {
  let term = one;
  let sum = add(fromNumber(-digamma(1)), logDouble(fromNumber(x)));
  for (let n = 1; n < 120; n++) {
    term = divide(multiply(term, fromNumber(-x)), fromNumber(n));
    sum = add(sum, divide(term, fromNumber(n)));
  }
  const integral = toNumber(sum);
  return { of: "cdf", log: fromNumber(a * integral), byShape: () => integral, byX: (a * Math.exp(-x)) / x };
}

/** Where x or a is beyond all measure: the leading terms. Near x = a neither sum ends in time: NaN. */
function extremeTail(a: number, x: number): Tail {
  if (Math.abs(x - a) < 20 * Math.sqrt(a)) return { of: "cdf", log: fromNumber(NaN), byShape: () => NaN, byX: NaN };
  const byShape = (): number => Math.log(x) - digamma(a);
  if (x > a) {
    const log = (a - 1) * Math.log(x) - x - lgamma(a) - Math.log1p(-a / x);
    return { of: "survival", log: fromNumber(log), byShape, byX: a / x - 1 };
  }
  const log = a * (Math.log(x) - Math.log(a) + 1) - x;
  return { of: "cdf", log: fromNumber(log), byShape, byX: a / x - 1 };
}

function tailOf(a: number, x: number): Tail {
  if (x === 0) return { of: "cdf", log: fromNumber(-Infinity), byShape: () => -Infinity, byX: Infinity };
  if (x === Infinity) return { of: "survival", log: fromNumber(-Infinity), byShape: () => 0, byX: -1 };
  if (a > 1e10 || x > 1e100) return extremeTail(a, x);
  return a < 1e-15 && x <= 20 ? tinyShapeTail(a, x) : ordinaryTail(a, x);
}

/** log(1 - exp(value)). */
function complement(value: DoubleDouble): number {
  if (value[0] < -40) return -Math.exp(value[0]);
  if (value[0] > -1e-10) return Math.log(-Math.expm1(value[0]));
  return toNumber(logDouble(add(one, negate(expDouble(value)))));
}

function logarithmOf(wanted: Tail["of"], a: number, x: number): number {
  if (!(a > 0 && a < Infinity && x >= 0)) return NaN;
  const { of, log } = tailOf(a, x);
  return of === wanted ? toNumber(log) : complement(log);
}

function slopesOf(wanted: Tail["of"], a: number, x: number): [number, number] {
  if (!(a > 0 && a < Infinity && x >= 0)) return [NaN, NaN];
  const { of, log, byShape, byX } = tailOf(a, x);
  if (of === wanted) return [byShape(), byX];
  // Of log Q at x = 0: the density with its sign.
  if (x === 0) return [0, a > 1 ? 0 : a < 1 ? -Infinity : -1];
  const odds = -1 / Math.expm1(-toNumber(log));
  return odds === 0 ? [0, 0] : [odds * byShape(), odds * byX];
}

/** log P(a, x), or log Q(a, x) for "survival". */
export function gammaTail(of: Tail["of"]): RowDefinition {
  return binary(
    (a, x) => logarithmOf(of, a, x),
    (a, x) => slopesOf(of, a, x),
  );
}

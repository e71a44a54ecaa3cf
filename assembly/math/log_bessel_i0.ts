/**
 * log I0(x), I0 the modified Bessel function of the first kind of order 0, and its derivative I1(x) / I0(x), pairs of f64; at
 * most 6 and 14 ulp.
 *
 * |x| <= 20: the power series in x^2 / 4 (Abramowitz and Stegun 9.6.10), whose sum without the first term goes to log1p.
 * Beyond: the asymptotic series (9.7.1), whose least term is there 2^-57. Either ends when a term changes no lane: 20 terms are
 * usual. The terms for I1 are those for I0 times 1 / (k + 1) near, (1 + 2 k) / (1 - 2 k) far.
 */

import { choose, pair, withSignOf } from "./pair";
import { log1p } from "./log1p";

const FAR: f64 = 20.0;
const MOST_TERMS: f64 = 42.0;
const TWO_PI: f64 = 6.283185307179586;

/** Where `seriesTail` leaves the same for I1. */
const FIRST_ORDER = memory.data(16, 16);

/** What is added to 1: near, in the series of I_n(x) n! (2 / x)^n; far, in that of I_n(x) sqrt(2 pi x) exp(-x). For x >= 0. */
function seriesTail(x: v128): v128 {
  const far = f64x2.gt(x, pair(FAR));
  const z = f64x2.mul(f64x2.mul(x, x), pair(0.25));
  const twice = f64x2.add(x, x);
  let term = pair(1.0);
  let sum = pair(0.0);
  let firstOrder = pair(0.0);
  for (let k = 1.0; k <= MOST_TERMS; k += 1.0) {
    const numerator = choose(far, pair((k - 0.5) * (k - 0.5)), z);
    const divisor = choose(far, f64x2.mul(twice, pair(k)), pair(k * k));
    term = f64x2.mul(term, f64x2.div(numerator, divisor));
    const weight = choose(far, pair((0.5 + k) / (0.5 - k)), pair(1.0 / (k + 1.0)));
    const next = f64x2.add(sum, term);
    const nextFirst = f64x2.add(firstOrder, f64x2.mul(term, weight));
    if (!v128.any_true(v128.or(f64x2.ne(next, sum), f64x2.ne(nextFirst, firstOrder)))) break;
    sum = next;
    firstOrder = nextFirst;
  }
  v128.store(FIRST_ORDER, firstOrder);
  return sum;
}

/** log I0(x): inf at both infinities, NaN for NaN. */
export function logBesselI0(x: v128): v128 {
  const size = f64x2.abs(x);
  const far = f64x2.gt(size, pair(FAR));
  const tail = seriesTail(size);
  const scaled = f64x2.div(f64x2.add(pair(1.0), tail), f64x2.sqrt(f64x2.mul(pair(TWO_PI), size)));
  // Beside a size for which it is below 1e-12, its logarithm does not count.
  const lessOne = f64x2.sub(f64x2.pmax(scaled, pair(1e-12)), pair(1.0));
  return f64x2.add(v128.and(far, size), log1p(choose(far, lessOne, tail)));
}

/** I1(x) / I0(x): 1 at inf, -1 at -inf, NaN for NaN. */
export function logBesselI0Slope(x: v128): v128 {
  const size = f64x2.abs(x);
  const whole = f64x2.add(pair(1.0), seriesTail(size));
  const ratio = f64x2.div(f64x2.add(pair(1.0), v128.load(FIRST_ORDER)), whole);
  const near = f64x2.mul(f64x2.mul(pair(0.5), size), ratio);
  return withSignOf(x, choose(f64x2.gt(size, pair(FAR)), ratio, near));
}

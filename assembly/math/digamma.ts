/**
 * digamma(x), the derivative of log Gamma, pairs of f64; at most 8 ulp for x > 0, its zero at 1.4616... included. For negative x
 * the error is at most 8 ulp of the largest of 1, digamma(1 - x) and the result: near the zeros it is absolute.
 *
 * x < 8: the recurrence digamma(x + 1) = digamma(x) + 1/x leads to t in [1, 2], where digamma(t) = (t - x0) P(t - 3/2), x0 the
 * zero in two parts. From 8 on: the asymptotic series (Abramowitz and Stegun 6.3.18). Minimax polynomials with own
 * coefficients, errors 2^-56 and 2^-58.
 */

import { choose, first, pair, polynomial } from "./pair";
import { log } from "./log";
import { sinePiOverPi } from "./half_turn";

const SERIES_FROM: f64 = 8.0;
const PI: f64 = 3.141592653589793;
const ZERO_HIGH: f64 = 1.4616321449683622;
const ZERO_LOW: f64 = 9.549995429965697e-17;

const P = memory.data<f64>([
  0.951055876031833, -0.4236274212814606, 0.24054248424077396, -0.1484049230538902, 0.09498872445497708, -0.06192213327468678,
  0.04076083381057618, -0.026975796691557436, 0.01790725248758472, -0.011908219413802051, 0.007926943925353848,
  -0.0052799463195547115, 0.0035190129743752053, -0.0023454203464332115, 0.001556594677597269, -0.0010368440095612278,
  0.0007234529317614695, -0.0004847254934710821, 0.0002269949704502483, -0.00014698447758416166, 0.00025987569895370244,
  -0.0001765590873391525,
]);

/** x^2 (log x - 1/(2x) - digamma(x)), in 1/x^2. */
const SERIES = memory.data<f64>([
  0.08333333333333288, -0.008333333331222582, 0.0039682523703462105, -0.004166222559864844, 0.007519446232549681,
  -0.01772030411403584,
]);

/** digamma(x) for 0 <= x < 8 (and +inf at -0). */
// @ts-ignore: decorator
@inline
function digammaNear(x: v128): v128 {
  const n = f64x2.floor(x);
  // The sum of 1/(x - 1), 1/(x - 2) ... down to t, or -1/x where the step leads up, as one fraction.
  const up = f64x2.lt(n, pair(1.0));
  let numerator = choose(up, pair(-1.0), pair(0.0));
  let denominator = choose(up, x, pair(1.0));
  for (let j = 1.0; j < 7.0; j += 1.0) {
    const taken = f64x2.gt(n, pair(j));
    const factor = f64x2.sub(x, pair(j));
    numerator = choose(taken, f64x2.add(f64x2.mul(numerator, factor), denominator), numerator);
    denominator = choose(taken, f64x2.mul(denominator, factor), denominator);
  }
  const t = f64x2.sub(x, f64x2.sub(n, pair(1.0)));
  const fromZero = f64x2.sub(f64x2.sub(t, pair(ZERO_HIGH)), pair(ZERO_LOW));
  const value = f64x2.mul(fromZero, polynomial(P, 22, f64x2.sub(t, pair(1.5))));
  return f64x2.add(value, f64x2.div(numerator, denominator));
}

/** digamma(x) for x >= 8. */
// @ts-ignore: decorator
@inline
function digammaFar(x: v128): v128 {
  const inverse = f64x2.div(pair(1.0), x);
  const series = f64x2.mul(inverse, polynomial(SERIES, 6, f64x2.mul(inverse, inverse)));
  return f64x2.sub(log(x), f64x2.mul(inverse, f64x2.add(pair(0.5), series)));
}

/** digamma(x) for x >= 0; NaN stays NaN. */
function digammaPositive(x: v128): v128 {
  const near = f64x2.lt(x, pair(SERIES_FROM));
  if (i64x2.all_true(near)) return digammaNear(x);
  return choose(near, digammaNear(x), digammaFar(x));
}

/** Reflection: digamma(x) = digamma(1 - x) - pi cot(pi x). */
function digammaAny(x: v128): v128 {
  const d = f64x2.sub(x, f64x2.nearest(x));
  const cosine = sinePiOverPi(f64x2.sub(pair(0.5), f64x2.abs(d)));
  const cotangent = f64x2.div(cosine, sinePiOverPi(d));
  const reflected = f64x2.sub(digammaPositive(f64x2.sub(pair(1.0), x)), f64x2.mul(pair(PI), cotangent));
  const value = choose(f64x2.eq(d, pair(0.0)), pair(NaN), reflected);
  return choose(f64x2.lt(x, pair(0.0)), value, digammaPositive(x));
}

/** digamma(x): -inf at 0, inf at -0, NaN at the negative integers and -inf, inf at inf, NaN for NaN. */
export function digamma(x: v128): v128 {
  if (v128.any_true(f64x2.lt(x, pair(0.0)))) return digammaAny(x);
  return digammaPositive(x);
}

export function digammaScalar(x: f64): f64 {
  return first(digamma(pair(x)));
}

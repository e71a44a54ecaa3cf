/**
 * log |Gamma(x)|, pairs of f64; at most 6 ulp. For negative x the reflection subtracts two logarithms: there the error is at
 * most 8 ulp of log Gamma(1 - x) or of the result, whichever is larger, so near the zeros it is absolute.
 *
 * x < 7.5: x is taken to 2 + f by the recurrence Gamma(x + 1) = x Gamma(x); log Gamma(2 + f) = f P(f). f is exact, so that the
 * zeros at 1 and 2 keep their relative accuracy; -0.65 <= f < 0.35 leaves the least to cancellation around the minimum at
 * 1.46. From 7.5 on: Stirling's series (Abramowitz and Stegun 6.1.41). Minimax polynomials with own coefficients, errors
 * 2^-59 and 2^-56.
 */

import { choose, first, pair, polynomial } from "./pair";
import { log } from "./log";
import { log1pScalar } from "./log1p";
import { sinePiOverPi } from "./half_turn";

export const STIRLING_FROM: f64 = 7.5;
/** (log(2 pi) - 1) / 2 */
const STIRLING_CONSTANT: f64 = 0.4189385332046727;

const P = memory.data<f64>([
  0.42278433509846713, 0.3224670334241132, -0.0673523010531984, 0.020580808427786253, -0.007385551028629446,
  0.0028905103306515944, -0.0011927539142364452, 0.0005096695251678955, -0.0002231546877641145, 9.945758832030765e-5,
  -4.492727038649786e-5, 2.0505041337839006e-5, -9.432121067187446e-6, 4.400156187662359e-6, -2.0525247329881107e-6,
  8.2269082492176e-7, -5.608302496351862e-7, 4.268024184213607e-7, 3.624182872669154e-7, 3.288998711573352e-7,
]);

/** x (log Gamma(x) - (x - 1/2)(log x - 1) - constant), in 1/x^2. */
const STIRLING = memory.data<f64>([
  0.08333333333333326, -0.0027777777774665134, 0.0007936505866537583, -0.0005951875602702586, 0.0008361232051613883,
  -0.0016216317488629936,
]);

/** The product of the steps from x to 2 + f: x (1 + x) or x where they lead up, (x - 1)(x - 2)... where down, 1 where none is. */
// @ts-ignore: decorator
@inline
function stepProduct(x: v128, n: v128): v128 {
  let product = choose(f64x2.lt(n, pair(1.0)), f64x2.mul(x, f64x2.add(x, pair(1.0))), x);
  product = choose(f64x2.lt(n, pair(2.0)), product, pair(1.0));
  for (let j = 1.0; j < 7.0; j += 1.0) {
    const next = f64x2.mul(product, f64x2.sub(x, pair(j)));
    product = choose(f64x2.gt(n, pair(j + 1.0)), next, product);
  }
  return product;
}

/** log Gamma(x) for x >= 0 (and +inf at -0); NaN stays NaN. */
function lgammaPositive(x: v128): v128 {
  const far = f64x2.ge(x, pair(STIRLING_FROM));
  const n = f64x2.floor(f64x2.add(x, pair(0.65)));
  const logarithm = log(choose(far, x, stepProduct(x, n)));
  const f = f64x2.sub(x, n);
  const sum = choose(f64x2.lt(n, pair(2.0)), f64x2.neg(logarithm), logarithm);
  const near = f64x2.add(f64x2.mul(f, polynomial(P, 20, f)), sum);
  if (!v128.any_true(far)) return near;
  const main = f64x2.mul(f64x2.sub(x, pair(0.5)), f64x2.sub(logarithm, pair(1.0)));
  return choose(far, f64x2.add(main, f64x2.add(stirlingSeries(x), pair(STIRLING_CONSTANT))), near);
}

/** What log Gamma(x) is more than (x - 1/2) log x - x + log(2 pi) / 2, from x = 7.5 on. */
export function stirlingSeries(x: v128): v128 {
  const inverse = f64x2.div(pair(1.0), x);
  return f64x2.mul(inverse, polynomial(STIRLING, 6, f64x2.mul(inverse, inverse)));
}

/** Reflection: log |Gamma(x)| = -log |sin(pi x) / pi| - log Gamma(1 - x). */
function lgammaAny(x: v128): v128 {
  const d = f64x2.sub(x, f64x2.nearest(x));
  const sine = log(f64x2.abs(sinePiOverPi(d)));
  const reflected = f64x2.neg(f64x2.add(sine, lgammaPositive(f64x2.sub(pair(1.0), x))));
  const pole = v128.or(f64x2.eq(d, pair(0.0)), f64x2.eq(x, pair(-Infinity)));
  return choose(f64x2.lt(x, pair(0.0)), choose(pole, pair(Infinity), reflected), lgammaPositive(f64x2.abs(x)));
}

/** log |Gamma(x)|: inf at the poles 0, -1, -2, ... and at both infinities, NaN for NaN. */
export function lgamma(x: v128): v128 {
  if (v128.any_true(f64x2.lt(x, pair(0.0)))) return lgammaAny(x);
  return lgammaPositive(x);
}

export function lgammaScalar(x: f64): f64 {
  return first(lgamma(pair(x)));
}

/** log Gamma(1 + x) for x >= 0, accurate relative to itself at 0 too. */
export function lgamma1pScalar(x: f64): f64 {
  return x < 0.35 ? x * first(polynomial(P, 20, pair(x))) - log1pScalar(x) : lgammaScalar(1.0 + x);
}

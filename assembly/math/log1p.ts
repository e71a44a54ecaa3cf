/**
 * log(1 + x), pairs of f64; at most 2 ulp.
 *
 * u + c = 1 + x exactly (Knuth's two-sum); with u = 2^k m, the core of log takes f = (m - 1) + 2^-k c, which is x itself
 * where k = 0, so nothing is lost near zero.
 */

import { choose, first, pair, withSignOf } from "./pair";
import { exponentOf, log, logFromParts, offsetBits, significandOf } from "./log";

/** Far above it c is 0, so the log of u does; far below the exponents at which 2^-k leaves the range. */
const HUGE: f64 = 1e300;

/** log(1 + x) for -1 < x < 1e300, without a branch. NaN gives garbage. */
// @ts-ignore: decorator
@inline
export function log1pOrdinary(x: v128): v128 {
  const u = f64x2.add(pair(1.0), x);
  const back = f64x2.sub(u, pair(1.0));
  const c = f64x2.add(f64x2.sub(pair(1.0), f64x2.sub(u, back)), f64x2.sub(x, back));
  const bits = offsetBits(u);
  const field = v128.and(bits, i64x2.splat(0x7ff0000000000000));
  const inverse = i64x2.sub(i64x2.splat(0x7fe0000000000000), field);
  const f = f64x2.add(f64x2.sub(significandOf(bits), pair(1.0)), f64x2.mul(c, inverse));
  return withSignOf(x, logFromParts(exponentOf(bits), f));
}

/** log(1 + e) for 0 <= e <= 1, without bit operations, so that NaN stays NaN: at most 2 ulp. Softplus and its kin need it. */
// @ts-ignore: decorator
@inline
export function log1pUnit(e: v128): v128 {
  const upper = f64x2.gt(e, pair(0.41421356237309503));
  const f = choose(upper, f64x2.mul(f64x2.sub(e, pair(1.0)), pair(0.5)), e);
  return logFromParts(v128.and(upper, pair(1.0)), f);
}

function log1pAny(x: v128): v128 {
  const ordinary = v128.and(f64x2.gt(x, pair(-1.0)), f64x2.lt(x, pair(HUGE)));
  return choose(ordinary, log1pOrdinary(x), log(f64x2.add(x, pair(1.0))));
}

/** log(1 + x): -inf at -1, NaN below and for NaN, inf at inf, -0 at -0. */
// @ts-ignore: decorator
@inline
export function log1p(x: v128): v128 {
  const ordinary = v128.and(f64x2.gt(x, pair(-1.0)), f64x2.lt(x, pair(HUGE)));
  if (!i64x2.all_true(ordinary)) return log1pAny(x);
  return log1pOrdinary(x);
}

export function log1pScalar(x: f64): f64 {
  return first(log1p(pair(x)));
}

/**
 * log(x), pairs of f64; at most 1 ulp.
 *
 * x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)); s = f / (2 + f), and log(1 + f) = 2 atanh(s) = f - s (f - R(s^2)),
 * R by a minimax polynomial (the form of fdlibm's e_log.c; own coefficients, error 2^-59).
 */

import { choose, first, linear, pair, SMALLEST_NORMAL } from "./pair";
import { LN2_HIGH, LN2_LOW } from "./exp";

/** Bits of sqrt(1/2), the lower edge of the significand's range. */
const ROOT_HALF_BITS: i64 = 0x3fe6a09e667f3bcd;
const EXPONENT_BIAS: i64 = 0x3ff0000000000000;
const SIGNIFICAND_MASK: i64 = 0x000fffffffffffff;
/** 2^52: with an integer below 2^52 in its low bits, it reads as 2^52 plus that integer. */
const TWO_52: f64 = 4503599627370496.0;
const TWO_52_BITS: i64 = 0x4330000000000000;
const LARGEST: f64 = 1.7976931348623157e308;

/** Bits of positive normal x with the exponent field counted from sqrt(1/2): field 1023 + k, then the significand's offset. */
// @ts-ignore: decorator
@inline
export function offsetBits(x: v128): v128 {
  return i64x2.add(x, i64x2.splat(EXPONENT_BIAS - ROOT_HALF_BITS));
}

/** k, of offset bits. */
// @ts-ignore: decorator
@inline
export function exponentOf(bits: v128): v128 {
  const number = v128.or(i64x2.shr_u(bits, 52), i64x2.splat(TWO_52_BITS));
  return f64x2.sub(number, pair(TWO_52 + 1023.0));
}

/** 1 + f, of offset bits. */
// @ts-ignore: decorator
@inline
export function significandOf(bits: v128): v128 {
  return i64x2.add(v128.and(bits, i64x2.splat(SIGNIFICAND_MASK)), i64x2.splat(ROOT_HALF_BITS));
}

/** f - log(1 + f), accurate relative to itself, for 1 + f in [sqrt(1/2), sqrt(2)). */
// @ts-ignore: decorator
@inline
export function logRest(f: v128): v128 {
  const s = f64x2.div(f, f64x2.add(f, pair(2.0)));
  const z = f64x2.mul(s, s);
  const z2 = f64x2.mul(z, z);
  const high = f64x2.add(linear(z, 0.18183563549326534, 0.15314066992328207), f64x2.mul(z2, pair(0.14795818478839803)));
  const middle = f64x2.add(linear(z, 0.28571428742197924, 0.2222219859060211), f64x2.mul(z2, high));
  const low = linear(z, 0.6666666666666734, 0.39999999999415586);
  const R = f64x2.mul(z, f64x2.add(low, f64x2.mul(z2, middle)));
  return f64x2.mul(s, f64x2.sub(f, R));
}

/** k ln 2 + log(1 + f). */
// @ts-ignore: decorator
@inline
export function logFromParts(k: v128, f: v128): v128 {
  const below = f64x2.sub(logRest(f), f64x2.mul(k, pair(LN2_LOW)));
  return f64x2.add(f64x2.mul(k, pair(LN2_HIGH)), f64x2.sub(f, below));
}

/** log(x) where every lane is a positive normal number, which the caller has made sure of; anything else gives garbage. */
// @ts-ignore: decorator
@inline
export function logPositiveNormal(x: v128): v128 {
  const bits = offsetBits(x);
  return logFromParts(exponentOf(bits), f64x2.sub(significandOf(bits), pair(1.0)));
}

/** log of any pair: subnormals scaled by 2^54; zero, infinity, negatives and NaN by selection. */
function logAny(x: v128): v128 {
  const small = f64x2.lt(x, pair(SMALLEST_NORMAL));
  const bits = offsetBits(choose(small, f64x2.mul(x, pair(18014398509481984.0)), x));
  const k = f64x2.sub(exponentOf(bits), v128.and(small, pair(54.0)));
  const value = logFromParts(k, f64x2.sub(significandOf(bits), pair(1.0)));
  const isNumber = v128.and(f64x2.gt(x, pair(0.0)), f64x2.le(x, pair(LARGEST)));
  const infinite = choose(f64x2.gt(x, pair(0.0)), x, pair(NaN));
  return choose(isNumber, value, choose(f64x2.eq(x, pair(0.0)), pair(-Infinity), infinite));
}

/** log(x): -inf at 0 and -0, NaN for negative x and NaN, inf at inf. */
// @ts-ignore: decorator
@inline
export function log(x: v128): v128 {
  const normal = v128.and(f64x2.ge(x, pair(SMALLEST_NORMAL)), f64x2.le(x, pair(LARGEST)));
  if (!i64x2.all_true(normal)) return logAny(x);
  return logPositiveNormal(x);
}

export function logScalar(x: f64): f64 {
  return first(log(pair(x)));
}

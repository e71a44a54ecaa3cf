/**
 * a^b, pairs of f64; at most 5 ulp, 2 ulp while |b log a| < 40.
 *
 * log a in two parts: a = 2^k m, m in [sqrt(1/2), sqrt(2)), c one of three centres near m, s = (m - c) / (m + c) in two parts,
 * log m = log c + 2 atanh(s) (after fdlibm's e_pow.c; centres and coefficients of our own). The product with b carries its
 * rounding error along by Dekker's splitting. The error grows with |b log a| because the atanh series is in plain f64.
 */

import { choose, first, linear, pair, ROUND, SMALLEST_NORMAL } from "./pair";
import { expReduced, LN2_HIGH, LN2_LOW, powerOfTwo, reduced, shiftedQuotient } from "./exp";
import { exponentOf, offsetBits, significandOf } from "./log";

/** Keep the upper 26 or 21 bits of a significand, so that products with such numbers are exact. */
const UPPER_26: i64 = 0xfffffffff8000000;
const UPPER_21: i64 = 0xffffffff00000000;
/** 2^70: an exponent as large decides between 0, 1 and infinity whatever the base; splitting a far larger one would overflow. */
const DECISIVE: f64 = 1180591620717411303424.0;

/** The centres beside 1, and their logarithms: the high parts are multiples of 2^-33, so that adding k LN2_HIGH is exact. */
const BELOW: f64 = 0.78125;
const BELOW_LOG_HIGH: f64 = -0.24686007795389742;
const BELOW_LOG_LOW: f64 = 2.2371618707002346e-11;
const ABOVE: f64 = 1.28125;
const ABOVE_LOG_HIGH: f64 = 0.24783616384956986;
const ABOVE_LOG_LOW: f64 = 5.501139966008885e-11;

/** What belongs to the centre of m: `below`, `above`, or `between` around 1. */
// @ts-ignore: decorator
@inline
function ofCentre(m: v128, below: f64, between: f64, above: f64): v128 {
  const upperHalf = choose(f64x2.gt(m, pair(1.15)), pair(above), pair(between));
  return choose(f64x2.lt(m, pair(0.875)), pair(below), upperHalf);
}

// @ts-ignore: decorator
@inline
function upper(x: v128, mask: i64): v128 {
  return v128.and(x, i64x2.splat(mask));
}

/** 2 atanh(s) - 2 s, |s| <= 0.0725; minimax, error 2^-69 of s. */
// @ts-ignore: decorator
@inline
function atanhTail(s: v128): v128 {
  const z = f64x2.mul(s, s);
  const z2 = f64x2.mul(z, z);
  const high = linear(z, 0.18180075663156364, 0.15629191733396902);
  const middle = f64x2.add(linear(z, 0.285714285606532, 0.22222228318685583), f64x2.mul(z2, high));
  const low = linear(z, 0.6666666666666666, 0.4000000000000875);
  return f64x2.mul(f64x2.mul(s, z), f64x2.add(low, f64x2.mul(z2, middle)));
}

/** exp(b (high + low)). */
// @ts-ignore: decorator
@inline
function expOfProduct(b: v128, high: v128, low: v128): v128 {
  const product = f64x2.mul(b, high);
  const b1 = upper(b, UPPER_26);
  const b2 = f64x2.sub(b, b1);
  const h1 = upper(high, UPPER_26);
  const h2 = f64x2.sub(high, h1);
  const exact = f64x2.add(f64x2.sub(f64x2.mul(b1, h1), product), f64x2.add(f64x2.mul(b1, h2), f64x2.mul(b2, h1)));
  const rest = f64x2.add(f64x2.add(exact, f64x2.mul(b2, h2)), f64x2.mul(b, low));
  const clamped = f64x2.pmin(f64x2.pmax(product, pair(-746.0)), pair(710.0));
  const n = f64x2.sub(shiftedQuotient(clamped), pair(ROUND));
  const r = reduced(clamped, n);
  const inRange = f64x2.eq(clamped, product);
  const half = f64x2.floor(f64x2.mul(n, pair(0.5)));
  const value = f64x2.mul(expReduced(f64x2.add(r, v128.and(rest, inRange))), powerOfTwo(f64x2.add(half, pair(ROUND))));
  return f64x2.mul(value, powerOfTwo(f64x2.add(f64x2.sub(n, half), pair(ROUND))));
}

/** (2^k m)^b for |b| <= 2^70. */
// @ts-ignore: decorator
@inline
function powOfParts(k: v128, m: v128, b: v128): v128 {
  const centre = ofCentre(m, BELOW, 1.0, ABOVE);
  const numerator = f64x2.sub(m, centre);
  const denominator = f64x2.add(m, centre);
  const inverse = f64x2.div(pair(1.0), denominator);
  const s = f64x2.mul(numerator, inverse);
  const sHigh = upper(s, UPPER_21);
  const dHigh = upper(denominator, UPPER_21);
  const dLow = f64x2.sub(m, f64x2.sub(dHigh, centre));
  const residue = f64x2.sub(f64x2.sub(numerator, f64x2.mul(sHigh, dHigh)), f64x2.mul(sHigh, dLow));
  const sLow = f64x2.mul(inverse, residue);

  // whole is 0 or larger than twice: what the sum loses is exact.
  const whole = f64x2.add(f64x2.mul(k, pair(LN2_HIGH)), ofCentre(m, BELOW_LOG_HIGH, 0.0, ABOVE_LOG_HIGH));
  const twice = f64x2.add(sHigh, sHigh);
  const sum = f64x2.add(whole, twice);
  const lost = f64x2.add(f64x2.sub(whole, sum), twice);
  const constants = f64x2.add(f64x2.mul(k, pair(LN2_LOW)), ofCentre(m, BELOW_LOG_LOW, 0.0, ABOVE_LOG_LOW));
  const small = f64x2.add(constants, f64x2.add(sLow, sLow));
  const rest = f64x2.add(lost, f64x2.add(atanhTail(s), small));
  const high = f64x2.add(sum, rest);
  return expOfProduct(b, high, f64x2.add(f64x2.sub(sum, high), rest));
}

/** The sign a negative base gives: -1 for odd integers b, 1 for even ones, NaN for others. */
function signFor(b: v128): v128 {
  const half = f64x2.mul(b, pair(0.5));
  const even = f64x2.eq(f64x2.trunc(half), half);
  const integer = f64x2.eq(f64x2.trunc(b), b);
  return choose(integer, choose(even, pair(1.0), pair(-1.0)), pair(NaN));
}

/** Any base and exponent: |a|^b with its limits at 0 and infinity, then the sign, then the rules for NaN. */
function powAny(a: v128, b: v128): v128 {
  const size = f64x2.abs(a);
  const subnormal = f64x2.lt(size, pair(SMALLEST_NORMAL));
  const bits = offsetBits(choose(subnormal, f64x2.mul(size, pair(18014398509481984.0)), size));
  const k = f64x2.sub(exponentOf(bits), v128.and(subnormal, pair(54.0)));
  const exponent = f64x2.pmin(f64x2.pmax(b, pair(-DECISIVE)), pair(DECISIVE));
  const finite = powOfParts(k, significandOf(bits), exponent);
  const atZero = choose(f64x2.gt(b, pair(0.0)), pair(0.0), pair(Infinity));
  const atInfinity = choose(f64x2.gt(b, pair(0.0)), pair(Infinity), pair(0.0));
  const zero = f64x2.eq(size, pair(0.0));
  const limit = choose(zero, atZero, choose(f64x2.eq(size, pair(Infinity)), atInfinity, finite));

  const negative = v128.or(f64x2.lt(a, pair(0.0)), v128.and(zero, f64x2.lt(f64x2.div(pair(1.0), a), pair(0.0))));
  const sign = signFor(b);
  // A zero or infinite base has a result for every exponent, of negative sign for odd integers only.
  const free = v128.or(zero, f64x2.eq(size, pair(Infinity)));
  const applied = choose(v128.and(free, f64x2.ne(sign, sign)), pair(1.0), sign);
  const signed = f64x2.mul(limit, choose(negative, applied, pair(1.0)));

  const endless = v128.and(f64x2.eq(size, pair(1.0)), f64x2.eq(f64x2.abs(b), pair(Infinity)));
  const known = v128.andnot(v128.and(f64x2.eq(a, a), f64x2.eq(b, b)), endless);
  return choose(f64x2.eq(b, pair(0.0)), pair(1.0), choose(known, signed, pair(NaN)));
}

/**
 * a^b with the special cases of JavaScript's `**`: x^0 = 1 also for NaN; NaN for other NaN operands, for (+-1)^(+-inf) and for
 * a negative finite base with an exponent that is not an integer.
 */
export function pow(a: v128, b: v128): v128 {
  const base = v128.and(f64x2.ge(a, pair(SMALLEST_NORMAL)), f64x2.lt(a, pair(Infinity)));
  const exponent = f64x2.le(f64x2.abs(b), pair(DECISIVE));
  if (!i64x2.all_true(v128.and(base, exponent))) return powAny(a, b);
  const bits = offsetBits(a);
  return powOfParts(exponentOf(bits), significandOf(bits), b);
}

export function powScalar(a: f64, b: f64): f64 {
  return first(pow(pair(a), pair(b)));
}

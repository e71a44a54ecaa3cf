/**
 * exp(x), pairs of f64; at most 1.5 ulp.
 *
 * Reduction x = n ln 2 + r, |r| <= ln(2)/2, with ln 2 in two parts of which n times the first is exact (Cody and Waite 1980).
 * Then exp(r) = 1 + 2r / (r coth(r/2) - r), the even function r coth(r/2) by a minimax polynomial in r^2 (the form of
 * fdlibm's e_exp.c; own coefficients, error 2^-61). A division is cheaper here than the polynomial of degree 11 it replaces.
 */

import { first, linear, madd, pair, ROUND } from "./pair";

const LOG2_E: f64 = 1.4426950408889634;
/** ln 2 in two parts; the first has 32 significant bits. */
export const LN2_HIGH: f64 = 6.93147180369123816490e-1;
export const LN2_LOW: f64 = 1.90821492927058770002e-10;

/** Results are normal, and the scale is one power of two, up to this magnitude of the argument. */
const SAFE: f64 = 708.0;

/** x / ln 2, rounded to an integer, plus ROUND: the integer stands in the low bits. */
// @ts-ignore: decorator
@inline
export function shiftedQuotient(x: v128): v128 {
  return madd(x, pair(LOG2_E), ROUND);
}

/** 2^n of integers n in -1022..1023 that are held in the low bits of ROUND + n. */
// @ts-ignore: decorator
@inline
export function powerOfTwo(shifted: v128): v128 {
  return i64x2.add(i64x2.shl(shifted, 52), i64x2.splat(0x3ff0000000000000));
}

/** x - n ln 2. */
// @ts-ignore: decorator
@inline
export function reduced(x: v128, n: v128): v128 {
  return f64x2.sub(f64x2.sub(x, f64x2.mul(n, pair(LN2_HIGH))), f64x2.mul(n, pair(LN2_LOW)));
}

/** r coth(r/2) - 2 of z = r^2, |r| <= ln(2)/2. */
// @ts-ignore: decorator
@inline
export function cothTail(z: v128): v128 {
  const z2 = f64x2.mul(z, z);
  const high = f64x2.mul(z2, pair(4.136072695754761e-8));
  const middle = f64x2.add(linear(z, 6.613756251040599e-5, -1.6533837968303917e-6), high);
  const low = linear(z, 0.16666666666666555, -0.0027777777776700585);
  return f64x2.mul(z, f64x2.add(low, f64x2.mul(z2, middle)));
}

/** exp(r) for |r| <= ln(2)/2. */
// @ts-ignore: decorator
@inline
export function expReduced(r: v128): v128 {
  const below = f64x2.sub(f64x2.add(cothTail(f64x2.mul(r, r)), pair(2.0)), r);
  return f64x2.add(pair(1.0), f64x2.div(f64x2.add(r, r), below));
}

/** exp(x) without a branch, for |x| <= 708, where results are normal numbers. NaN stays NaN; beyond 708 it is garbage. */
// @ts-ignore: decorator
@inline
export function expNormal(x: v128): v128 {
  const shifted = shiftedQuotient(x);
  const r = reduced(x, f64x2.sub(shifted, pair(ROUND)));
  return f64x2.mul(expReduced(r), powerOfTwo(shifted));
}

/** exp of any pair: the scale in two factors, so that subnormal results are rounded once and large ones overflow. */
function expAny(x: v128): v128 {
  const clamped = f64x2.pmin(f64x2.pmax(x, pair(-746.0)), pair(710.0));
  const n = f64x2.sub(shiftedQuotient(clamped), pair(ROUND));
  const half = f64x2.floor(f64x2.mul(n, pair(0.5)));
  const value = expReduced(reduced(clamped, n));
  const scaled = f64x2.mul(value, powerOfTwo(f64x2.add(half, pair(ROUND))));
  return f64x2.mul(scaled, powerOfTwo(f64x2.add(f64x2.sub(n, half), pair(ROUND))));
}

/** exp(x): 0 at -inf, inf from 709.79 on, NaN for NaN. */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  if (v128.any_true(f64x2.gt(f64x2.abs(x), pair(SAFE)))) return expAny(x);
  return expNormal(x);
}

/**
 * exp(x) for x <= 0, without a branch: results below exp(-708) (3.3e-308) are 0. The kernel of mixtures, whose terms are
 * relative to the largest.
 */
// @ts-ignore: decorator
@inline
export function expNonPositive(x: v128): v128 {
  return v128.andnot(expNormal(x), f64x2.lt(x, pair(-SAFE)));
}

export function expScalar(x: f64): f64 {
  return first(exp(pair(x)));
}

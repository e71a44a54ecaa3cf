/**
 * exp(x) - 1, pairs of f64; at most 2 ulp.
 *
 * x = n ln 2 + r as in exp; exp(r) - 1 - r = r c / (2 - c) with c = r - (r coth(r/2) - 2) (fdlibm's s_expm1.c has an equivalent).
 * Then 2^n exp(r) - 1 = (2^n - 1) + 2^n r + 2^n (exp(r) - 1 - r), whose first sum is exact where it cancels.
 */

import { choose, first, pair, ROUND } from "./pair";
import { cothTail, powerOfTwo, reduced, shiftedQuotient } from "./exp";

/** Below it, x is the result. */
const TINY: f64 = 5.551115123125783e-17;

/** exp(x) - 1: -1 at -inf, inf from 709.79 on, -0 at -0, NaN for NaN. */
// @ts-ignore: decorator
@inline
export function expm1(x: v128): v128 {
  const clamped = f64x2.pmin(f64x2.pmax(x, pair(-40.0)), pair(710.0));
  const shifted = shiftedQuotient(clamped);
  const r = reduced(clamped, f64x2.sub(shifted, pair(ROUND)));
  const c = f64x2.sub(r, cothTail(f64x2.mul(r, r)));
  const rest = f64x2.div(f64x2.mul(r, c), f64x2.sub(pair(2.0), c));
  // Half the scale, so that 2^1024 does not appear before the result overflows.
  const scale = powerOfTwo(f64x2.sub(shifted, pair(1.0)));
  const main = f64x2.add(f64x2.sub(scale, pair(0.5)), f64x2.mul(scale, r));
  const half = f64x2.add(main, f64x2.mul(scale, rest));
  return choose(f64x2.lt(f64x2.abs(x), pair(TINY)), x, f64x2.add(half, half));
}

export function expm1Scalar(x: f64): f64 {
  return first(expm1(pair(x)));
}

/**
 * exp(-c x^2) for c = 1 or 1/2, pairs of f64; at most 2 ulp: x = h + l with h of 26 bits, so that h^2 is exact, and the rest of
 * the square, c (x - h)(x + h), is small enough for a short series. A rounded square would cost up to 700 ulp.
 */

import { choose, madd, pair } from "./pair";
import { exp } from "./exp";

/** Keeps 26 bits of a significand. */
const HIGH_BITS: i64 = -0x8000000;

/** exp(-c x^2): 0 where that is below the subnormals, NaN for NaN. */
export function expOfSquare(x: v128, c: f64): v128 {
  const high = v128.and(x, i64x2.splat(HIGH_BITS));
  const main = f64x2.mul(f64x2.mul(high, high), pair(c));
  const rest = f64x2.mul(f64x2.mul(f64x2.sub(high, x), f64x2.add(high, x)), pair(c));
  const series = madd(f64x2.mul(rest, rest), madd(rest, pair(1 / 6.0), 0.5), 0);
  const value = f64x2.mul(exp(f64x2.neg(main)), f64x2.add(pair(1.0), f64x2.add(rest, series)));
  return choose(f64x2.gt(main, pair(750.0)), pair(0.0), value);
}

/**
 * The angle of the point (x, y), pairs of f64; at most 3 ulp.
 *
 * The quotient of the smaller coordinate's size by the larger's, q, is taken from above tan(pi / 8) to (q - 1) / (q + 1), an
 * angle of pi / 4 less; there atan(r) = r + r^3 P(r^2), minimax (own coefficients, error 2^-54 of atan).
 */

import { choose, pair, polynomial, withSignOf } from "./pair";

const P = memory.data<f64>([
  -0.3333333333333022, 0.19999999999104676, -0.14285714196527158, 0.11111106703557641, -0.09090783528267764, 0.07690083346236236,
  -0.06641246154139459, 0.05693164252477088, -0.04360823695931439, 0.021280120736434684,
]);

const TANGENT_EIGHTH: f64 = 0.41421356237309503;
const QUARTER: f64 = 0.7853981633974483;
const HALF: f64 = 1.5707963267948966;
const PI: f64 = 3.141592653589793;

/** atan2(y, x) with the special cases of JavaScript's Math.atan2. */
export function atan2(y: v128, x: v128): v128 {
  const height = f64x2.abs(y);
  const width = f64x2.abs(x);
  const larger = f64x2.max(height, width);
  const quotient = f64x2.div(f64x2.min(height, width), larger);
  // Also where both are 0 or infinite.
  const q = choose(f64x2.eq(height, width), v128.and(f64x2.ne(larger, pair(0.0)), pair(1.0)), quotient);
  const isSteep = f64x2.gt(q, pair(TANGENT_EIGHTH));
  const r = choose(isSteep, f64x2.div(f64x2.sub(q, pair(1.0)), f64x2.add(q, pair(1.0))), q);
  const z = f64x2.mul(r, r);
  let angle = f64x2.add(r, f64x2.mul(f64x2.mul(r, z), polynomial(P, 10, z)));
  angle = f64x2.add(angle, v128.and(isSteep, pair(QUARTER)));
  angle = choose(f64x2.gt(height, width), f64x2.sub(pair(HALF), angle), angle);
  angle = choose(i64x2.shr_s(x, 63), f64x2.sub(pair(PI), angle), angle);
  return withSignOf(y, angle);
}

/** x / (x^2 + y^2), without overflow or underflow on the way; 0 at the origin and at infinity. */
export function overSquaredRadius(x: v128, y: v128): v128 {
  const larger = f64x2.max(f64x2.abs(x), f64x2.abs(y));
  const u = f64x2.div(x, larger);
  const v = f64x2.div(y, larger);
  const value = f64x2.div(f64x2.div(u, f64x2.add(f64x2.mul(u, u), f64x2.mul(v, v))), larger);
  return v128.and(value, v128.and(f64x2.gt(larger, pair(0.0)), f64x2.lt(larger, pair(Infinity))));
}

/**
 * Reduction of an angle to [-pi/4, pi/4] and the sine and cosine there, pairs of f64; sin.ts and cos.ts choose between them.
 *
 * |x| <= 2^17: n = round(2 x / pi), and x - n pi/2 with pi/2 in three parts (Cody and Waite 1980; n times the first two is
 * exact), the remainder held as r + c. Larger angles go one at a time, by the method of large_angle.ts.
 * The polynomials are minimax with own coefficients, errors 2^-58 and 2^-64.
 */

import { choose, first, linear, madd, pair, ROUND } from "./pair";
import { quadrantOfReduced, reduceLarge } from "./large_angle";

const TWO_OVER_PI: f64 = 0.6366197723675814;
/** pi/2 in parts: 33 bits, 33 bits, 53 bits. */
const HALF_PI_1: f64 = 1.5707963267341256;
const HALF_PI_2: f64 = 6.077100506303966e-11;
const HALF_PI_3: f64 = 2.0222662487959506e-21;

/** Up to this magnitude n has 17 bits. */
const LARGE: f64 = 131072.0;

/** sin(r + c) for |r| <= pi/4. */
// @ts-ignore: decorator
@inline
function sine(r: v128, c: v128, z: v128): v128 {
  const z2 = f64x2.mul(z, z);
  const a = linear(z, -0.16666666666666632, 0.008333333333322437);
  const b = linear(z, -0.00019841269829825315, 2.7557313697508243e-6);
  const d = linear(z, -2.5050758916632215e-8, 1.5896838354171823e-10);
  const p = f64x2.add(a, f64x2.mul(z2, f64x2.add(b, f64x2.mul(z2, d))));
  const rest = f64x2.mul(c, f64x2.sub(pair(1.0), f64x2.mul(z, pair(0.5))));
  return f64x2.add(r, f64x2.add(f64x2.mul(f64x2.mul(r, z), p), rest));
}

/** cos(r + c) for |r| <= pi/4. */
// @ts-ignore: decorator
@inline
function cosine(r: v128, c: v128, z: v128): v128 {
  const z2 = f64x2.mul(z, z);
  const a = linear(z, 0.0416666666666666, -0.0013888888888874146);
  const b = linear(z, 2.4801587289495537e-5, -2.7557314356083194e-7);
  const d = linear(z, 2.0875723775455536e-9, -1.1359673619492757e-11);
  const p = f64x2.add(a, f64x2.mul(z2, f64x2.add(b, f64x2.mul(z2, d))));
  const half = f64x2.mul(z, pair(0.5));
  const main = f64x2.sub(pair(1.0), half);
  const lost = f64x2.sub(f64x2.sub(pair(1.0), main), half);
  return f64x2.add(main, f64x2.add(lost, f64x2.sub(f64x2.mul(z2, p), f64x2.mul(r, c))));
}

/** sin(r + c + quadrant pi/2), the quadrant in the two low bits of each lane. */
// @ts-ignore: decorator
@inline
function inQuadrant(r: v128, c: v128, quadrant: v128): v128 {
  const z = f64x2.mul(r, r);
  const odd = i64x2.neg(v128.and(quadrant, i64x2.splat(1)));
  const sign = i64x2.shl(v128.and(quadrant, i64x2.splat(2)), 62);
  return v128.xor(choose(odd, cosine(r, c, z), sine(r, c, z)), sign);
}

/** sin(x + turn pi/2) for |x| <= 2^17. */
// @ts-ignore: decorator
@inline
function sineModerate(x: v128, turn: i64): v128 {
  const shifted = madd(x, pair(TWO_OVER_PI), ROUND);
  const n = f64x2.sub(shifted, pair(ROUND));
  const a = f64x2.sub(x, f64x2.mul(n, pair(HALF_PI_1)));
  const w = f64x2.mul(n, pair(HALF_PI_2));
  const high = f64x2.sub(a, w);
  const back = f64x2.sub(a, high);
  const lost = f64x2.add(f64x2.sub(a, f64x2.add(high, back)), f64x2.sub(back, w));
  const low = f64x2.sub(lost, f64x2.mul(n, pair(HALF_PI_3)));
  const r = f64x2.add(high, low);
  // high may be as small as low next to a multiple of pi/2: the full two-sum.
  const part = f64x2.sub(r, high);
  const c = f64x2.add(f64x2.sub(high, f64x2.sub(r, part)), f64x2.sub(low, part));
  return inQuadrant(r, c, i64x2.add(shifted, i64x2.splat(turn)));
}

/** One lane of any magnitude; NaN and the infinities give NaN. */
function sineLane(x: f64, turn: i64): f64 {
  if (!(abs<f64>(x) > LARGE)) return first(sineModerate(pair(x), turn));
  if (abs<f64>(x) == Infinity) return NaN;
  const reduced = reduceLarge(x);
  const r = pair(f64x2.extract_lane(reduced, 0));
  const c = pair(f64x2.extract_lane(reduced, 1));
  return first(inQuadrant(r, c, i64x2.splat(quadrantOfReduced() + turn)));
}

function sineAny(x: v128, turn: i64): v128 {
  const a = sineLane(f64x2.extract_lane(x, 0), turn);
  const b = sineLane(f64x2.extract_lane(x, 1), turn);
  return f64x2.replace_lane(f64x2.splat(a), 1, b);
}

/** sin(x + turn pi/2), the quarter turns added exactly. */
// @ts-ignore: decorator
@inline
export function sineOfTurned(x: v128, turn: i64): v128 {
  if (v128.any_true(f64x2.gt(f64x2.abs(x), pair(LARGE)))) return sineAny(x, turn);
  return sineModerate(x, turn);
}

/**
 * Standard normal variates by inversion of the distribution function: one draw of 53 bits each, no rejection.
 *
 * The quantile is that of math/normal_quantile.ts. The probability is (k + 1/2) / 2^53 with k uniform on 0 .. 2^53 - 1; its
 * distance from 1/2 and from the nearer end are both formed exactly, so variates are symmetric bit by bit. The largest is 8.29;
 * the tails beyond, which 53 bits do not reach, have probability 1.1e-16.
 */
import { logScalar } from "../math/log";
import { CENTRAL, centralQuantile, tailQuantile } from "../math/normal_quantile";
import { Stream, randomBits } from "./stream";

const HALF_RANGE: f64 = 4503599627370496.0; // 2^52
const UNIT: f64 = 1.0 / 9007199254740992.0; // 2^-53
const CENTRAL_STEPS: f64 = CENTRAL * 9007199254740992.0;

/** Draw `index` of the selected iteration and purpose. */
export function normal(stream: Stream, index: u64): f64 {
  return normalFromBits(randomBits(stream, index));
}

/** Draws first, first + 1, ... of the selected iteration and purpose: the same bits as one by one, by pairs. */
export function fillNormals(stream: Stream, first: u64, count: i32, to: usize): void {
  const pairsEnd = to + ((<usize>count & ~1) << 3);
  for (; to < pairsEnd; to += 16, first += 2) {
    const steps0 = stepsFromHalf(randomBits(stream, first));
    const steps1 = stepsFromHalf(randomBits(stream, first + 1));
    v128.store(to, centralQuantile(f64x2(steps0 * UNIT, steps1 * UNIT)));
    if (abs(steps0) > CENTRAL_STEPS) store<f64>(to, tail(steps0));
    if (abs(steps1) > CENTRAL_STEPS) store<f64>(to, tail(steps1), 8);
  }
  if (count & 1) store<f64>(to, normal(stream, first));
}

export function normalFromBits(bits: u64): f64 {
  const steps = stepsFromHalf(bits);
  return abs(steps) > CENTRAL_STEPS ? tail(steps) : f64x2.extract_lane(centralQuantile(f64x2.splat(steps * UNIT)), 0);
}

/** The probability less 1/2, in units of 2^-53: k + 1/2 - 2^52, a half-integer below 2^52 in size, exact in a double. */
// @ts-ignore: decorator
@inline
function stepsFromHalf(bits: u64): f64 {
  return <f64>(bits >> 11) - HALF_RANGE + 0.5;
}

/** The quantile in the tails, by the distance from the nearer end. */
function tail(steps: f64): f64 {
  return copysign(tailQuantile(sqrt(-logScalar((HALF_RANGE - abs(steps)) * UNIT))), steps);
}

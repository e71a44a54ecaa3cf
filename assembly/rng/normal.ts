/**
 * Standard normal variates by inversion of the distribution function: one draw of 53 bits each, no rejection.
 *
 * Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988) 477-484, routine
 * PPND16, relative error about 1e-16. The probability is (k + 1/2) / 2^53 with k uniform on 0 .. 2^53 - 1; its distance from 1/2
 * and from the nearer end are both formed exactly, so variates are symmetric bit by bit. The largest is 8.29; the tails beyond,
 * which 53 bits do not reach, have probability 1.1e-16.
 */
import { logScalar } from "../math/log";
import { madd } from "../math/pair";
import { Stream, randomBits } from "./stream";

const HALF_RANGE: f64 = 4503599627370496.0; // 2^52
const UNIT: f64 = 1.0 / 9007199254740992.0; // 2^-53
/** AS 241 uses its central approximation up to 0.425 from 1/2. */
const CENTRAL_STEPS: f64 = 0.425 * 9007199254740992.0;

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
    v128.store(to, central(f64x2(steps0 * UNIT, steps1 * UNIT)));
    if (abs(steps0) > CENTRAL_STEPS) store<f64>(to, tail(steps0));
    if (abs(steps1) > CENTRAL_STEPS) store<f64>(to, tail(steps1), 8);
  }
  if (count & 1) store<f64>(to, normal(stream, first));
}

export function normalFromBits(bits: u64): f64 {
  const steps = stepsFromHalf(bits);
  return abs(steps) > CENTRAL_STEPS ? tail(steps) : f64x2.extract_lane(central(f64x2.splat(steps * UNIT)), 0);
}

/** The probability less 1/2, in units of 2^-53: k + 1/2 - 2^52, a half-integer below 2^52 in size, exact in a double. */
// @ts-ignore: decorator
@inline
function stepsFromHalf(bits: u64): f64 {
  return <f64>(bits >> 11) - HALF_RANGE + 0.5;
}

/** The quantile at 1/2 + q for |q| <= 0.425. */
// @ts-ignore: decorator
@inline
function central(q: v128): v128 {
  const r = f64x2.sub(f64x2.splat(0.180625), f64x2.mul(q, q));
  let numerator = madd(f64x2.splat(2509.0809287301226727), r, 33430.575583588128105);
  numerator = madd(numerator, r, 67265.770927008700853);
  numerator = madd(numerator, r, 45921.953931549871457);
  numerator = madd(numerator, r, 13731.693765509461125);
  numerator = madd(numerator, r, 1971.5909503065514427);
  numerator = madd(numerator, r, 133.14166789178437745);
  numerator = madd(numerator, r, 3.387132872796366608);
  let denominator = madd(f64x2.splat(5226.495278852854561), r, 28729.085735721942674);
  denominator = madd(denominator, r, 39307.89580009271061);
  denominator = madd(denominator, r, 21213.794301586595867);
  denominator = madd(denominator, r, 5394.1960214247511077);
  denominator = madd(denominator, r, 687.1870074920579083);
  denominator = madd(denominator, r, 42.313330701600911252);
  denominator = madd(denominator, r, 1.0);
  return f64x2.div(f64x2.mul(q, numerator), denominator);
}

/** The quantile in the tails, by the distance from the nearer end. */
function tail(steps: f64): f64 {
  const root = sqrt(-logScalar((HALF_RANGE - abs(steps)) * UNIT));
  return copysign(root <= 5.0 ? middle(root - 1.6) : far(root - 5.0), steps);
}

function middle(r: f64): f64 {
  const numerator =
    ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r +
      1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r + 4.6303378461565452959) * r +
    1.42343711074968357734;
  const denominator =
    ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r +
      0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1.0;
  return numerator / denominator;
}

function far(r: f64): f64 {
  const numerator =
    ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r +
      0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r + 5.4637849111641143699) * r +
    6.6579046435011037772;
  const denominator =
    ((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r +
      7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.1369298809227358053) * r + 0.59983220655588793769) * r + 1.0;
  return numerator / denominator;
}

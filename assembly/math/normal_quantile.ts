/**
 * The quantile function of the standard normal distribution, pairs of f64; at most 8 ulp.
 *
 * Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988) 477-484, routine
 * PPND16: a rational approximation within 0.425 of 1/2, and two in sqrt(-log p) for the tails.
 */

import { choose, madd, pair, withSignOf } from "./pair";
import { log } from "./log";
import { scaledUpperTail } from "./log_normal_cdf";

/** The central approximation serves up to here from 1/2. */
export const CENTRAL: f64 = 0.425;
const ROOT_TWO_PI: f64 = 2.5066282746310007;

/** Coefficients of numerator and denominator side by side, the highest power first. */
const MIDDLE = memory.data<f64>([
  7.7454501427834140764e-4, 1.05075007164441684324e-9, 0.0227238449892691845833, 5.475938084995344946e-4, 0.24178072517745061177,
  0.0151986665636164571966, 1.27045825245236838258, 0.14810397642748007459, 3.64784832476320460504, 0.68976733498510000455,
  5.7694972214606914055, 1.6763848301838038494, 4.6303378461565452959, 2.05319162663775882187, 1.42343711074968357734, 1.0,
]);
const FAR = memory.data<f64>([
  2.01033439929228813265e-7, 2.04426310338993978564e-15, 2.71155556874348757815e-5, 1.4215117583164458887e-7,
  0.0012426609473880784386, 1.8463183175100546818e-5, 0.026532189526576123093, 7.868691311456132591e-4, 0.29656057182850489123,
  0.0148753612908506148525, 1.7848265399172913358, 0.1369298809227358053, 5.4637849111641143699, 0.59983220655588793769,
  6.6579046435011037772, 1.0,
]);

/** The quantile at 1/2 + q for |q| <= 0.425. */
// @ts-ignore: decorator
@inline
export function centralQuantile(q: v128): v128 {
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

/** The size of the quantile at a distance p from 0 or 1, of sqrt(-log p). Numerator and denominator are the lanes of a pair. */
export function tailQuantile(root: f64): f64 {
  if (root == Infinity) return root;
  const isFar = root > 5.0;
  const r = pair(root - (isFar ? 5.0 : 1.6));
  const table = isFar ? FAR : MIDDLE;
  let ratio = v128.load(table);
  for (let at = table + 16, end = table + 128; at < end; at += 16) ratio = f64x2.add(f64x2.mul(ratio, r), v128.load(at));
  return f64x2.extract_lane(ratio, 0) / f64x2.extract_lane(ratio, 1);
}

/** The x with Phi(x) = p: -inf at 0, inf at 1, NaN outside [0, 1] and for NaN. */
export function normalQuantile(p: v128): v128 {
  const q = f64x2.sub(p, pair(0.5));
  const inside = f64x2.le(f64x2.abs(q), pair(CENTRAL));
  const middle = centralQuantile(q);
  if (i64x2.all_true(inside)) return middle;
  const root = f64x2.sqrt(f64x2.neg(log(distanceFromEnds(p))));
  const tail = f64x2(tailQuantile(f64x2.extract_lane(root, 0)), tailQuantile(f64x2.extract_lane(root, 1)));
  return choose(inside, middle, withSignOf(q, tail));
}

// @ts-ignore: decorator
@inline
function distanceFromEnds(p: v128): v128 {
  return f64x2.min(p, f64x2.sub(pair(1.0), p));
}

/** 1 / phi(x) at x, the quantile of p: sqrt(2 pi) m(|x|) / p, which needs no exponential. At most 12 ulp. */
export function normalQuantileSlope(p: v128, x: v128): v128 {
  const distance = distanceFromEnds(p);
  const slope = f64x2.div(f64x2.mul(pair(ROOT_TWO_PI), scaledUpperTail(f64x2.abs(x))), distance);
  return choose(f64x2.eq(distance, pair(0.0)), pair(Infinity), slope);
}

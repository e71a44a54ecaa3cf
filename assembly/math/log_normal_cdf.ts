/**
 * log Phi(x), Phi the standard normal distribution function, pairs of f64; at most 4 ulp, in both tails too. Its derivative, the
 * inverse Mills ratio, errs by at most 5 ulp.
 *
 * The upper tail is exp(-t^2 / 2) m(t), t >= 0, with m(t) = exp(t^2 / 2) erfc(t / sqrt(2)) / 2 by a rational minimax approximation
 * on the half-line (own coefficients, all positive, error 2^-56). For x < 0 the logarithm is taken of m alone.
 */

import { choose, pair } from "./pair";
import { expOfSquare } from "./exp_square";
import { exponentOf, logFromParts, offsetBits, significandOf } from "./log";

/** Coefficients of numerator and denominator side by side, the highest power first. */
const RATIO = memory.data<f64>([
  0.0, 8.33543542602181e-7, 3.3253576169960285e-7, 2.444345515531213e-5, 9.751527740550367e-6, 0.00035612373576389547,
  0.0001417402794890314, 0.0033422815381879546, 0.0013236258908466984, 0.022204039915470437, 0.008717055110147524,
  0.10878497007615366, 0.042094801193197126, 0.39873599769897317, 0.15063574858698908, 1.088405414076007, 0.3946658643677877,
  2.160243205670374, 0.7272181135174278, 2.960072252779912, 0.8579037122863871, 2.5136919853756416, 0.5, 1.0,
]);
const RATIO_END: usize = 192;

/** From here on m(t) is 1 / (t sqrt(2 pi)) to the last bit. */
const FAR: f64 = 1e10;
const ONE_OVER_ROOT_TWO_PI: f64 = 0.3989422804014327;

/** m(t) for 0 <= t <= 1e10; m(1e10) beyond. */
// @ts-ignore: decorator
@inline
export function scaledUpperTail(size: v128): v128 {
  const t = f64x2.pmin(size, pair(FAR));
  let numerator = pair(0.0);
  let denominator = pair(0.0);
  for (let at = RATIO, end = RATIO + RATIO_END; at < end; at += 16) {
    numerator = f64x2.add(f64x2.mul(numerator, t), v128.load64_splat(at));
    denominator = f64x2.add(f64x2.mul(denominator, t), v128.load64_splat(at, 8));
  }
  return f64x2.div(numerator, denominator);
}

/** log Phi(x): -inf at -inf, 0 at inf, NaN for NaN. */
export function logNormalCdf(x: v128): v128 {
  const size = f64x2.abs(x);
  const m = scaledUpperTail(size);
  const bits = offsetBits(m);
  const left = f64x2.lt(x, pair(0.0));
  let k = exponentOf(bits);
  let f = f64x2.sub(significandOf(bits), pair(1.0));
  if (!i64x2.all_true(left)) {
    const q = f64x2.mul(expOfSquare(x, 0.5), m);
    const halved = f64x2.gt(q, pair(0.29));
    k = choose(left, k, f64x2.neg(v128.and(halved, pair(1.0))));
    f = choose(left, f, f64x2.sub(v128.and(halved, f64x2.sub(pair(1.0), q)), q));
  }
  const square = v128.and(left, f64x2.mul(f64x2.mul(size, size), pair(0.5)));
  return f64x2.sub(logFromParts(k, f), square);
}

/** phi(x) / Phi(x): inf at -inf, 0 at inf, NaN for NaN. */
export function logNormalCdfSlope(x: v128): v128 {
  const size = f64x2.abs(x);
  const m = scaledUpperTail(size);
  const left = f64x2.lt(x, pair(0.0));
  const e = choose(left, pair(1.0), expOfSquare(x, 0.5));
  const lower = choose(left, m, f64x2.sub(pair(1.0), f64x2.mul(e, m)));
  const slope = f64x2.div(f64x2.mul(pair(ONE_OVER_ROOT_TWO_PI), e), lower);
  return choose(f64x2.lt(x, pair(-FAR)), size, slope);
}

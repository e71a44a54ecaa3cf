/**
 * log Phi(x), Phi the standard normal distribution function, pairs of f64; at most 6 ulp, in both tails too. Its derivative, the
 * inverse Mills ratio, errs by at most 7 ulp.
 *
 * The upper tail is exp(-t^2 / 2) m(t), t >= 0, with m(t) = exp(t^2 / 2) erfc(t / sqrt(2)) / 2 by a rational minimax
 * approximation on the half-line (own coefficients, all positive, error 2^-56). For x < 0 the logarithm is taken of m alone.
 */

import { choose, pair, polynomial } from "./pair";
import { expOfSquare } from "./exp_square";
import { exponentOf, logFromParts, offsetBits, significandOf } from "./log";

const NUMERATOR = memory.data<f64>([
  0.5, 0.8579037122863871, 0.7272181135174278, 0.3946658643677877, 0.15063574858698908, 0.042094801193197126,
  0.008717055110147524, 0.0013236258908466984, 0.0001417402794890314, 9.751527740550367e-6, 3.3253576169960285e-7, 0.0,
]);

const DENOMINATOR = memory.data<f64>([
  1.0, 2.5136919853756416, 2.960072252779912, 2.160243205670374, 1.088405414076007, 0.39873599769897317, 0.10878497007615366,
  0.022204039915470437, 0.0033422815381879546, 0.00035612373576389547, 2.444345515531213e-5, 8.33543542602181e-7,
]);

/** From here on m(t) is 1 / (t sqrt(2 pi)) to the last bit. */
const FAR: f64 = 1e10;
const ONE_OVER_ROOT_TWO_PI: f64 = 0.3989422804014327;

/** m(t) for 0 <= t <= 1e10; m(1e10) beyond. */
export function scaledUpperTail(size: v128): v128 {
  const t = f64x2.pmin(size, pair(FAR));
  return f64x2.div(polynomial(NUMERATOR, 12, t), polynomial(DENOMINATOR, 12, t));
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
  const e = i64x2.all_true(left) ? pair(1.0) : choose(left, pair(1.0), expOfSquare(x, 0.5));
  const lower = choose(left, m, f64x2.sub(pair(1.0), f64x2.mul(e, m)));
  const slope = f64x2.div(f64x2.mul(pair(ONE_OVER_ROOT_TWO_PI), e), lower);
  return choose(f64x2.lt(x, pair(-FAR)), size, slope);
}

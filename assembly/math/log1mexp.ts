/**
 * log(1 - exp(x)) for x < 0, pairs of f64; at most 3 ulp: log(-expm1(x)) above -ln 2, log1p(-exp(x)) below
 * (M. Maechler, "Accurately computing log(1 - exp(-|a|))", 2012).
 */

import { choose, pair } from "./pair";
import { exp } from "./exp";
import { expm1 } from "./expm1";
import { log } from "./log";
import { log1p } from "./log1p";

/** For x above -ln 2. */
function ofNear(x: v128): v128 {
  return log(f64x2.neg(expm1(x)));
}

/** For x below -ln 2. */
function ofFar(x: v128): v128 {
  return log1p(f64x2.neg(exp(x)));
}

/** log(1 - exp(x)): -inf at 0 and -0, -0 at -inf, NaN for positive x and NaN. */
export function log1mexp(x: v128): v128 {
  const near = f64x2.gt(x, pair(-0.6931471805599453));
  if (i64x2.all_true(near)) return ofNear(x);
  if (!v128.any_true(near)) return ofFar(x);
  return choose(near, ofNear(x), ofFar(x));
}

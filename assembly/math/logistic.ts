/** 1 / (1 + exp(-x)), pairs of f64; at most 3 ulp: from exp(-|x|), which does not overflow. */

import { choose, pair } from "./pair";
import { exp } from "./exp";

/** The logistic function: 0 at -inf, 1 at inf, NaN for NaN. */
// @ts-ignore: decorator
@inline
export function logistic(x: v128): v128 {
  const e = exp(f64x2.neg(f64x2.abs(x)));
  const numerator = choose(f64x2.lt(x, pair(0.0)), e, pair(1.0));
  return f64x2.div(numerator, f64x2.add(pair(1.0), e));
}

/** sin(x), pairs of f64; at most 1 ulp at every magnitude. The method is in trigonometric.ts. */

import { choose, first, pair } from "./pair";
import { sineOfTurned } from "./trigonometric";

/** sin(x): NaN at the infinities and for NaN, -0 at -0. */
export function sin(x: v128): v128 {
  return choose(f64x2.lt(f64x2.abs(x), pair(1e-9)), x, sineOfTurned(x, 0));
}

export function sinScalar(x: f64): f64 {
  return first(sin(pair(x)));
}

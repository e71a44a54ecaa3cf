/** cos(x), pairs of f64; at most 1 ulp at every magnitude. The method is in trigonometric.ts. */

import { first, pair } from "./pair";
import { sineOfTurned } from "./trigonometric";

/** cos(x): NaN at the infinities and for NaN. */
export function cos(x: v128): v128 {
  return sineOfTurned(x, 1);
}

export function cosScalar(x: f64): f64 {
  return first(cos(pair(x)));
}

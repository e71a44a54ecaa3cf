/**
 * log(p / (1 - p)), pairs of f64; at most 3 ulp, its zero at 1/2 included: log1p((2p - 1) / (1 - p)) for p in [1/4, 3/4], where
 * 2p - 1 is exact wherever it is small; log(p / (1 - p)) outside.
 */

import { choose, first, pair } from "./pair";
import { log } from "./log";
import { log1p } from "./log1p";

/** log(p / (1 - p)): -inf at 0 and -0, inf at 1, NaN outside [0, 1] and for NaN. */
export function logit(p: v128): v128 {
  const complement = f64x2.sub(pair(1.0), p);
  const far = log(f64x2.div(p, complement));
  const middle = f64x2.le(f64x2.abs(f64x2.sub(p, pair(0.5))), pair(0.25));
  if (!v128.any_true(middle)) return far;
  const excess = f64x2.div(f64x2.sub(f64x2.add(p, p), pair(1.0)), complement);
  return choose(middle, log1p(excess), far);
}

export function logitScalar(p: f64): f64 {
  return first(logit(pair(p)));
}

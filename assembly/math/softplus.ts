/** log(1 + exp(x)), pairs of f64; at most 2 ulp: max(x, 0) + log1p(exp(-|x|)). */

import { pair } from "./pair";
import { exp } from "./exp";
import { log1pUnit } from "./log1p";

/** log(1 + exp(x)): 0 at -inf, inf at inf, NaN for NaN. */
// @ts-ignore: decorator
@inline
export function softplus(x: v128): v128 {
  return f64x2.add(f64x2.pmax(x, pair(0.0)), log1pUnit(exp(f64x2.neg(f64x2.abs(x)))));
}

/**
 * log(exp(a) + exp(b)), pairs of f64: max(a, b) + log1p(exp(-|a - b|)). The error is at most 2 ulp of the largest of |a|, |b| and
 * |result|: near a result of 0 (a = b = -ln 2, for one) it is absolute.
 */

import { pair } from "./pair";
import { exp } from "./exp";
import { log1pUnit } from "./log1p";

/** log(exp(a) + exp(b)): exact where one is -inf; -inf where both are; inf where one is; NaN where one is NaN. */
// @ts-ignore: decorator
@inline
export function logAddExp(a: v128, b: v128): v128 {
  // Of equal infinities the difference would be NaN; of NaN it is, and stays so.
  const distance = v128.andnot(f64x2.abs(f64x2.sub(a, b)), f64x2.eq(a, b));
  return f64x2.add(f64x2.pmax(a, b), log1pUnit(exp(f64x2.neg(distance))));
}

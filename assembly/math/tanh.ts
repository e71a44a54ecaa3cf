/**
 * tanh(x), pairs of f64; at most 2 ulp.
 *
 * |x| < 0.55: x + x^3 P(x^2), minimax (own coefficients, error 2^-55); beyond: 1 - 2 / (exp(2|x|) + 1).
 */

import { choose, pair, polynomial, withSignOf } from "./pair";
import { expNormal } from "./exp";

const NEAR: f64 = 0.55;

const P = memory.data<f64>([
  -0.33333333333332316, 0.133333333331688, -0.05396825387592925, 0.02186948596713543, -0.00886319435256115,
  0.0035917181238751565, -0.001453207398360544, 0.0005791049606489615, -0.0002102435611790995, 5.0976646733368005e-5,
]);

/** tanh(x): 1 at inf, -1 at -inf, -0 at -0, NaN for NaN. */
export function tanh(x: v128): v128 {
  const a = f64x2.abs(x);
  const z = f64x2.mul(a, a);
  const near = f64x2.add(a, f64x2.mul(a, f64x2.mul(z, polynomial(P, 10, z))));
  // tanh(20) rounds to 1.
  const twice = f64x2.mul(f64x2.pmin(a, pair(20.0)), pair(2.0));
  const far = f64x2.sub(pair(1.0), f64x2.div(pair(2.0), f64x2.add(expNormal(twice), pair(1.0))));
  return withSignOf(x, choose(f64x2.lt(a, pair(NEAR)), near, far));
}

/**
 * erf(x), pairs of f64; at most 3 ulp.
 *
 * |x| < 1: x P(x^2). Beyond: 1 - exp(-x^2) Q(t) with t = (|x| - 5/2) / (|x| + 5/2), the variable of Shepherd and Laframboise,
 * "Chebyshev approximation of (1 + 2x) exp(x^2) erfc(x)", Math. Comp. 36 (1981); there erfc is small, so that its own error
 * hardly counts. Minimax polynomials with own coefficients, errors 2^-57 and 2^-56 of erf.
 */

import { choose, pair, polynomial, withSignOf } from "./pair";
import { expNormal } from "./exp";

const P = memory.data<f64>([
  1.1283791670955126, -0.3761263890318355, 0.11283791670945253, -0.02686617064327622, 0.005223977607423468,
  -0.0008548325989696758, 0.00012055295320494294, -1.4924744663335489e-5, 1.6447517677871873e-6, -1.6209175911748696e-7,
  1.3722976265924504e-8, -7.801188874097751e-10,
]);

const Q = memory.data<f64>([
  0.21080636406114245, -0.3717367339492603, 0.25171319321185476, -0.12503305235402146, 0.03992254046266527,
  -0.003993689570499642, -0.0026423549812076784, 0.000875521467692689, 0.00022549288855451134, -0.00013881911381526848,
  -5.3277112384053735e-5, -9.555504662424739e-7,
]);

/** erf(x): 1 at inf, -1 at -inf, -0 at -0, NaN for NaN. */
export function erf(x: v128): v128 {
  const a = f64x2.pmin(f64x2.abs(x), pair(6.0)); // erf(6) rounds to 1
  const z = f64x2.mul(a, a);
  const near = f64x2.mul(a, polynomial(P, 12, z));
  const t = f64x2.div(f64x2.sub(a, pair(2.5)), f64x2.add(a, pair(2.5)));
  const far = f64x2.sub(pair(1.0), f64x2.mul(expNormal(f64x2.neg(z)), polynomial(Q, 12, t)));
  return withSignOf(x, choose(f64x2.lt(a, pair(1.0)), near, far));
}

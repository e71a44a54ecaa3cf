/** The modified Bessel function of order 0 as densities want it. */
import { div, gt, log, log1p, logBesselI0, where } from "../functions.js";
import type { AnyExpr } from "../types.js";
import { halfLogTwoPi } from "./terms.js";

/** log(exp(-x) I0(x)), x >= 0: beyond 200 by the asymptotic series (Abramowitz and Stegun 9.7.1), so that x and its like never meet. */
export function logScaledBesselI0(x: AnyExpr): AnyExpr {
  const step = (k: number): AnyExpr => div((2 * k - 1) ** 2 / (8 * k), x);
  let tail = step(6);
  for (let k = 5; k >= 1; k--) tail = tail.add(1).mul(step(k));
  const series = log1p(tail).sub(log(x).mul(0.5)).sub(halfLogTwoPi);
  return where(gt(x, 200), series, logBesselI0(x).sub(x));
}

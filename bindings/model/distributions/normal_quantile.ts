/** Quantiles of the normal distribution by the logarithms of its tails, however far out. */
import { exp, gt, logNormalCdf, max, normalQuantile, sqrt, square, where } from "../functions.js";
import type { AnyExpr } from "../types.js";
import { halfLogTwoPi } from "./terms.js";

/** A share smaller than exp of this comes near the smallest numbers there are. */
const Near = -600;

/**
 * The z above which a share of exp(logShare) lies. Far out by Newton's method on the logarithm, which is concave there: three steps from
 * above reach the last digits for z > 30.
 */
export function upperNormalQuantile(logShare: AnyExpr): AnyExpr {
  let far = sqrt(logShare.mul(-2)) as AnyExpr;
  for (let step = 0; step < 3; step++) {
    const tail = logNormalCdf(far.neg());
    const overHazard = exp(tail.add(square(far).mul(0.5)).add(halfLogTwoPi));
    far = far.add(tail.sub(logShare).mul(overHazard));
  }
  return where(gt(logShare, Near), normalQuantile(exp(max(logShare, Near))).neg(), far);
}

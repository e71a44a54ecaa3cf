/** The triangular distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { add, exp, expm1, ge, gt, le, log, lt, mul, sqrt, square, sub, where } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import { checkOrder } from "./order.js";
import { logTwo } from "./terms.js";

interface Corners {
  readonly lower: AnyExpr;
  readonly mode: AnyExpr;
  readonly upper: AnyExpr;
}

export const triangularFamily = family({
  name: "triangular",
  parameters: { lower: "real", mode: "real", upper: "real" },
  support: ({ lower, upper }) => ({ kind: "interval", lower, upper }),
  logp: (x, { lower, mode, upper }) => {
    const right = where(gt(x, mode), upper.sub(x).div(upper.sub(mode)), 1);
    const height = where(lt(x, mode), x.sub(lower).div(mode.sub(lower)), right);
    const isOrdered = mul(le(lower, mode), le(mode, upper));
    return log(height)
      .sub(log(upper.sub(lower)))
      .add(where(isOrdered, logTwo, Number.NEGATIVE_INFINITY));
  },
  logCdf: (x, { lower, mode, upper }) => logShare(x.sub(lower), mode.sub(lower), upper.sub(mode)),
  logSurvival: (x, { lower, mode, upper }) => logShare(upper.sub(x), upper.sub(mode), mode.sub(lower)),
  quantile: (p, corners) => quantileAt(p, sub(1, p), corners),
  upperQuantile: (logShare, corners) => quantileAt(expm1(logShare).neg(), exp(logShare), corners),
  mean: ({ lower, mode, upper }) => add(lower, mode).add(upper).div(3),
  variance: ({ lower, mode, upper }) => {
    const [left, right] = [mode.sub(lower), upper.sub(mode)];
    return square(left).add(left.mul(right)).add(square(right)).div(18);
  },
  random: (corners, variates) => {
    const p = variates.uniform();
    return quantileAt(p, sub(1, p), corners);
  },
});

/**
 * The logarithm of the share of the triangle within a distance of an end, its peak `near` of that end and `far` of the other. Beyond
 * the peak as a sum of the two parts, not as 1 less the rest.
 */
function logShare(distance: AnyExpr, near: AnyExpr, far: AnyExpr): AnyExpr {
  const width = near.add(far);
  const before = where(gt(distance, 0), distance.div(width).mul(distance.div(near)), 0);
  const after = near.div(width).add(distance.sub(near).div(width).mul(far.mul(2).add(near).sub(distance).div(far)));
  return log(where(le(distance, near), before, after));
}

/** Of a share p below and q = 1 - p above. */
function quantileAt(p: AnyExpr, q: AnyExpr, { lower, mode, upper }: Corners): AnyExpr {
  const width = upper.sub(lower);
  const left = lower.add(sqrt(p.mul(width).mul(mode.sub(lower))));
  const right = upper.sub(sqrt(q.mul(width).mul(upper.sub(mode))));
  return where(ge(p.mul(width), mode.sub(lower)), right, left);
}

/**
 * Triangular between `lower` and `upper` > `lower`, with its peak at `mode`, which may be at an end:
 *
 *     p(x) = 2 (x - lower) / ((upper - lower) (mode - lower)),  lower <= x <= mode
 *     p(x) = 2 (upper - x) / ((upper - lower) (upper - mode)),  mode <= x <= upper
 *
 * Mean (lower + mode + upper) / 3. Stan has none; PyMC: Triangular(lower, c, upper), c the mode.
 * Source: Johnson, Kotz, Balakrishnan, vol. 2, sec. 26.9.
 */
export function triangular<const Lower extends Argument, const Mode extends Argument, const Upper extends Argument>(
  lower: Lower,
  mode: Mode,
  upper: Upper,
): PlainDist<Lower | Mode | Upper> {
  checkOrder("triangular", { lower }, { upper });
  checkOrder("triangular", { lower }, { mode }, true);
  checkOrder("triangular", { mode }, { upper }, true);
  return plain<Lower | Mode | Upper>(triangularFamily, { lower, mode, upper });
}

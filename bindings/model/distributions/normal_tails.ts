/** The standard normal distribution far out, and the part of it between two bounds. */
import {
  abs,
  add,
  eq,
  exp,
  expm1,
  gt,
  log,
  log1mexp,
  log1p,
  logNormalCdf,
  lt,
  max,
  mul,
  normalQuantile,
  reciprocal,
  sqrt,
  square,
  where,
} from "../functions.js";
import type { AnyExpr } from "../types.js";
import { halfLogTwoPi } from "./terms.js";

/**
 * log(exp(t^2 / 2) Phi(-t)). Beyond 25, where the two would nearly cancel, by the asymptotic series (Abramowitz and Stegun 26.2.12),
 * whose first term left out is below 1e-16 there.
 */
export function logScaledTail(t: AnyExpr): AnyExpr {
  const u = reciprocal(square(t));
  let tail: AnyExpr = u.mul(-13);
  for (let odd = 11; odd >= 1; odd -= 2) tail = tail.add(1).mul(u).mul(-odd);
  const far = log1p(tail).sub(log(t)).sub(halfLogTwoPi);
  return where(gt(t, 25), far, square(t).mul(0.5).add(logNormalCdf(t.neg())));
}

/** Bounds a < b seen from the side on which most of what is between them lies: near <= far, near + far >= 0. */
function reflected(a: AnyExpr, b: AnyExpr): { isRight: AnyExpr; near: AnyExpr; far: AnyExpr } {
  const isRight = gt(add(a, b), 0);
  return { isRight, near: where(isRight, a, b.neg()), far: where(isRight, b, a.neg()) };
}

/**
 * log(Phi(b) - Phi(a)), a <= b, either of which may be infinite, and width b - a, given as exactly as it is known: as a difference in
 * the tail that both are nearer to, and for a narrow interval by the expansion of the density about its middle.
 */
export function logNormalMass(a: AnyExpr, b: AnyExpr, width: AnyExpr): AnyExpr {
  const { near, far } = reflected(a, b);
  const upper = logNormalCdf(near.neg());
  const wide = upper.add(log1mexp(logNormalCdf(far.neg()).sub(upper)));
  const middle = square(add(a, b).mul(0.5)) as AnyExpr;
  const w = square(width);
  const fourth = w
    .mul(w)
    .div(1920)
    .mul(middle.mul(middle.sub(6)).add(3));
  const narrow = log(width)
    .sub(middle.mul(0.5))
    .sub(halfLogTwoPi)
    .add(log1p(w.div(24).mul(middle.sub(1)).add(fourth)));
  return where(isNarrow(a, b, width), narrow, wide);
}

/** Whether the density's logarithm changes by less than 0.02 or so from a to b. */
export function isNarrow(a: AnyExpr, b: AnyExpr, width: AnyExpr): AnyExpr {
  return lt(mul(width, max(abs(a), abs(b)).add(1)), 0.02);
}

/** A place between bounds: how far beyond one of them where that is far out, else as it is. */
export interface Quantile {
  /** The place, unless `isFar`. */
  readonly z: AnyExpr;
  /** Both bounds are above 5, or both below -5. */
  readonly isFar: AnyExpr;
  readonly isRight: AnyExpr;
  /** Then, how far beyond the bound that is nearer to 0. */
  readonly excess: AnyExpr;
}

/** The point below which a share p, and above which a share q = 1 - p, of what is between a and b lies. */
export function quantileBetween(p: AnyExpr, q: AnyExpr, a: AnyExpr, b: AnyExpr): Quantile {
  const { isRight, near, far } = reflected(a, b);
  const [share, other] = [where(isRight, p, q), where(isRight, q, p)] as [AnyExpr, AnyExpr];
  const weighted = (x: AnyExpr, y: AnyExpr): AnyExpr =>
    exp(logNormalCdf(x))
      .mul(other)
      .add(exp(logNormalCdf(y)).mul(share));
  const [below, above] = [weighted(near, far), weighted(near.neg(), far.neg())];
  const z = where(lt(below, above), normalQuantile(below), normalQuantile(above).neg()) as AnyExpr;
  const isFar = gt(near, 5);
  return { z: where(isRight, z, z.neg()), isFar, isRight, excess: farExcess(near, far, share, other) };
}

/**
 * How far beyond `near` > 0 the share lies: solves log of the tail beyond near + excess for excess, by Newton's method from what an
 * exponential of the square alone would give. Three steps reach the last digits for near > 5.
 */
function farExcess(near: AnyExpr, far: AnyExpr, share: AnyExpr, other: AnyExpr): AnyExpr {
  const start = logScaledTail(near);
  const whole = logScaledTail(far)
    .sub(start)
    .sub(far.sub(near).mul(near.add(far)).mul(0.5));
  const less = where(lt(share, 0.5), log1p(share.mul(expm1(whole))), log(other.add(share.mul(exp(whole))))).neg() as AnyExpr;
  let excess = less.mul(2).div(near.add(sqrt(near.square().add(less.mul(2))))) as AnyExpr;
  for (let step = 0; step < 3; step++) {
    const tail = logScaledTail(near.add(excess));
    const missing = excess
      .mul(near.add(excess.mul(0.5)))
      .sub(tail.sub(start))
      .sub(less);
    excess = excess.sub(missing.mul(exp(tail.add(halfLogTwoPi))));
  }
  return where(eq(less, Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY, excess);
}

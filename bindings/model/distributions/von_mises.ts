/** The von Mises distribution, of angles. */

import { family, type PlainDist, plain } from "../family.js";
import { exp, floor, ge, max, min, sin, square, where } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import { logScaledBesselI0 } from "./bessel.js";
import { halfLogTwoPi } from "./terms.js";

export const vonMisesFamily = family({
  name: "vonMises",
  parameters: { mu: "real", kappa: "nonnegative" },
  support: () => ({ kind: "circular" }),
  logp: (x, { mu, kappa }) =>
    kappa
      .mul(versine(x.sub(mu)))
      .neg()
      .sub(logScaledBesselI0(kappa))
      .sub(2 * halfLogTwoPi),
  densityForm: (x, { mu, kappa }) => ({
    quadratic: kappa.mul(versine(x.sub(mu))).neg(),
    inverseRoot: where(ge(kappa, 0), exp(logScaledBesselI0(kappa).neg()), 0),
    dimensions: 2,
  }),
  random: ({ mu, kappa }, variates) => wrapped(mu.add(variates.vonMises(kappa))),
});

/** 1 - cos(angle), to full precision near 0. */
function versine(angle: AnyExpr): AnyExpr {
  return square(sin(angle.mul(0.5))).mul(2);
}

/** An angle from -pi to pi. */
function wrapped(angle: AnyExpr): AnyExpr {
  const turns = floor(angle.div(2 * Math.PI).add(0.5));
  return max(min(angle.sub(turns.mul(2 * Math.PI)), Math.PI), -Math.PI);
}

/**
 * Von Mises, the normal distribution's like on the circle: angles in radians from -pi to pi about `mu`, with concentration
 * `kappa` >= 0. For large kappa the standard deviation is nearly 1 / sqrt(kappa); kappa 0 is uniform.
 *
 *     p(x) = exp(kappa cos(x - mu)) / (2 pi I0(kappa)),  -pi <= x <= pi
 *
 * mu may be any angle. A parameter with this prior moves on the circle: -pi and pi are the same place. There is no mean or variance
 * here, as those of a circle cut open at pi mean little. Stan: von_mises(mu, kappa); PyMC: VonMises(mu, kappa).
 * Source: Mardia and Jupp, Directional Statistics, sec. 3.5.4.
 */
export function vonMises<const Mu extends Argument, const Kappa extends Argument>(mu: Mu, kappa: Kappa): PlainDist<Mu | Kappa> {
  return plain<Mu | Kappa>(vonMisesFamily, { mu, kappa });
}

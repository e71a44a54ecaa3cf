/** The Rice distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { add, log, sqrt, square } from "../functions.js";
import type { Argument } from "../types.js";
import { logScaledBesselI0 } from "./bessel.js";

export const riceFamily = family({
  name: "rice",
  parameters: { nu: "nonnegative", sigma: "positive" },
  support: () => ({ kind: "nonnegative" }),
  logp: (x, { nu, sigma }) =>
    x
      .sub(nu)
      .div(sigma)
      .square()
      .mul(-0.5)
      .add(logScaledBesselI0(x.div(sigma).mul(nu.div(sigma))))
      .add(log(x))
      .sub(log(sigma).mul(2)),
  random: ({ nu, sigma }, variates) =>
    sqrt(add(square(nu.add(sigma.mul(variates.normal()))), square(sigma.mul(variates.normal())))),
});

/**
 * The length of a vector in the plane whose two coordinates are normal with standard deviation `sigma` > 0, about a point at
 * distance `nu` >= 0 from the origin; nu 0 is the Rayleigh distribution.
 *
 *     p(x) = x / sigma^2 exp(-(x^2 + nu^2) / (2 sigma^2)) I0(x nu / sigma^2),  x >= 0
 *
 * Stan: rayleigh(sigma) for nu 0, else none; PyMC: Rice(nu, sigma).
 * Source: Rice, Mathematical analysis of random noise, Bell System Technical Journal 24 (1945).
 */
export function rice<const Nu extends Argument, const Sigma extends Argument>(nu: Nu, sigma: Sigma): PlainDist<Nu | Sigma> {
  return plain<Nu | Sigma>(riceFamily, { nu, sigma });
}

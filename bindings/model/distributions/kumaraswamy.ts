/** The Kumaraswamy distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { exp, lgamma, log, log1mexp, log1p, lt, reciprocal, square, where } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import { log1mexpOfExp, minusOne, timesLog } from "./terms.js";

export const kumaraswamyFamily = family({
  name: "kumaraswamy",
  parameters: { a: "positive", b: "positive" },
  support: () => ({ kind: "unit" }),
  logp: (x, { a, b }) =>
    timesLog(minusOne(a), log(x))
      .add(timesLog(minusOne(b), log1mexp(a.mul(log(x)))))
      .add(log(a))
      .add(log(b)),
  logCdf: (x, { a, b }) => {
    const logPower = a.mul(log(x));
    return where(lt(logPower, -40), log1mexpOfExp(logPower.add(log(b))), log1mexp(b.mul(log1mexp(logPower))));
  },
  logSurvival: (x, { a, b }) => b.mul(log1mexp(a.mul(log(x)))),
  quantile: (p, { a, b }) => exp(log1mexp(log1p(p.neg()).div(b)).div(a)),
  upperQuantile: (logShare, { a, b }) => exp(log1mexp(logShare.div(b)).div(a)),
  mean: ({ a, b }) => exp(logMoment(1, a, b)),
  variance: ({ a, b }) => exp(logMoment(2, a, b)).sub(square(exp(logMoment(1, a, b)))),
  random: ({ a, b }, variates) => exp(log1mexp(variates.exponential().neg().div(b)).div(a)),
});

/** The logarithm of the mean of x^power: b B(1 + power / a, b). */
function logMoment(power: number, a: AnyExpr, b: AnyExpr): AnyExpr {
  const shape = reciprocal(a).mul(power).add(1);
  return lgamma(shape)
    .add(lgamma(b.add(1)))
    .sub(lgamma(shape.add(b)));
}

/**
 * Kumaraswamy with shapes `a` > 0 and `b` > 0, much like the beta but with a closed cdf, 1 - (1 - x^a)^b:
 *
 *     p(x) = a b x^(a - 1) (1 - x^a)^(b - 1),  0 <= x <= 1
 *
 * Mean b Gamma(1 + 1 / a) Gamma(b) / Gamma(1 + 1 / a + b). Stan has none; PyMC: Kumaraswamy(a, b).
 * Source: Jones, Kumaraswamy's distribution, Statistical Methodology 6 (2009).
 */
export function kumaraswamy<const A extends Argument, const B extends Argument>(a: A, b: B): PlainDist<A | B> {
  return plain<A | B>(kumaraswamyFamily, { a, b });
}

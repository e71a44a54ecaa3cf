/** The Wald distribution, also called inverse Gaussian. */

import { family, type PlainDist, plain } from "../family.js";
import { gt, le, log, log1mexp, logAddExp, logNormalCdf, sqrt, square, where } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import { logScaledTail } from "./normal_tails.js";
import { halfLogTwoPi } from "./terms.js";

interface Parameters {
  readonly mu: AnyExpr;
  readonly lambda: AnyExpr;
}

export const waldFamily = family({
  name: "wald",
  parameters: { mu: "positive", lambda: "positive" },
  support: () => ({ kind: "positive" }),
  logp: (x, { mu, lambda }) => exponent(x, mu, lambda).add(log(lambda).mul(0.5)).sub(log(x).mul(1.5)).sub(halfLogTwoPi),
  densityForm: (x, { mu, lambda }) => ({
    quadratic: exponent(x, mu, lambda),
    inverseRoot: where(gt(mu, 0), sqrt(lambda), 0),
    offset: log(x).mul(-1.5),
    dimensions: 1,
  }),
  // P(X <= x) = Phi(a) + exp(2 lambda / mu) Phi(-b), and the second term is exp(-a^2 / 2) times the scaled tail at b.
  logCdf: (x, parameters) => {
    const { a, b } = passages(x, parameters);
    return logAddExp(logNormalCdf(a), square(a).mul(-0.5).add(logScaledTail(b)));
  },
  logSurvival: (x, parameters) => {
    const { a, b } = passages(x, parameters);
    return logNormalCdf(a.neg()).add(log1mexp(logScaledTail(b).sub(logScaledTail(a))));
  },
  mean: ({ mu }) => mu,
  variance: ({ mu, lambda }) => mu.mul(square(mu).div(lambda)),
  // Of the two roots the smaller is chosen with probability mu / (mu + root); their product is mu^2.
  random: ({ mu, lambda }, variates) => {
    const w = square(variates.normal()).mul(mu).div(lambda).mul(0.5);
    const larger = w.add(1).add(sqrt(w.mul(w.add(2))));
    const isSmaller = le(variates.uniform(), larger.div(larger.add(1)));
    return where(isSmaller, mu.div(larger), mu.mul(larger));
  },
});

function exponent(x: AnyExpr, mu: AnyExpr, lambda: AnyExpr): AnyExpr {
  return lambda.mul(x.sub(mu).div(mu).square().div(x)).mul(-0.5);
}

/** sqrt(lambda / x) (x / mu - 1) and sqrt(lambda / x) (x / mu + 1) */
function passages(x: AnyExpr, { mu, lambda }: Parameters): { a: AnyExpr; b: AnyExpr } {
  const root = sqrt(lambda.div(x));
  return { a: root.mul(x.sub(mu).div(mu)), b: root.mul(x.div(mu).add(1)) };
}

/**
 * Wald (inverse Gaussian) with mean `mu` > 0 and shape `lambda` > 0: the time that a Brownian motion with drift 1 / mu and
 * variance 1 / lambda takes to rise by 1.
 *
 *     p(x) = sqrt(lambda / (2 pi x^3)) exp(-lambda (x - mu)^2 / (2 mu^2 x)),  x > 0
 *
 * The variance is mu^3 / lambda. Stan has none; PyMC: Wald(mu, lam). Drawn by the method of Michael, Schucany and Haas, Generating
 * random variates using transformations with multiple roots, 1976. Source: Johnson, Kotz, Balakrishnan, vol. 1, ch. 15.
 */
export function wald<const Mu extends Argument, const Lambda extends Argument>(mu: Mu, lambda: Lambda): PlainDist<Mu | Lambda> {
  return plain<Mu | Lambda>(waldFamily, { mu, lambda });
}

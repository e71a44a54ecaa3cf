/** The normal distribution between two bounds. */

import { family, type PlainDist, plain } from "../family.js";
import { exp, expm1, log, logNormalCdf, max, min, mul, square, sub, where } from "../functions.js";
import type { Node } from "../graph.js";
import type { AnyExpr, Argument } from "../types.js";
import { isNarrow, logNormalMass, quantileBetween } from "./normal_tails.js";
import { checkOrder } from "./order.js";
import { halfLogTwoPi } from "./terms.js";

interface Parameters {
  readonly mu: AnyExpr;
  readonly sigma: AnyExpr;
  readonly lower: AnyExpr;
  readonly upper: AnyExpr;
}

export const truncatedNormalFamily = family({
  name: "truncatedNormal",
  parameters: { mu: "real", sigma: "positive", lower: "bound", upper: "bound" },
  support: ({ lower, upper }) => {
    if (isInfinite(lower)) return isInfinite(upper) ? { kind: "real" } : { kind: "upper", upper };
    return isInfinite(upper) ? { kind: "lower", lower } : { kind: "interval", lower, upper };
  },
  logp: (x, { mu, sigma, lower, upper }) =>
    x
      .sub(mu)
      .div(sigma)
      .square()
      .mul(-0.5)
      .sub(log(sigma))
      .sub(halfLogTwoPi)
      .sub(logMass(lower, upper, mu, sigma)),
  logCdf: (x, { mu, sigma, lower, upper }) => logMass(lower, x, mu, sigma).sub(logMass(lower, upper, mu, sigma)),
  logSurvival: (x, { mu, sigma, lower, upper }) => logMass(x, upper, mu, sigma).sub(logMass(lower, upper, mu, sigma)),
  quantile: (p, parameters) => quantileAt(p, sub(1, p), parameters),
  upperQuantile: (logShare, parameters) => quantileAt(expm1(logShare).neg(), exp(logShare), parameters),
  mean: (parameters) => {
    const { mu, sigma, lower, upper } = parameters;
    const { a, b, width, atLower, atUpper } = ends(parameters);
    const narrow = lower.add(upper.sub(lower).mul(0.5)).sub(sigma.mul(a.add(b)).mul(square(width)).div(24));
    return where(isNarrow(a, b, width), narrow, mu.add(sigma.mul(atLower.sub(atUpper))));
  },
  variance: (parameters) => {
    const { a, b, width, atLower, atUpper } = ends(parameters);
    const [fromLower, fromUpper] = [times(a, atLower, parameters.lower), times(b, atUpper, parameters.upper)];
    const wide = fromLower
      .sub(fromUpper)
      .add(1)
      .sub(square(atLower.sub(atUpper)));
    const w = square(width);
    const narrow = w.div(12).sub(
      w
        .mul(w)
        .mul(square(a.add(b)).mul(0.75).add(2))
        .div(720),
    );
    return square(parameters.sigma).mul(where(isNarrow(a, b, width), narrow, wide));
  },
  random: (parameters, variates) => {
    const p = variates.uniform();
    return quantileAt(p, sub(1, p), parameters);
  },
});

function isInfinite(bound: Node): boolean {
  return bound.kind === "constant" && bound.values.every((value) => Math.abs(value) === Number.POSITIVE_INFINITY);
}

/** The logarithm of the share of an unbounded normal that lies between. */
function logMass(lower: AnyExpr, upper: AnyExpr, mu: AnyExpr, sigma: AnyExpr): AnyExpr {
  const a = lower.sub(mu).div(sigma);
  const b = upper.sub(mu).div(sigma);
  if (isInfinite(lower.node)) return logNormalCdf(b);
  return isInfinite(upper.node) ? logNormalCdf(a.neg()) : logNormalMass(a, b, upper.sub(lower).div(sigma));
}

interface Ends {
  /** Standardised bounds, and what is between them. */
  readonly a: AnyExpr;
  readonly b: AnyExpr;
  readonly width: AnyExpr;
  /** The density of the standardised value at the bounds. */
  readonly atLower: AnyExpr;
  readonly atUpper: AnyExpr;
}

function ends({ mu, sigma, lower, upper }: Parameters): Ends {
  const a = lower.sub(mu).div(sigma);
  const b = upper.sub(mu).div(sigma);
  const scale = logMass(lower, upper, mu, sigma).add(halfLogTwoPi);
  const density = (z: AnyExpr): AnyExpr => exp(square(z).mul(-0.5).sub(scale));
  return { a, b, width: upper.sub(lower).div(sigma), atLower: density(a), atUpper: density(b) };
}

/** z density(z), 0 at infinity. */
function times(z: AnyExpr, density: AnyExpr, bound: AnyExpr): AnyExpr {
  return isInfinite(bound.node) ? density : mul(z, density);
}

/** Of a share p below and q = 1 - p above. */
function quantileAt(p: AnyExpr, q: AnyExpr, { mu, sigma, lower, upper }: Parameters): AnyExpr {
  const { z, isFar, isRight, excess } = quantileBetween(p, q, lower.sub(mu).div(sigma), upper.sub(mu).div(sigma));
  const distance = sigma.mul(excess);
  const far = where(isRight, lower.add(distance), sub(upper, distance));
  return max(min(where(isFar, far, mu.add(sigma.mul(z))), upper), lower);
}

/**
 * Normal with parameters `mu` and `sigma` > 0 (those before the cut), cut off below `lower` and above `upper` > `lower`. A bound is a
 * number, `-Infinity` or `Infinity` for none, or an expression; a value far from mu, even both bounds on one side, loses no digits.
 *
 *     p(x) = phi((x - mu) / sigma) / (sigma (Phi(b) - Phi(a))),  lower <= x <= upper
 *
 * with a and b the bounds less mu over sigma, phi and Phi the standard normal's density and cdf. The mean is
 * mu + sigma (phi(a) - phi(b)) / (Phi(b) - Phi(a)); the closed form of the variance loses digits as the fourth power of a bound that
 * is more than some ten sigma beyond mu. Stan: normal(mu, sigma) T[lower, upper]; PyMC: TruncatedNormal(mu, sigma, lower, upper).
 * Source: Johnson, Kotz, Balakrishnan, vol. 1, sec. 13.10.1.
 */
export function truncatedNormal<
  const Mu extends Argument,
  const Sigma extends Argument,
  const Lower extends Argument,
  const Upper extends Argument,
>(mu: Mu, sigma: Sigma, lower: Lower, upper: Upper): PlainDist<Mu | Sigma | Lower | Upper> {
  checkOrder("truncatedNormal", { lower }, { upper });
  return plain<Mu | Sigma | Lower | Upper>(truncatedNormalFamily, { mu, sigma, lower, upper });
}

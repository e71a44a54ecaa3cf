/** The exponentially modified normal distribution. */

import { family, type PlainDist, plain } from "../family.js";
import { add, gt, log, log1mexp, logAddExp, logNormalCdf, square, where } from "../functions.js";
import type { AnyExpr, Argument } from "../types.js";
import { logScaledTail } from "./normal_tails.js";

export const exGaussianFamily = family({
  name: "exGaussian",
  parameters: { mu: "real", sigma: "positive", nu: "positive" },
  support: () => ({ kind: "real" }),
  logp: (x, parameters) => logTilted(x, parameters).sub(log(parameters.nu)),
  logCdf: (x, parameters) => {
    const { mu, sigma, nu } = parameters;
    const z = x.sub(mu).div(sigma);
    const near = logNormalCdf(z).add(log1mexp(logTilted(x, parameters).sub(logNormalCdf(z))));
    const far = square(z)
      .mul(-0.5)
      .add(logFall(z.neg(), sigma.div(nu)));
    return where(gt(z, 0), near, far);
  },
  logSurvival: (x, parameters) => logAddExp(logNormalCdf(parameters.mu.sub(x).div(parameters.sigma)), logTilted(x, parameters)),
  mean: ({ mu, nu }) => mu.add(nu),
  variance: ({ sigma, nu }) => add(square(sigma), square(nu)),
  random: ({ mu, sigma, nu }, variates) => mu.add(sigma.mul(variates.normal())).add(nu.mul(variates.exponential())),
});

interface Parameters {
  readonly mu: AnyExpr;
  readonly sigma: AnyExpr;
  readonly nu: AnyExpr;
}

/**
 * The logarithm of the density times nu: ratio^2 / 2 - (x - mu) / nu + log Phi(z - ratio), with z = (x - mu) / sigma and
 * ratio = sigma / nu. Where z < ratio the squares that nearly cancel are left out.
 */
function logTilted(x: AnyExpr, { mu, sigma, nu }: Parameters): AnyExpr {
  const [z, ratio] = [x.sub(mu).div(sigma), sigma.div(nu)];
  const below = ratio.sub(z);
  const near = square(ratio).mul(0.5).sub(x.sub(mu).div(nu)).add(logNormalCdf(below.neg()));
  const far = square(z).mul(-0.5).add(logScaledTail(below));
  return where(gt(below, 0), far, near);
}

/** The logarithm of the fall of exp(t^2 / 2) Phi(-t) from t to t + step. */
function logFall(t: AnyExpr, step: AnyExpr): AnyExpr {
  const from = logScaledTail(t);
  return from.add(log1mexp(logScaledTail(t.add(step)).sub(from)));
}

/**
 * The sum of a normal with mean `mu` and standard deviation `sigma` > 0 and an exponential with mean `nu` > 0 (not its rate):
 *
 *     p(x) = exp(sigma^2 / (2 nu^2) - (x - mu) / nu) Phi((x - mu) / sigma - sigma / nu) / nu
 *
 * with Phi the standard normal's cdf; stable for any ratio of sigma and nu. Mean mu + nu, variance sigma^2 + nu^2.
 * Stan: exp_mod_normal(mu, sigma, lambda) with lambda = 1 / nu; PyMC: ExGaussian(mu, sigma, nu).
 * Source: Grushka, Characterization of exponentially modified Gaussian peaks in chromatography, 1972.
 */
export function exGaussian<const Mu extends Argument, const Sigma extends Argument, const Nu extends Argument>(
  mu: Mu,
  sigma: Sigma,
  nu: Nu,
): PlainDist<Mu | Sigma | Nu> {
  return plain<Mu | Sigma | Nu>(exGaussianFamily, { mu, sigma, nu });
}

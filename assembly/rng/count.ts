/** What counts have in common: what one is, and the logarithm of a Poisson probability, of which those of others are made. */
import { log1pScalar } from "../math/log1p";
import { logScalar } from "../math/log";
import { lgammaScalar } from "../math/lgamma";

const HALF_LOG_TWO_PI: f64 = 0.9189385332046728;

/** A whole number from 0 on. */
export function isCount(x: f64): bool {
  return x >= 0 && x < Infinity && floor(x) == x;
}

/**
 * Log of the Poisson probability of k, for mean > 0. From k = 16 on in the form of Loader, "Fast and accurate computation of
 * binomial probabilities" (2000), whose parts are small near the mean: there its error is below 1e-9 however large the mean.
 */
export function logPoisson(k: f64, mean: f64): f64 {
  if (k < 16) return k * logScalar(mean) - mean - lgammaScalar(k + 1);
  const inverse = 1 / k;
  const square = inverse * inverse;
  const stirling = inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * (1.0 / 1680.0))));
  const distance = k - mean;
  const t = distance / mean;
  // mean ((1 + t) log(1 + t) - t)
  const deviance = abs(t) < 1e-4 ? distance * t * (0.5 - t * (1.0 / 6.0 - t * (1.0 / 12.0))) : k * log1pScalar(t) - distance;
  return -stirling - deviance - HALF_LOG_TWO_PI - 0.5 * logScalar(k);
}

/**
 * Errors and correlations of a star by its magnitude, like those of Gaia's third data release: the mission's own formulas of its
 * scientific performance (cosmos.esa.int/web/gaia/science-performance), with some scatter between stars of one magnitude.
 */
import type { RandomNumbers } from "wasmcmc";

/** Stars brighter than this have radial velocities. */
export const FaintestWithVelocity = 14;
/** Magnitudes G between which stars are found, and by how much their number grows a magnitude, as a power of ten. */
const Brightest = 11;
const Faintest = 20.8;
const GrowthPerMagnitude = 0.22;
/** Of errors between stars of one magnitude, in their logarithm. */
const ErrorScatter = 0.15;
/** Errors of proper motions (mas/yr) over those of parallaxes (mas). */
const MotionOverParallax = { pmra: 1.03, pmdec: 0.89 } as const;
const TypicalCorrelations = { parallax_pmra: -0.1, parallax_pmdec: -0.05, pmra_pmdec: -0.1 } as const;
const CorrelationScatter = 0.2;

export interface CatalogueErrors {
  readonly phot_g_mean_mag: number;
  /** mas, mas/yr, km/s; the last is NaN for stars without. */
  readonly parallax_error: number;
  readonly pmra_error: number;
  readonly pmdec_error: number;
  readonly radial_velocity_error: number;
  readonly parallax_pmra_corr: number;
  readonly parallax_pmdec_corr: number;
  readonly pmra_pmdec_corr: number;
}

/** The magnitude's law is the same for members and field, so that a star's errors say nothing of its membership, as the models assume. */
export function drawErrors(random: RandomNumbers): CatalogueErrors {
  const magnitude = drawMagnitude(random);
  const typical = parallaxError(magnitude);
  const error = (ratio: number): number => ratio * typical * Math.exp(ErrorScatter * random.normal());
  return {
    phot_g_mean_mag: magnitude,
    parallax_error: error(1),
    pmra_error: error(MotionOverParallax.pmra),
    pmdec_error: error(MotionOverParallax.pmdec),
    radial_velocity_error: magnitude < FaintestWithVelocity ? velocityError(magnitude) : NaN,
    ...drawCorrelations(random),
  };
}

function drawMagnitude(random: RandomNumbers): number {
  const [low, high] = [10 ** (GrowthPerMagnitude * Brightest), 10 ** (GrowthPerMagnitude * Faintest)];
  return Math.log10(low + (high - low) * random.uniform()) / GrowthPerMagnitude;
}

/** mas; its floor is that of stars brighter than G = 13. */
function parallaxError(magnitude: number): number {
  const z = 10 ** (0.4 * (Math.max(magnitude, 13) - 15));
  return Math.sqrt(40 + 800 * z + 30 * z * z) / 1000;
}

/** km/s, of cool stars, whose magnitude in the spectrograph's band is some 0.7 less than G. */
function velocityError(magnitude: number): number {
  return 0.12 + 6 * Math.exp(0.9 * (magnitude - 0.7 - 14));
}

/** Two correlations and a partial one, so that the matrix of the three is always a correlation matrix. */
function drawCorrelations(random: RandomNumbers) {
  const around = (typical: number): number => Math.tanh(typical + CorrelationScatter * random.normal());
  const first = around(TypicalCorrelations.parallax_pmra);
  const second = around(TypicalCorrelations.parallax_pmdec);
  const partial = around(TypicalCorrelations.pmra_pmdec);
  const third = first * second + partial * Math.sqrt((1 - first * first) * (1 - second * second));
  return { parallax_pmra_corr: first, parallax_pmdec_corr: second, pmra_pmdec_corr: third };
}

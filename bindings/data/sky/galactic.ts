/**
 * From equatorial (ICRS) to Galactic coordinates, proper motions and their covariances turned along. The pole and the zero of longitude are
 * given in FK5 (J2000), as astropy has them: Reid & Brunthaler (2004), ApJ 616, 872, appendix.
 */
import { apply, direction, dot, frameRotation, type Matrix3, placeOf, product, tangents, transposed } from "./vectors.js";

const Pole = { ra: 192.8594812065348, dec: 27.12825118085622, longitude: 122.9319185680026 } as const;

/** Degrees by which the axes of ICRS are turned from those of FK5 (J2000): USNO Circular 179 (Kaplan 2005), section 3.5. */
const Bias = { eta: -19.9 / 3_600_000, xi: 9.1 / 3_600_000, ra: -22.9 / 3_600_000 } as const;

const chain = (...rotations: readonly Matrix3[]): Matrix3 => rotations.reduce((left, right) => product(left, right));

const toGalacticMatrix: Matrix3 = chain(
  frameRotation("z", 180 - Pole.longitude),
  frameRotation("y", 90 - Pole.dec),
  frameRotation("z", Pole.ra),
  frameRotation("x", -Bias.eta),
  frameRotation("y", Bias.xi),
  frameRotation("z", Bias.ra),
);

export interface Galactic {
  /** Longitude, 0 up to 360, and latitude; degrees. */
  readonly l: number;
  readonly b: number;
}

export function icrsToGalactic(ra: number, dec: number): Galactic {
  const { longitude, latitude } = placeOf(apply(toGalacticMatrix, direction(ra, dec)));
  return { l: longitude, b: latitude };
}

export function galacticToIcrs(l: number, b: number): { ra: number; dec: number } {
  const { longitude, latitude } = placeOf(apply(transposed(toGalacticMatrix), direction(l, b)));
  return { ra: longitude, dec: latitude };
}

/** Cosine and sine of the angle between the two norths at a place. */
function turnAt(ra: number, dec: number): { cos: number; sin: number } {
  const { l, b } = icrsToGalactic(ra, dec);
  const equatorial = tangents(ra, dec);
  const { east, north } = tangents(l, b);
  const turnedEast = apply(toGalacticMatrix, equatorial.east);
  return { cos: dot(turnedEast, east), sin: dot(turnedEast, north) };
}

export interface ProperMotion {
  /** Along longitude times the cosine of latitude, and along latitude; of any unit. */
  readonly pmLongitude: number;
  readonly pmLatitude: number;
}

/** A proper motion (pmra with its factor cos(dec), as in Gaia) along Galactic longitude (cos(b) included) and latitude. */
export function properMotionToGalactic(ra: number, dec: number, pmra: number, pmdec: number): ProperMotion {
  const { cos, sin } = turnAt(ra, dec);
  return { pmLongitude: cos * pmra - sin * pmdec, pmLatitude: sin * pmra + cos * pmdec };
}

/** Errors and correlation of a pair. */
export interface PairErrors {
  readonly first: number;
  readonly second: number;
  readonly correlation: number;
}

/** Errors of a proper motion turned to Galactic coordinates: R C R'. */
export function properMotionErrorsToGalactic(ra: number, dec: number, { first, second, correlation }: PairErrors): PairErrors {
  const { cos, sin } = turnAt(ra, dec);
  const covariance = correlation * first * second;
  const along = cos * cos * first * first - 2 * cos * sin * covariance + sin * sin * second * second;
  const up = sin * sin * first * first + 2 * cos * sin * covariance + cos * cos * second * second;
  const mixed = cos * sin * (first * first - second * second) + (cos * cos - sin * sin) * covariance;
  return { first: Math.sqrt(along), second: Math.sqrt(up), correlation: mixed / Math.sqrt(along * up) };
}

/**
 * Places and velocities in space: from parallax or distance, proper motion and radial velocity to Cartesian coordinates, seen from the
 * Sun (ICRS axes) or from the Galaxy's centre (astropy's Galactocentric frame, by default its parameters "v4.0").
 */
import { WasmcmcError } from "../../errors.js";
import { apply, combine, direction, frameRotation, type Matrix3, product, tangents, type Vector3 } from "./vectors.js";

/** Kilometres a second of one milliarcsecond a year at one kiloparsec: au / Julian year. */
export const KmsPerMasYrKpc = 149597870.7 / (365.25 * 86400);

/**
 * The distance at which a parallax is seen, in kpc for mas. It is no estimate of the distance of a star whose parallax was measured with
 * a relative error over some 10 %: noise makes it too far on average, or negative. Model the distance instead.
 */
export function parallaxToDistance(parallax: number): number {
  if (parallax > 0) return 1 / parallax;
  throw new WasmcmcError({
    code: "outside-support",
    problem: `A parallax of ${parallax} mas is at no distance.`,
    remedy: "Treat measured parallaxes as data of a model in which distances are positive.",
    variable: "parallax",
    value: parallax,
  });
}

export interface Phase {
  /** Of the unit of the distance. */
  readonly position: Vector3;
  /** km/s. */
  readonly velocity: Vector3;
}

export interface Motion {
  /** Degrees. */
  readonly ra: number;
  readonly dec: number;
  /** kpc. */
  readonly distance: number;
  /** mas a year; pmra with its factor cos(dec). */
  readonly pmra: number;
  readonly pmdec: number;
  /** km/s, away from us. */
  readonly radialVelocity: number;
}

/** Seen from the Sun, along the axes of ICRS: x to RA 0, z to the north pole. Position in kpc, velocity in km/s. */
export function toCartesian({ ra, dec, distance, pmra, pmdec, radialVelocity }: Motion): Phase {
  const towards = direction(ra, dec);
  const { east, north } = tangents(ra, dec);
  const across = KmsPerMasYrKpc * distance;
  return {
    position: combine([distance, towards]),
    velocity: combine([radialVelocity, towards], [across * pmra, east], [across * pmdec, north]),
  };
}

export interface GalactocentricFrame {
  /** Where the centre is on the sky (degrees) and how far (kpc). */
  readonly centre?: { readonly ra: number; readonly dec: number };
  readonly distance?: number;
  /** The Sun's velocity (km/s): towards the centre, along the rotation, and up; and its height over the plane (kpc). */
  readonly sunVelocity?: Vector3;
  readonly sunHeight?: number;
}

/** astropy's "v4.0": Reid & Brunthaler 2004, GRAVITY 2018, Drimmel & Poggio 2018, Bennett & Bovy 2019. */
export const galactocentricV40: Required<GalactocentricFrame> = {
  centre: { ra: 266.4051, dec: -28.936175 },
  distance: 8.122,
  sunVelocity: [12.9, 245.6, 7.78],
  sunHeight: 0.0208,
};

/** The roll that makes the frame's plane that of Galactic coordinates; degrees. */
const Roll = 58.5986320306;

/**
 * Seen from the Galaxy's centre: x points from the Sun's side to the centre (the Sun is at x < 0), y along its rotation, z up. Position in kpc,
 * velocity in km/s.
 *
 *     galactocentric({ ra, dec, distance: 2.51, pmra: -2.9, pmdec: -3.87, radialVelocity: 2.97 }).position
 */
export function galactocentric(motion: Motion, frame: GalactocentricFrame = {}): Phase {
  const full = { ...galactocentricV40, ...frame };
  const { turn, tilt } = matrices(full);
  const { position, velocity } = toCartesian(motion);
  const [x, y, z] = apply(turn, position);
  return {
    position: apply(tilt, [x - full.distance, y, z]),
    velocity: combine([1, apply(product(tilt, turn), velocity)], [1, full.sunVelocity]),
  };
}

function matrices({ centre, distance, sunHeight }: Required<GalactocentricFrame>): { turn: Matrix3; tilt: Matrix3 } {
  const turn = product(product(frameRotation("x", Roll), frameRotation("y", -centre.dec)), frameRotation("z", centre.ra));
  const tilt = frameRotation("y", (-Math.asin(sunHeight / distance) * 180) / Math.PI);
  return { turn, tilt };
}

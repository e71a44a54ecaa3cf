/** Distances and directions between places on the sky, and offsets in a tangent plane. All angles are degrees. */
import { combine, Degree, direction, dot, placeOf, tangents } from "./vectors.js";

export interface SkyPlace {
  readonly ra: number;
  readonly dec: number;
}

/** Angle between two places; exact to rounding at all distances (from cross and scalar product, as astropy by Vincenty's formula). */
export function angularSeparation(from: SkyPlace, to: SkyPlace): number {
  const [a, b] = [direction(from.ra, from.dec), direction(to.ra, to.dec)];
  const turn = (to.ra - from.ra) * Degree;
  const [sinA, cosA] = [Math.sin(from.dec * Degree), Math.cos(from.dec * Degree)];
  const [sinB, cosB] = [Math.sin(to.dec * Degree), Math.cos(to.dec * Degree)];
  // sin(b - a) + cos a sin b (1 - cos turn): no digits are lost for places close together.
  const half = Math.sin(turn / 2);
  const along = Math.sin((to.dec - from.dec) * Degree) + 2 * sinA * cosB * half * half;
  const across = cosB * Math.sin(turn);
  const cosine = dot(a, b);
  return Math.atan2(Math.hypot(across, along), cosA === 0 && cosB === 0 ? sinA * sinB : cosine) / Degree;
}

/** Direction from one place to another: from north through east, 0 up to 360. */
export function positionAngle(from: SkyPlace, to: SkyPlace): number {
  const turn = (to.ra - from.ra) * Degree;
  const cosB = Math.cos(to.dec * Degree);
  const half = Math.sin(turn / 2);
  const north = Math.sin((to.dec - from.dec) * Degree) + 2 * Math.sin(from.dec * Degree) * cosB * half * half;
  const angle = Math.atan2(cosB * Math.sin(turn), north) / Degree;
  return angle < 0 ? angle + 360 : angle;
}

export interface Offset {
  /** East. */
  readonly xi: number;
  /** North. */
  readonly eta: number;
}

/**
 * A place in the plane that touches the sky at the centre (gnomonic projection, as TAN in FITS), in degrees; NaN from 90 degrees on.
 *
 *     tangentPlane({ ra: 295.327, dec: 40.19 }, { ra: 295.4, dec: 40.2 })   // { xi, eta }
 */
export function tangentPlane(centre: SkyPlace, place: SkyPlace): Offset {
  const towards = direction(place.ra, place.dec);
  const { east, north } = tangents(centre.ra, centre.dec);
  const depth = dot(towards, direction(centre.ra, centre.dec));
  if (!(depth > 0)) return { xi: NaN, eta: NaN };
  return { xi: dot(towards, east) / depth / Degree, eta: dot(towards, north) / depth / Degree };
}

/** The place on the sky at an offset in the tangent plane. */
export function fromTangentPlane(centre: SkyPlace, { xi, eta }: Offset): SkyPlace {
  const { east, north } = tangents(centre.ra, centre.dec);
  const { longitude, latitude } = placeOf(
    combine([1, direction(centre.ra, centre.dec)], [xi * Degree, east], [eta * Degree, north]),
  );
  return { ra: longitude, dec: latitude };
}

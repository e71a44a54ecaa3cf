/**
 * World coordinates of an image in the gnomonic (TAN) projection: pixel to sky and back. Calabretta & Greisen (2002), A&A 395, 1077,
 * section 5.1.3, with the native sphere's rotation written as vectors: no digits are lost near the reference point or at a pole.
 */
import type { FitsHeader } from "./header.js";
import { NotUnderstood, type TanCards, tanCards } from "./wcs_header.js";

const Degree = Math.PI / 180;

/**
 * Places on the sky are in the header's own system (RADESYS, EQUINOX), which is not converted: as ICRS where it says so, and to about
 * 0.02 arcseconds where it says FK5 of J2000; FK4 of B1950 is half a degree off.
 */
export interface WorldCoordinates {
  /** Names of the axes: ["RA---TAN", "DEC--TAN"]. */
  readonly types: readonly [string, string];
  /** Degrees on the sky at a pixel, counted from 0 at the centre of the first (FITS counts from 1); the longitude from 0 up to 360. */
  toSky(column: number, row: number): { longitude: number; latitude: number };
  /** The pixel of a place on the sky; NaN from 90 degrees from the reference point on. */
  toPixel(longitude: number, latitude: number): { column: number; row: number };
  /** Degrees a pixel along both axes. */
  readonly pixelScale: readonly [number, number];
}

/** What a header says of the sky: coordinates, or why there are none. */
export type HeaderCoordinates =
  | { readonly wcs: WorldCoordinates; readonly problem: undefined }
  | { readonly wcs: undefined; readonly problem: string };

/** Other projections, distortions (SIP, TPV, tables) and further descriptions (CTYPE1A) are not applied but are a problem told. */
export function worldCoordinates(header: FitsHeader): HeaderCoordinates {
  try {
    return { wcs: tanProjection(tanCards(header)), problem: undefined };
  } catch (error) {
    if (error instanceof NotUnderstood) return { wcs: undefined, problem: error.message };
    throw error;
  }
}

function tanProjection(cards: TanCards): WorldCoordinates {
  const { types, pixel, matrix, isLatitudeFirst } = cards;
  const determinant = matrix[0] * matrix[3] - matrix[1] * matrix[2];
  const sphere = rotation(cards);
  return {
    types,
    pixelScale: [Math.hypot(matrix[0], matrix[2]), Math.hypot(matrix[1], matrix[3])],
    toSky(column, row) {
      const p = column + 1 - pixel[0];
      const q = row + 1 - pixel[1];
      const first = matrix[0] * p + matrix[1] * q;
      const second = matrix[2] * p + matrix[3] * q;
      return isLatitudeFirst ? sphere.toSky(second, first) : sphere.toSky(first, second);
    },
    toPixel(longitude, latitude) {
      const plane = sphere.toPlane(longitude, latitude);
      const [first, second] = isLatitudeFirst ? [plane.y, plane.x] : [plane.x, plane.y];
      const p = (matrix[3] * first - matrix[1] * second) / determinant;
      const q = (matrix[0] * second - matrix[2] * first) / determinant;
      return { column: p + pixel[0] - 1, row: q + pixel[1] - 1 };
    },
  };
}

/**
 * Between the plane (degrees) and the sky. At the reference point stand three unit vectors: outwards, east and north; LONPOLE turns the
 * plane's axes (x, y) from (east, north), where they are at 180 degrees.
 */
function rotation({ longitude: longitude0, latitude: latitude0, pole }: TanCards) {
  const [sin0, cos0] = [Math.sin(latitude0 * Degree), Math.cos(latitude0 * Degree)];
  const [sinPole, cosPole] = [Math.sin(pole * Degree), Math.cos(pole * Degree)];
  return {
    toSky(x: number, y: number) {
      const east = (-cosPole * x - sinPole * y) * Degree;
      const north = (sinPole * x - cosPole * y) * Degree;
      const along = cos0 - north * sin0;
      const longitude = longitude0 + Math.atan2(east, along) / Degree;
      const latitude = Math.atan2(sin0 + north * cos0, Math.hypot(along, east)) / Degree;
      return { longitude: ((longitude % 360) + 360) % 360, latitude };
    },
    toPlane(longitude: number, latitude: number) {
      const [sin, cos] = [Math.sin(latitude * Degree), Math.cos(latitude * Degree)];
      // Differences of degrees are exact for places close together; those of sines and cosines are not.
      const turn = (longitude - longitude0) * Degree;
      const half = Math.sin(turn / 2);
      const outwards = sin * sin0 + cos * cos0 * Math.cos(turn);
      if (!(outwards > 0)) return { x: NaN, y: NaN };
      const east = (cos * Math.sin(turn)) / outwards / Degree;
      const north = (Math.sin((latitude - latitude0) * Degree) + 2 * cos * sin0 * half * half) / outwards / Degree;
      return { x: -cosPole * east + sinPole * north, y: -sinPole * east - cosPole * north };
    },
  };
}

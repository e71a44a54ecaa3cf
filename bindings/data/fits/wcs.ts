/**
 * World coordinates of an image in the gnomonic (TAN) projection: pixel to sky and back. Greisen & Calabretta (2002), A&A 395, 1061;
 * Calabretta & Greisen (2002), A&A 395, 1077, section 5.1.3. Distortions (SIP, TPV) are not applied.
 */
import type { FitsHeader } from "./header.js";

const Degree = Math.PI / 180;

export interface WorldCoordinates {
  /** Names of the axes: ["RA---TAN", "DEC--TAN"]. */
  readonly types: readonly [string, string];
  /** Degrees on the sky at a pixel, counted from 0 at the centre of the first (FITS counts from 1). */
  toSky(column: number, row: number): { longitude: number; latitude: number };
  /** The pixel of a place on the sky; NaN beyond 90 degrees from the reference point. */
  toPixel(longitude: number, latitude: number): { column: number; row: number };
  /** Degrees a pixel along both axes. */
  readonly pixelScale: readonly [number, number];
}

type Matrix = readonly [number, number, number, number];

/** Undefined where the header has no TAN projection of two axes. */
export function tanProjection(header: FitsHeader): WorldCoordinates | undefined {
  const types = [header.text("CTYPE1") ?? "", header.text("CTYPE2") ?? ""] as const;
  if (!types.every((type) => /-TAN(?:-SIP)?$/.test(type))) return undefined;
  const isLatitudeFirst = /^(?:DEC|.LAT)/.test(types[0]);
  const matrix = linearPart(header);
  const determinant = matrix[0] * matrix[3] - matrix[1] * matrix[2];
  if (!(Math.abs(determinant) > 0)) return undefined;
  const pixel = [header.number("CRPIX1") ?? 0, header.number("CRPIX2") ?? 0] as const;
  const reference = [header.number("CRVAL1") ?? 0, header.number("CRVAL2") ?? 0] as const;
  const [longitude0, latitude0] = isLatitudeFirst ? [reference[1], reference[0]] : reference;
  const pole = (header.number("LONPOLE") ?? (latitude0 >= 90 ? 0 : 180)) * Degree;
  const sphere = rotation(longitude0 * Degree, latitude0 * Degree, pole);
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

/** Degrees in the plane per pixel: CDi_j; or CDELTi PCi_j; or CDELTi and the older CROTA2. */
function linearPart(header: FitsHeader): Matrix {
  const value = (key: string, fallback: number): number => header.number(key) ?? fallback;
  if (["CD1_1", "CD1_2", "CD2_1", "CD2_2"].some((key) => header.has(key))) {
    return [value("CD1_1", 0), value("CD1_2", 0), value("CD2_1", 0), value("CD2_2", 0)];
  }
  const [dx, dy] = [value("CDELT1", 1), value("CDELT2", 1)];
  const angle = value("CROTA2", 0) * Degree;
  if (!["PC1_1", "PC1_2", "PC2_1", "PC2_2"].some((key) => header.has(key)) && angle !== 0) {
    return [dx * Math.cos(angle), -dy * Math.sin(angle), dx * Math.sin(angle), dy * Math.cos(angle)];
  }
  return [dx * value("PC1_1", 1), dx * value("PC1_2", 0), dy * value("PC2_1", 0), dy * value("PC2_2", 1)];
}

/** Between the plane (degrees) and the sky: native spherical coordinates whose pole is the reference point. */
function rotation(longitude0: number, latitude0: number, pole: number) {
  const [sin0, cos0] = [Math.sin(latitude0), Math.cos(latitude0)];
  return {
    toSky(x: number, y: number) {
      const phi = Math.atan2(x, -y);
      const theta = Math.atan2(1 / Degree, Math.hypot(x, y));
      const turn = phi - pole;
      const [sinTheta, cosTheta] = [Math.sin(theta), Math.cos(theta)];
      const along = sinTheta * cos0 - cosTheta * sin0 * Math.cos(turn);
      const across = -cosTheta * Math.sin(turn);
      const up = sinTheta * sin0 + cosTheta * cos0 * Math.cos(turn);
      const longitude = (longitude0 + Math.atan2(across, along)) / Degree;
      return { longitude: ((longitude % 360) + 360) % 360, latitude: Math.atan2(up, Math.hypot(along, across)) / Degree };
    },
    toPlane(longitude: number, latitude: number) {
      const [sin, cos] = [Math.sin(latitude * Degree), Math.cos(latitude * Degree)];
      const turn = longitude * Degree - longitude0;
      const sinTheta = sin * sin0 + cos * cos0 * Math.cos(turn);
      if (!(sinTheta > 0)) return { x: NaN, y: NaN };
      const phi = pole + Math.atan2(-cos * Math.sin(turn), sin * cos0 - cos * sin0 * Math.cos(turn));
      const radius = Math.hypot(cos * Math.sin(turn), sin * cos0 - cos * sin0 * Math.cos(turn)) / sinTheta / Degree;
      return { x: radius * Math.sin(phi), y: -radius * Math.cos(phi) };
    },
  };
}

/**
 * What a FITS header says of a TAN projection: its axes, reference point, pole and the matrix from pixels to degrees. Greisen & Calabretta
 * (2002), A&A 395, 1061; Calabretta & Greisen (2002), A&A 395, 1077; where cards contradict each other, as WCSLIB decides.
 */
import type { FitsHeader } from "./header.js";

/** Row by row: degrees in the plane per pixel. */
export type Matrix = readonly [number, number, number, number];

export interface TanCards {
  /** CTYPE1 and CTYPE2. */
  readonly types: readonly [string, string];
  readonly isLatitudeFirst: boolean;
  /** CRPIX1 and CRPIX2, counted from 1. */
  readonly pixel: readonly [number, number];
  readonly matrix: Matrix;
  /** The reference point and the native longitude of the celestial pole, in degrees. */
  readonly longitude: number;
  readonly latitude: number;
  readonly pole: number;
}

/** A header that is not understood; its message says why. Caught where the image is read. */
export class NotUnderstood extends Error {}

const axisPairs = [/^RA---TAN DEC--TAN$/, /^(.)LON-TAN \1LAT-TAN$/, /^(..)LN-TAN \1LT-TAN$/];
/** Cards of distortions: SIP, and the lookup tables of HST. */
const Distortion = /^(?:[AB]_ORDER|C[PQ]DIS[12]|D2IMDIS[12])$/;
const unitDegrees: Readonly<Record<string, number>> = {
  deg: 1,
  arcmin: 1 / 60,
  arcsec: 1 / 3600,
  mas: 1 / 3_600_000,
  rad: 180 / Math.PI,
};

/** Throws `NotUnderstood` where the header has no TAN projection, or more than that. */
export function tanCards(header: FitsHeader): TanCards {
  const types = [header.text("CTYPE1") ?? "", header.text("CTYPE2") ?? ""] as const;
  const isLatitudeFirst = isSecondFirst(types);
  const distortion = header.cards.find(({ key }) => Distortion.test(key));
  if (distortion !== undefined) throw new NotUnderstood(`it is distorted (${distortion.key}), and distortions are not applied`);
  const units = [degreesOf(header, "CUNIT1"), degreesOf(header, "CUNIT2")] as const;
  const reference = [number(header, "CRVAL1", 0) * units[0], number(header, "CRVAL2", 0) * units[1]] as const;
  const [longitude, latitude] = isLatitudeFirst ? [reference[1], reference[0]] : reference;
  if (!(Math.abs(latitude) <= 90)) throw new NotUnderstood(`its reference point has the latitude ${latitude}`);
  const [a, b, c, d] = linearPart(header, isLatitudeFirst);
  const matrix = [a * units[0], b * units[0], c * units[1], d * units[1]] as const;
  if (!(Math.abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) > 0)) throw new NotUnderstood("its matrix is singular");
  const pixel = [number(header, "CRPIX1", 0), number(header, "CRPIX2", 0)] as const;
  const pole = poleOf(header, isLatitudeFirst ? 2 : 1) ?? (latitude >= 90 ? 0 : 180);
  return { types, isLatitudeFirst, pixel, matrix, longitude, latitude, pole };
}

function isSecondFirst([first, second]: readonly [string, string]): boolean {
  if (axisPairs.some((pair) => pair.test(`${first} ${second}`))) return false;
  if (axisPairs.some((pair) => pair.test(`${second} ${first}`))) return true;
  if (first === "" && second === "") throw new NotUnderstood("it has no CTYPE1 and CTYPE2");
  if (/-SIP$/.test(first)) throw new NotUnderstood("it is distorted (SIP), and distortions are not applied");
  throw new NotUnderstood(`its axes are of the kinds ${JSON.stringify(first)} and ${JSON.stringify(second)}, not TAN`);
}

function number(header: FitsHeader, key: string, fallback: number): number {
  const value = header.has(key) ? header.number(key) : fallback;
  if (value === undefined) throw new NotUnderstood(`its ${key} is no number`);
  return value;
}

function degreesOf(header: FitsHeader, key: string): number {
  const unit = header.text(key) || "deg";
  const degrees = /^deg(?:rees?)?$/i.test(unit) ? 1 : unitDegrees[unit];
  if (degrees === undefined) throw new NotUnderstood(`its ${key} is ${JSON.stringify(unit)}, no unit of an angle`);
  return degrees;
}

/** In units of the axes per pixel: CDELTi PCi_j; or CDi_j; or CDELTi and the older CROTAi of the latitude's axis. */
function linearPart(header: FitsHeader, isLatitudeFirst: boolean): Matrix {
  for (const { key, value } of header.cards) {
    if (/^(?:PC|CD)[12]_[3-9]$/.test(key) && value !== 0) throw new NotUnderstood(`its ${key} ties the sky to a third axis`);
  }
  const [dx, dy] = [number(header, "CDELT1", 1), number(header, "CDELT2", 1)];
  const pc = elementsOf(header, ["PC1_1", "PC1_2", "PC2_1", "PC2_2"], 1);
  if (pc !== undefined) return [dx * pc[0], dx * pc[1], dy * pc[2], dy * pc[3]];
  const cd = elementsOf(header, ["CD1_1", "CD1_2", "CD2_1", "CD2_2"], 0);
  if (cd !== undefined) return cd;
  const angle = (number(header, isLatitudeFirst ? "CROTA1" : "CROTA2", 0) * Math.PI) / 180;
  // From the longitude's axis to the latitude's.
  const [cos, sin] = [Math.cos(angle), isLatitudeFirst ? -Math.sin(angle) : Math.sin(angle)];
  return [dx * cos, -dy * sin, dx * sin, dy * cos];
}

/** Undefined where the header has none of them. */
function elementsOf(header: FitsHeader, keys: readonly [string, string, string, string], diagonal: number): Matrix | undefined {
  if (!keys.some((key) => header.has(key))) return undefined;
  return keys.map((key, place) => number(header, key, place % 3 === 0 ? diagonal : 0)) as unknown as Matrix;
}

/** LONPOLE, before it PVi_3 of the longitude's axis. Other PVi_m move the reference point, or are the distortions of TPV. */
function poleOf(header: FitsHeader, longitudeAxis: 1 | 2): number | undefined {
  const usual: Readonly<Record<string, number>> = { 0: 0, 1: 0, 2: 90 };
  for (const { key, value } of header.cards) {
    const [, axis, place] = /^PV([12])_(\d+)$/.exec(key) ?? [];
    if (place === undefined) continue;
    const isUsual = axis === String(longitudeAxis) && (place === "3" || place === "4" || value === usual[place]);
    if (!isUsual) throw new NotUnderstood(`it has ${key}, a parameter of another projection (as TPV)`);
  }
  const key = [`PV${longitudeAxis}_3`, "LONPOLE"].find((name) => header.has(name));
  return key === undefined ? undefined : number(header, key, 180);
}

/** World coordinates against those of astropy (test/oracle/wcs.py), and what is not understood. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { worldCoordinates } from "../../../bindings/data/fits/wcs.js";
import { readFitsImage } from "../../../bindings/data/index.js";
import { type Cards, headerOf, imageFile } from "./header_cards.js";

interface Case {
  readonly name: string;
  readonly cards: Cards;
  readonly pixels: readonly (readonly [number, number])[];
  /** Of the pixels, first axis first. */
  readonly sky: readonly (readonly [number, number])[];
  /** Pixels of those places. */
  readonly back: readonly (readonly [number, number])[];
}
const { cases } = JSON.parse(readFileSync(new URL("../../fixtures/wcs.json", import.meta.url), "utf8")) as { cases: Case[] };

const coordinatesOf = (cards: Cards) => worldCoordinates(headerOf(cards)).wcs!;
const cosine = (degrees: number) => Math.cos((degrees * Math.PI) / 180);
const isLatitude = (type: unknown) => /^(?:DEC|.LAT|..LT)/.test(String(type));
const asPlace = (cards: Cards, [first, second]: readonly [number, number]) =>
  isLatitude(cards.CTYPE1) ? ([second, first] as const) : ([first, second] as const);

describe("TAN coordinates are those of astropy", () => {
  test.each(cases)("from the pixel to the sky, and back, in $name", ({ cards, pixels, sky, back }) => {
    const wcs = coordinatesOf(cards);
    // Angles up to 360 have ulps of 5.7e-14 degrees; WCSLIB's arcsines and arccosines lose up to some tens of them (|z| up to 0.99).
    const degreeTolerance = 1e-10;
    // A place on the sky is known to an ulp of 360 degrees. Four of them, in pixels, are more than 1e-9 where pixels are below 0.8 arcseconds.
    const pixelTolerance = Math.max(1e-9, (4 * 5.7e-14) / Math.min(...wcs.pixelScale));
    for (const [i, pixel] of pixels.entries()) {
      const [longitude, latitude] = asPlace(cards, sky[i]!);
      const found = wcs.toSky(...pixel);
      const turn = Math.abs(((((found.longitude - longitude) % 360) + 540) % 360) - 180);
      expect(turn * cosine(latitude)).toBeLessThan(degreeTolerance);
      expect(Math.abs(found.latitude - latitude)).toBeLessThan(degreeTolerance);
      const { column, row } = wcs.toPixel(longitude, latitude);
      expect(Math.abs(column - back[i]![0])).toBeLessThan(pixelTolerance);
      expect(Math.abs(row - back[i]![1])).toBeLessThan(pixelTolerance);
    }
  });

  test("there are no pixels of the other half of the sky", () => {
    const wcs = coordinatesOf(cases[0]!.cards);
    expect(wcs.toPixel(295.327 + 180, 40.19)).toEqual({ column: NaN, row: NaN });
    expect(wcs.toPixel(295.327, 40.19 - 90.001)).toEqual({ column: NaN, row: NaN });
    expect(wcs.toPixel(295.327, 40.19 - 89.999).row).toBeLessThan(-1e6);
  });
});

describe("what is not understood has no coordinates, and says why", () => {
  const plain = { CTYPE1: "RA---TAN", CTYPE2: "DEC--TAN", CRVAL1: 30, CRVAL2: 40, CDELT1: -0.01, CDELT2: 0.01 };
  const problems: [string, Cards, RegExp][] = [
    ["no axes", {}, /no CTYPE1/],
    ["another projection", { ...plain, CTYPE1: "RA---ZEA", CTYPE2: "DEC--ZEA" }, /"RA---ZEA"/],
    ["TPV", { ...plain, CTYPE1: "RA---TPV", CTYPE2: "DEC--TPV" }, /TPV/],
    ["axes of two systems", { ...plain, CTYPE2: "GLAT-TAN" }, /"GLAT-TAN"/],
    ["two right ascensions", { ...plain, CTYPE2: "RA---TAN" }, /"RA---TAN" and "RA---TAN"/],
    ["SIP", { ...plain, CTYPE1: "RA---TAN-SIP", CTYPE2: "DEC--TAN-SIP", A_ORDER: 2, B_ORDER: 2 }, /distorted \(SIP\)/],
    ["SIP that CTYPE does not tell", { ...plain, A_ORDER: 2, B_ORDER: 2, A_2_0: 1e-5 }, /distorted \(A_ORDER\)/],
    ["tables of distortions", { ...plain, CPDIS1: "LOOKUP" }, /distorted \(CPDIS1\)/],
    ["the polynomial of SCAMP", { ...plain, PV1_0: 0, PV1_1: 1, PV1_4: 0.01, PV2_1: 1 }, /PV1_1.*TPV/],
    ["another fiducial point", { ...plain, PV1_1: 10, PV1_2: 60 }, /PV1_1/],
    ["a unit of length", { ...plain, CUNIT1: "m" }, /CUNIT1 is "m"/],
    ["a number as text", { ...plain, CRVAL1: "30.0" }, /CRVAL1 is no number/],
    ["a latitude of 95", { ...plain, CRVAL2: 95 }, /latitude 95/],
    ["a singular matrix", { ...plain, CD1_1: -0.01, CD1_2: 0.01 }, /singular/],
    ["a third axis in the sky's", { ...plain, PC1_3: 0.4 }, /PC1_3/],
  ];
  test.each(problems)("%s", (_, cards, message) => {
    const { wcs, wcsProblem, values } = readFitsImage(imageFile([2, 3], cards));
    expect(wcs).toBeUndefined();
    expect(wcsProblem).toMatch(message);
    expect(values.length).toBe(6);
  });

  test("and what is understood has no problem", () => {
    expect(readFitsImage(imageFile([2, 3], plain))).toMatchObject({
      wcs: { types: ["RA---TAN", "DEC--TAN"] },
      wcsProblem: undefined,
    });
  });
});

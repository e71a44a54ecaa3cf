/** World coordinates against those of astropy (test/oracle/wcs.py), and what is not understood. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readFitsImage } from "../../../bindings/data/index.js";
import { worldCoordinates } from "../../../bindings/data/fits/wcs.js";
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

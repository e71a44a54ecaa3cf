/** The grid over an image of the sky: its lines are where astropy has them (test/oracle/wcs.py). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readFitsImage } from "../../../bindings/data/index.js";
import { plotSky } from "../../../bindings/posterior/plots/index.js";
import { skyGrid } from "../../../bindings/posterior/plots/sky_grid.js";
import { type Cards, imageFile } from "../../data/fits/header_cards.js";
import { elements, scaleThrough, vertices } from "./pictures.js";

type Pixel = readonly [number, number];
interface Line {
  readonly ra?: number;
  readonly dec?: number;
  /** In order along the line. */
  readonly pixels: readonly Pixel[];
}
const { size, cases } = JSON.parse(readFileSync(new URL("../../fixtures/wcs.json", import.meta.url), "utf8")) as {
  size: Pixel;
  cases: { name: string; cards: Cards; grid?: Line[] }[];
};
const [columns, rows] = size;
const drawnCases = cases.flatMap(({ name, cards, grid }) => (grid === undefined ? [] : [{ name, cards, grid }]));

/** What plotSky draws, in pixels of the image: the inner rectangle of the picture is the image. */
function drawnLines(image: ReturnType<typeof readFitsImage>, svg = plotSky(undefined, { image })): Pixel[][] {
  const frame = elements(svg, "clipPath rect")[0]!;
  const [left, top, width, height] = ["x", "y", "width", "height"].map((key) => Number(frame.getAttribute(key))) as [
    number,
    number,
    number,
    number,
  ];
  const toColumn = scaleThrough([left, -0.5], [left + width, columns - 0.5]);
  const toRow = scaleThrough([top + height, -0.5], [top, rows - 0.5]);
  return elements(svg, 'g[aria-label="line"] path').map((path) =>
    vertices(path).map(([x, y]) => [toColumn(x), toRow(y)] as const),
  );
}

function sines(degrees: number): { sin: number; cos: number } {
  return { sin: Math.sin((degrees * Math.PI) / 180), cos: Math.cos((degrees * Math.PI) / 180) };
}

function distance([x, y]: Pixel, line: readonly Pixel[]): number {
  let least = Infinity;
  for (let i = 1; i < line.length; i++) {
    const [[x0, y0], [x1, y1]] = [line[i - 1]!, line[i]!];
    const [dx, dy] = [x1 - x0, y1 - y0];
    const share = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
    least = Math.min(least, Math.hypot(x - x0 - share * dx, y - y0 - share * dy));
  }
  return least;
}

/** The greatest inverse radius of circles through three places that follow each other. */
function curvature(line: readonly Pixel[]): number {
  return line.slice(2).reduce((most, c, i) => {
    const [a, b] = [line[i]!, line[i + 1]!];
    const area = Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
    const sides =
      Math.hypot(b[0] - a[0], b[1] - a[1]) * Math.hypot(c[0] - b[0], c[1] - b[1]) * Math.hypot(c[0] - a[0], c[1] - a[1]);
    return Math.max(most, (2 * area) / sides);
  }, 0);
}

/** The longest part of a drawn line that has an end in the image. */
function longestPart(line: readonly Pixel[]): number {
  const isIn = ([x, y]: Pixel) => x >= -0.5 && x <= columns - 0.5 && y >= -0.5 && y <= rows - 0.5;
  return line.slice(1).reduce((most, b, i) => {
    const a = line[i]!;
    return isIn(a) || isIn(b) ? Math.max(most, Math.hypot(b[0] - a[0], b[1] - a[1])) : most;
  }, 0);
}

/** Pictures have only these parts of an image's coordinates. */
function gridOf({ wcs }: ReturnType<typeof readFitsImage>) {
  const toPlane = (ra: number, dec: number) => {
    const { column, row } = wcs!.toPixel(ra, dec);
    return [column, row] as const;
  };
  const toSky = (column: number, row: number) => {
    const { longitude, latitude } = wcs!.toSky(column, row);
    return { ra: longitude, dec: latitude };
  };
  return skyGrid({ toPlane, toSky }, { x: [-0.5, columns - 0.5], y: [-0.5, rows - 0.5] }, "degrees");
}

describe("the lines that plotSky draws over an image", () => {
  test.each(drawnCases)("pass through the pixels that astropy gives: $name", ({ cards, grid }) => {
    const image = readFitsImage(imageFile([rows, columns], cards));
    const { rightAscensions, declinations } = gridOf(image);
    const drawn = drawnLines(image);
    expect(drawn.length).toBe(rightAscensions.length + declinations.length);
    for (const { ra, dec, pixels } of grid) {
      const labels = (ra === undefined ? declinations : rightAscensions).map(({ label }) =>
        Number.parseFloat(label.replace("−", "-")),
      );
      // Labels have the digits of the step; what is binary after them is below 1e-6.
      const place = labels.findIndex((label) => Math.abs(label - (ra ?? dec)!) < 1e-6);
      expect({ ra, dec, isDrawn: place >= 0 }).toEqual({ ra, dec, isDrawn: true });
      const line = drawn[ra === undefined ? rightAscensions.length + place : place]!;
      const most = Math.max(...pixels.map((pixel) => distance(pixel, line)));
      // A chord of the length L is at most L^2 / 8 of the curvature from its line (the sagitta); a tenth more for a curvature that changes
      // between astropy's places. Corners of paths are written to 0.0005, of 460 over the image's width.
      const sagitta = (1.1 * curvature(pixels) * longestPart(line) ** 2) / 8;
      const written = (0.0005 * Math.SQRT2 * columns) / 460;
      expect(most, `of the line ${ra ?? ""} ${dec ?? ""}`).toBeLessThan(sagitta + written);
    }
  });

  test("are as many about a pole as there are steps in a circle, and meet in it", () => {
    const { cards } = cases.find(({ name }) => name === "the pole in the image")!;
    const image = readFitsImage(imageFile([rows, columns], cards));
    const { rightAscensions, declinations } = gridOf(image);
    const { column, row } = image.wcs!.toPixel(0, 90);
    expect(new Set(rightAscensions.map(({ label }) => label)).size).toBe(12);
    expect(rightAscensions.length).toBe(12);
    // The same tolerance as of pixels: test/data/fits/wcs.test.ts.
    for (const { points } of rightAscensions)
      expect(Math.hypot(points.at(-1)![0] - column, points.at(-1)![1] - row)).toBeLessThan(1e-9);
    for (const { points } of declinations) {
      expect(Math.hypot(points.at(-1)![0] - points[0]![0], points.at(-1)![1] - points[0]![1])).toBeLessThan(1e-9);
    }
  });
});

test("labels of lines that meet the edge close together, beside a pole, do not touch", () => {
  const { cards } = cases.find(({ name }) => name === "a large field with a pole")!;
  const labels = elements(plotSky(undefined, { image: readFitsImage(imageFile([rows, columns], cards)) }), "text[transform]");
  const places = labels
    .filter(({ textContent }) => /^[0-9]+°$/.test(textContent ?? ""))
    .map((label) => Number(/translate\(([-0-9.]+)/.exec(label.getAttribute("transform")!)![1]));
  expect(places.length).toBeGreaterThan(0);
  const gaps = places.sort((a, b) => a - b).map((place, i) => place - (places[i - 1] ?? -Infinity));
  // A tenth of 460 is wider than the longest of them, "360°".
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(46);
});

test("a circle is as many degrees about the middle of the image as it says", () => {
  const { cards } = cases.find(({ name }) => name === "a large field")!;
  const image = readFitsImage(imageFile([rows, columns], cards));
  const svg = plotSky(undefined, { image, circles: [25] });
  const toDegrees = (angle: number) => (angle * 180) / Math.PI;
  const middle = image.wcs!.toSky((columns - 1) / 2, (rows - 1) / 2);
  for (const [column, row] of drawnLines(image, svg).at(-1)!) {
    const { longitude, latitude } = image.wcs!.toSky(column, row);
    const { sin, cos } = sines(latitude);
    const at = sines(middle.latitude);
    const separation = toDegrees(Math.acos(sin * at.sin + cos * at.cos * sines(longitude - middle.longitude).cos));
    // Corners are written to 0.0005 of 460 over 200 pixels of at most 0.4 degrees.
    expect(Math.abs(separation - 25)).toBeLessThan(0.4 * ((0.0005 * Math.SQRT2 * columns) / 460));
  }
});

describe("an image is refused with a typed error that says why", () => {
  const equatorial = { CTYPE1: "RA---TAN", CTYPE2: "DEC--TAN", CDELT1: -0.01, CDELT2: 0.01 };
  test.each([
    [
      "distortions (SIP)",
      { ...equatorial, CTYPE1: "RA---TAN-SIP", CTYPE2: "DEC--TAN-SIP", A_ORDER: 2, B_ORDER: 2 },
      /distorted \(SIP\)/,
    ],
    ["another projection", { ...equatorial, CTYPE1: "RA---SIN", CTYPE2: "DEC--SIN" }, /"RA---SIN" and "DEC--SIN", not TAN/],
    ["no coordinates", {}, /no CTYPE1 and CTYPE2/],
    [
      "galactic coordinates",
      { ...equatorial, CTYPE1: "GLON-TAN", CTYPE2: "GLAT-TAN" },
      /GLON-TAN and GLAT-TAN, not right ascension/,
    ],
  ])("%s", (_, cards, message) => {
    const image = readFitsImage(imageFile([20, 30], cards as Cards));
    expect(() => plotSky(undefined, { image })).toThrow(expect.objectContaining({ name: "WasmcmcError", code: "bad-option" }));
    expect(() => plotSky(undefined, { image })).toThrow(message);
  });
});

/** Maps of the sky: lines and labels of the grid, stars, and the picture below them. */
import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { fromTangentPlane, tangentPlane } from "../../../bindings/data/sky/separation.js";
import { greyImage } from "../../../bindings/posterior/plots/grey_image.js";
import { plotColorMagnitude, plotSky, plotVectorPoint } from "../../../bindings/posterior/plots/index.js";
import { type SkyPlane, skyGrid } from "../../../bindings/posterior/plots/sky_grid.js";
import { elements, numberOf, texts } from "./pictures.js";

const centre = { ra: 295.327, dec: 40.187 };
const plane = (around: { ra: number; dec: number }): SkyPlane => ({
  toPlane: (ra, dec) => {
    const { xi, eta } = tangentPlane(around, { ra, dec });
    return [xi, eta];
  },
  toSky: (xi, eta) => fromTangentPlane(around, { xi, eta }),
});
const range = { x: [0.5, -0.5], y: [-0.5, 0.5] } as const;

describe("skyGrid", () => {
  test("has lines whose every place has the right ascension or declination of its label", () => {
    const grid = skyGrid(plane(centre), range, "degrees");
    for (const { points, label } of grid.rightAscensions) {
      // Labels are exact: steps are round. Projections are inverted to 1e-9 degrees.
      for (const [x, y] of points)
        expect(fromTangentPlane(centre, { xi: x, eta: y }).ra).toBeCloseTo(Number(label.slice(0, -1)), 9);
    }
    for (const { points, label } of grid.declinations) {
      for (const [x, y] of points)
        expect(fromTangentPlane(centre, { xi: x, eta: y }).dec).toBeCloseTo(Number(label.slice(0, -1)), 9);
    }
    expect(grid.rightAscensions.map(({ label }) => label)).toEqual(["295.0°", "295.5°"]);
    expect(grid.declinations.map(({ label }) => label)).toEqual(["39.8°", "40.0°", "40.2°", "40.4°", "40.6°"]);
  });

  test("writes hours and degrees with minutes", () => {
    const grid = skyGrid(plane(centre), range, "sexagesimal");
    expect(grid.declinations.map(({ label }) => label)).toEqual(["+39°45′", "+40°00′", "+40°15′", "+40°30′"]);
    expect(grid.rightAscensions.map(({ label }) => label)).toContain("19ʰ41ᵐ");
  });

  test("goes on across right ascension 0, and south of the equator", () => {
    const grid = skyGrid(plane({ ra: 0.05, dec: -0.02 }), range, "degrees");
    expect(grid.rightAscensions.map(({ label }) => label)).toEqual(["359.6°", "359.8°", "0.0°", "0.2°", "0.4°"]);
    expect(grid.declinations[0]!.label).toBe("−0.4°");
  });
});

describe("plotSky", () => {
  test("has east to the left and north above", () => {
    const svg = plotSky({ ra: [10.1, 9.9, 10], dec: [0, 0, 0.1] }, { centre: { ra: 10, dec: 0 }, radius: 0.2 });
    const path = elements(svg, 'g[aria-label="cloud"] path')[0]!;
    const places = (path.getAttribute("d") ?? "").match(/M[^h]+/g)!.map((text) => text.slice(1).split(",").map(Number));
    expect(places[0]![0]).toBeLessThan(places[2]![0]!);
    expect(places[2]![0]).toBeLessThan(places[1]![0]!);
    expect(places[2]![1]).toBeLessThan(places[0]![1]!);
    expect(numberOf(path, "data-count")).toBe(3);
  });

  test("draws 5,000 stars as a path for each of 24 colours", () => {
    const ra = Float64Array.from({ length: 5000 }, (_, i) => 10 + 0.001 * (i % 71));
    const dec = Float64Array.from({ length: 5000 }, (_, i) => 0.001 * (i % 83));
    const membership = Float64Array.from({ length: 5000 }, (_, i) => (i % 101) / 100);
    const paths = elements(plotSky({ ra, dec }, { membership }), 'g[aria-label="cloud"] path');
    expect(paths.length).toBe(24);
    expect(paths.reduce((sum, path) => sum + numberOf(path, "data-count"), 0)).toBe(5000);
    expect(new Set(paths.map((path) => path.getAttribute("stroke"))).size).toBe(24);
  });
});

describe("greyImage", () => {
  /** Rows of an 8-bit grey PNG without filters. */
  const decode = (uri: string) => {
    const bytes = Buffer.from(uri.slice("data:image/png;base64,".length), "base64");
    const [columns, rows] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    const length = bytes.readUInt32BE(33);
    expect(bytes.toString("latin1", 37, 41)).toBe("IDAT");
    const lines = inflateSync(bytes.subarray(41, 41 + length));
    return Array.from({ length: rows }, (_, row) => [...lines.subarray(row * (columns + 1) + 1, (row + 1) * (columns + 1))]);
  };

  test("has the first row at the bottom, dark where it is bright, blank where it is NaN", () => {
    const rows = decode(greyImage({ values: [0, 5, 10, NaN, 0, 10], shape: [2, 3] }, { range: [0, 1] }));
    expect(rows).toEqual([
      [255, 255, 0],
      [255, expect.any(Number), 0],
    ]);
    // asinh(0.5 / 0.1) / asinh(1 / 0.1) of the way to black.
    expect(rows[1]![1]).toBe(Math.round(255 * (1 - Math.asinh(5) / Math.asinh(10))));
  });

  test("is written in several blocks where it is large, and averaged to 640 pixels a side", () => {
    const values = Float64Array.from({ length: 1300 * 900 }, (_, i) => i % 900);
    const rows = decode(greyImage({ values, shape: [1300, 900] }, { inverted: false }));
    expect([rows.length, rows[0]!.length]).toEqual([434, 300]);
    expect(rows[0]![299]).toBeGreaterThan(rows[0]![150]!);
  });
});

test("proper motions grow to the left, magnitudes downwards", () => {
  const motions = plotVectorPoint({ pmra: [0, 1, 2], pmdec: [0, 1, 2] });
  const labels = elements(motions, 'g[aria-label="x-axis tick label"] text');
  const ticks = texts(motions).filter((text) => /^[−\d.]+$/.test(text));
  expect(ticks.length).toBeGreaterThan(4);
  const first = labels[0]!;
  const last = labels[labels.length - 1]!;
  const place = (element: Element) => Number(/translate\(([-\d.]+)/.exec(element.getAttribute("transform") ?? "")![1]);
  const value = (element: Element) => Number(element.textContent!.replace("−", "-"));
  expect((value(last) - value(first)) * (place(last) - place(first))).toBeLessThan(0);
  const path = elements(plotColorMagnitude({ color: [0, 1], magnitude: [10, 20] }), 'g[aria-label="cloud"] path')[0]!;
  const heights = (path.getAttribute("d") ?? "").match(/,[\d.]+/g)!.map((text) => Number(text.slice(1)));
  expect(heights[0]).toBeLessThan(heights[1]!);
});

/** World coordinates of images in the TAN projection, and the grid of coordinates over them, against astropy. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Card, FitsHeader } from "../../../bindings/data/fits/header.js";
import { tanProjection, type WorldCoordinates } from "../../../bindings/data/fits/wcs.js";
import { angularSeparation } from "../../../bindings/data/sky/separation.js";
import { crossing, type GridLine, type SkyPlane, skyGrid } from "../../../bindings/posterior/plots/sky_grid.js";

interface Case {
  readonly name: string;
  readonly header: Readonly<Record<string, string | number>>;
  /** Column and row from 0, longitude and latitude in degrees. */
  readonly places: readonly (readonly [number, number, number, number])[];
}

/** Values of a coordinate, with all places at which it crosses an edge. */
type Crossings = readonly (readonly [value: number, places: readonly number[]])[];

const fixture: {
  readonly shape: readonly [rows: number, columns: number];
  readonly cases: readonly Case[];
  readonly grids: readonly { readonly name: string; readonly lower: Crossings; readonly left: Crossings }[];
} = JSON.parse(readFileSync(new URL("../../fixtures/world_coordinates.json", import.meta.url), "utf8"));

function projectionOf({ header }: Case): WorldCoordinates {
  const cards = Object.entries(header).map(([key, value]): Card => ({ key, value, comment: "" }));
  return tanProjection(new FitsHeader(cards, 0, 0))!;
}

describe("tanProjection", () => {
  test.each(fixture.cases)("has the pixels and places of astropy: $name", (example) => {
    const wcs = projectionOf(example);
    for (const [column, row, ra, dec] of example.places) {
      const found = wcs.toSky(column, row);
      // Angles of up to 360 degrees have 6e-14 degrees between doubles; a dozen roundings follow.
      expect(angularSeparation({ ra: found.longitude, dec: found.latitude }, { ra, dec })).toBeLessThan(1e-12);
      const back = wcs.toPixel(ra, dec);
      // 1e-12 degrees by pixels of no less than 5e-4 degrees; the field of 80 degrees stretches what lies far out.
      expect(Math.hypot(back.column - column, back.row - row)).toBeLessThan(1e-8);
    }
  });
});

/** Lines of a grid by the numbers of their labels. */
const byValue = (lines: readonly GridLine[]) =>
  new Map(lines.map((line) => [Number(line.label.replace("−", "-").slice(0, -1)), line.points]));

describe("skyGrid over an image", () => {
  const [rows, columns] = fixture.shape;
  const range = { x: [-0.5, columns - 0.5], y: [-0.5, rows - 0.5] } as const;

  test.each(fixture.grids)("crosses the edges where astropy's coordinates are round: $name", ({ name, lower, left }) => {
    const wcs = projectionOf(fixture.cases.find((example) => example.name === name)!);
    const plane: SkyPlane = {
      toPlane: (ra, dec) => {
        const { column, row } = wcs.toPixel(ra, dec);
        return [column, row];
      },
      toSky: (column, row) => {
        const { longitude, latitude } = wcs.toSky(column, row);
        return { ra: longitude, dec: latitude };
      },
    };
    const grid = skyGrid(plane, range, "degrees");
    let compared = 0;
    const check = (lines: ReadonlyMap<number, GridLine["points"]>, expected: Crossings, axis: "x" | "y") => {
      for (const [value, places] of expected) {
        const points = lines.get(value);
        if (points === undefined) continue;
        const place = crossing(points, axis, -0.5, axis === "y" ? range.x : range.y);
        if (places.length === 0) expect(place, `${value}`).toBeUndefined();
        // A curve is drawn by straight pieces: a tenth of a pixel is far below the width of its line.
        else expect(Math.min(...places.map((each) => Math.abs(each - place!))), `${value}`).toBeLessThan(0.1);
        compared++;
      }
    };
    check(byValue(grid.rightAscensions), lower, "y");
    check(byValue(grid.declinations), left, "x");
    expect(compared).toBeGreaterThan(3);
  });
});

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { correctParallax, parallaxZeroPoint, Table } from "../../../bindings/data/index.js";

interface Star {
  readonly solved: number;
  readonly g: number;
  readonly colour: number;
  readonly latitude: number;
  readonly extrapolated: number;
  readonly inside: boolean;
}
const { stars } = JSON.parse(readFileSync(new URL("../../fixtures/gaia_zero_point.json", import.meta.url), "utf8")) as {
  stars: Star[];
};

const columnsOf = (of: readonly Star[]) => ({
  phot_g_mean_mag: of.map(({ g }) => g),
  ecl_lat: of.map(({ latitude }) => latitude),
  astrometric_params_solved: of.map(({ solved }) => solved),
  nu_eff_used_in_astrometry: of.map(({ solved, colour }) => (solved === 31 ? colour : NaN)),
  pseudocolour: of.map(({ solved, colour }) => (solved === 95 ? colour : NaN)),
});

/** The authors' package rounds to 1e-6 mas. */
const Rounding = 0.5e-6 + 1e-12;

describe("the parallax zero point", () => {
  test("of five- and six-parameter solutions is that of the authors' package", () => {
    const { values } = parallaxZeroPoint(columnsOf(stars), { outside: "extrapolate" });
    const furthest = Math.max(...stars.map(({ extrapolated }, row) => Math.abs(values[row]! - extrapolated)));
    expect(furthest).toBeLessThanOrEqual(Rounding);
  });

  test("is NaN outside the ranges of magnitude and colour, the bounds included, and says how often", () => {
    const zeroPoint = parallaxZeroPoint(columnsOf(stars));
    stars.forEach(({ inside }, row) => {
      expect(Number.isNaN(zeroPoint.values[row])).toBe(!inside);
      expect(zeroPoint.outside[row]).toBe(Number(!inside));
    });
    const outside = stars.filter(({ inside }) => !inside).length;
    expect(zeroPoint.counts).toEqual({ rows: stars.length, outside, missing: 0 });
    expect(String(zeroPoint)).toContain(`${outside} outside the ranges of magnitude and colour: none`);
  });

  test("is NaN, and counted, where a value is null or no parallax was solved for", () => {
    const columns = columnsOf([stars[1]!, stars[1]!, stars[1]!, stars[1]!]);
    columns.phot_g_mean_mag[1] = NaN;
    columns.nu_eff_used_in_astrometry[2] = NaN;
    columns.astrometric_params_solved[3] = 3;
    const zeroPoint = parallaxZeroPoint(columns);
    expect(Array.from(zeroPoint.values, Number.isNaN)).toEqual([false, true, true, true]);
    expect(zeroPoint.counts).toEqual({ rows: 4, outside: 0, missing: 3 });
  });

  test("may be one number for all, for which no columns are needed", () => {
    const zeroPoint = parallaxZeroPoint({ parallax: [1, 2] }, { constant: -0.017 });
    expect(Array.from(zeroPoint.values)).toEqual([-0.017, -0.017]);
    expect(() => parallaxZeroPoint({ parallax: [1] }, { constant: NaN })).toThrow(
      expect.objectContaining({ code: "bad-option" }),
    );
  });

  test("finds columns under the names they are said to have, and names those that are missing", () => {
    const { phot_g_mean_mag: Gmag, ...others } = columnsOf(stars.slice(1, 4));
    const renamed = parallaxZeroPoint({ Gmag, ...others }, { columns: { phot_g_mean_mag: "Gmag" } });
    expect(renamed.values).toEqual(parallaxZeroPoint(columnsOf(stars.slice(1, 4))).values);
    expect(() => parallaxZeroPoint(others)).toThrow(
      expect.objectContaining({ code: "missing-column", variable: "phot_g_mean_mag" }),
    );
  });
});

describe("corrected parallaxes", () => {
  test("are measured less zero point, and null where there is none", () => {
    const parallax = {
      name: "parallax",
      type: "float64",
      shape: [],
      unit: "mas",
      values: new Float64Array([0.5, 0.5, -0.125]),
    } as const;
    const table = new Table([parallax], 3);
    const corrected = correctParallax(table, {
      ...parallaxZeroPoint(table, { constant: -0.02 }),
      values: new Float64Array([-0.25, NaN, 0]),
    });
    expect(Array.from(corrected.numbers("parallax"))).toEqual([0.75, NaN, -0.125]);
    expect(corrected.column("parallax")).toMatchObject({ unit: "mas", nulls: new Uint8Array([0, 1, 0]) });
    expect(corrected.column("parallax_zero_point").unit).toBe("mas");
    expect(table.numbers("parallax")[0]).toBe(0.5);
  });

  test("are refused for zero points of another table", () => {
    const table = Table.from({ parallax: [1, 2] });
    const other = parallaxZeroPoint({ parallax: [1] }, { constant: 0 });
    expect(() => correctParallax(table, other)).toThrow(expect.objectContaining({ code: "length-mismatch" }));
  });
});

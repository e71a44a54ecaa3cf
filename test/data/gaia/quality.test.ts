import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { correctParallax, gaiaColumns, parallaxZeroPoint, qualityCuts, readTable, Table } from "../../../bindings/data/index.js";
import { dataFolder } from "../../data_folder.js";

const stars = Table.from({
  ruwe: [1, 1.4, 1.5, NaN, 0.9],
  parallax: [1, -0.5, 0.3, 0.2, NaN],
  parallax_error: [0.1, 0.1, 0.1, 0.1, 0.1],
  phot_g_mean_mag: [12, 18, 15, 16, 19],
});

describe("quality cuts", () => {
  test("keep rows within all bounds, the bounds included, and count what each took", () => {
    const result = qualityCuts(stars, { ruwe: 1.4, magnitude: [undefined, 18] });
    expect(Array.from(result.mask)).toEqual([1, 1, 0, 0, 0]);
    expect(result).toMatchObject({ rows: 5, kept: 2 });
    expect(result.cuts).toEqual([
      { cut: "ruwe at most 1.4", failed: 1, nulls: 1 },
      { cut: "G at most 18", failed: 1, nulls: 0 },
    ]);
    expect(stars.filter(result.mask).rowCount).toBe(2);
  });

  test("keep rows without a value where told to, and print what they did", () => {
    const result = qualityCuts(stars, { ruwe: 1.4, parallaxOverError: 1 }, { nulls: "keep" });
    expect(Array.from(result.mask)).toEqual([1, 0, 0, 1, 1]);
    expect(String(result)).toBe(
      [
        "3 of 5 rows pass",
        "cut                          failed  null (kept)",
        "ruwe at most 1.4                  1            1",
        "parallax / error at least 1       1            1",
      ].join("\n"),
    );
  });

  test("of no kind keep every row", () => {
    expect(qualityCuts(stars, {}).kept).toBe(5);
  });

  test("take ranges of any column, and columns under other names", () => {
    const result = qualityCuts(
      stars.rename({ ruwe: "RUWE" }),
      { ruwe: 1, ranges: { parallax: [0.5, undefined] } },
      { columns: { ruwe: "RUWE" } },
    );
    expect(Array.from(result.mask)).toEqual([1, 0, 0, 0, 0]);
    expect(() => qualityCuts(stars, { ranges: { teff: [1, 2] } })).toThrow(expect.objectContaining({ code: "missing-column" }));
    expect(() => qualityCuts(stars, { colour: [0, 1] })).toThrow(
      expect.objectContaining({ code: "missing-column", variable: "bp_rp" }),
    );
  });

  test.each([{ magnitude: [18, 12] }, { magnitude: [undefined, undefined] }, { ruwe: NaN }] as const)("refuse %o", (cuts) => {
    expect(() => qualityCuts(stars, cuts)).toThrow(expect.objectContaining({ code: "bad-option" }));
  });

  test("measure the excess of flux by its deviation at the star's magnitude", () => {
    // Two standard deviations off the mean of each of the three polynomials, by hand: at G = 10 sigma is 0.0059898 + 8.817481e-12 10^7.618399.
    const sigma = 0.0059898 + 8.817481e-12 * 10 ** 7.618399;
    const means = [1.15436, 1.162004 + 0.011464 + 0.049255 - 0.005879, 1.057572 + 5 * 0.140537];
    const table = Table.from({
      phot_bp_rp_excess_factor: means.map((mean) => mean - 2 * sigma),
      bp_rp: [0, 1, 5],
      phot_g_mean_mag: [10, 10, 10],
    });
    expect(qualityCuts(table, { fluxExcess: 2.001 }).kept).toBe(3);
    expect(qualityCuts(table, { fluxExcess: 1.999 }).kept).toBe(0);
  });

  test("and zero points come from the columns of a table of DR3 as it is (needs data)", async ({ skip }) => {
    if (dataFolder === undefined) return skip();
    const table = await readTable(join(dataFolder, "gaia", "gdr3_sm.fits"));
    expect(gaiaColumns.filter((name) => !table.has(name))).toEqual([]);
    const result = qualityCuts(table, { ruwe: 1.4, visibilityPeriods: 9, fluxExcess: 5, properMotionError: 1 });
    const ruwe = table.numbers("ruwe");
    expect(result.cuts[0]).toMatchObject({
      failed: ruwe.filter((value) => value > 1.4).length,
      nulls: ruwe.filter(Number.isNaN).length,
    });
    expect(result.kept).toBeGreaterThan(0);
    const zeroPoint = parallaxZeroPoint(table);
    const { rows, outside, missing } = zeroPoint.counts;
    expect(rows).toBe(1000);
    const corrected = correctParallax(table, zeroPoint);
    expect(corrected.isNull("parallax").reduce((sum, one) => sum + one, 0)).toBe(outside + missing);
    const known = zeroPoint.values.filter((value) => !Number.isNaN(value));
    // Lindegren et al. (2021): from about -0.12 to +0.06 mas over magnitudes and colours.
    expect(Math.min(...known)).toBeGreaterThan(-0.15);
    expect(Math.max(...known)).toBeLessThan(0.1);
  });
});

/** Simulated lines with outliers: the laws of their points, the same bits everywhere, and that a fit finds what they were made with. */
import { describe, expect, test } from "vitest";
import * as library from "../../bindings/index.js";
import { mistake } from "../model/mistake.js";
import { chiSquare, critical } from "../program/chi_square.js";
import { distanceFrom, furthest, phi } from "./laws.js";
import { lineModel } from "./line_model.js";

const { sample, simulateLine } = library;

describe("a simulated line", () => {
  const line = simulateLine({ points: 20_000, outliers: 5000, seed: 3 });
  const { x, y, yErr, isOutlier, truth } = line;
  const rows = (flag: number) => [...x.keys()].filter((i) => isOutlier[i] === flag);

  test("has points and errors anywhere in their ranges, in order of x", () => {
    expect(distanceFrom(x, (at) => at / 10)).toBeLessThan(furthest);
    expect(distanceFrom(yErr, (error) => (error - 0.5) / 2)).toBeLessThan(furthest);
    expect(x.every((at, i) => i === 0 || at > x[i - 1]!)).toBe(true);
  });

  test("has as many outliers as were asked for, anywhere", () => {
    const places = rows(1);
    expect(places.length).toBe(5000);
    expect(distanceFrom(places, (place) => (place + 0.5) / 20_000)).toBeLessThan(furthest);
    // Over seeds, each of five points is one of the two outliers as often: 2000 in expectation.
    const counts = [0, 0, 0, 0, 0];
    for (let seed = 0; seed < 500; seed++)
      simulateLine({ points: 5, outliers: 2, seed }).isOutlier.forEach((flag, i) => {
        counts[i]! += flag;
      });
    expect(chiSquare(counts.map((n) => [n, 200] as const))).toBeLessThan(critical(4));
  });

  test("scatters about the line with its errors, and off it as the model says", () => {
    const { m, b, s_out } = truth;
    expect(
      distanceFrom(
        rows(0).map((i) => (y[i]! - m * x[i]! - b) / yErr[i]!),
        phi,
      ),
    ).toBeLessThan(furthest);
    expect(
      distanceFrom(
        rows(1).map((i) => y[i]! / Math.sqrt(yErr[i]! ** 2 + s_out)),
        phi,
      ),
    ).toBeLessThan(furthest);
    expect(truth).toEqual({ m: 3.1, b: -12, ln_s_out: Math.log(10), s_out: 100, w: [0.75, 0.25] });
  });

  test("is the same for a seed and another for another, and never changes", () => {
    const [first, again, other] = [1, 1, 2].map((seed) => simulateLine({ seed }));
    expect(again).toEqual(first);
    expect(other!.y[0]).not.toBe(first!.y[0]);
    // Written down once; whatever changes these numbers changes what everybody's seeds mean.
    expect([first!.x[0], first!.y[0], first!.yErr[0], first!.x[31], first!.y[31]]).toMatchInlineSnapshot(`
      [
        0.7428136025333065,
        -9.630869315112692,
        0.6967478770636,
        9.913880647773766,
        14.855441098099929,
      ]
    `);
    expect([...first!.isOutlier].join("")).toMatchInlineSnapshot(`"00100000000011010001100001100000"`);
  });

  test("may have no outliers, or nothing else", () => {
    expect(simulateLine({ points: 4, outliers: 0, seed: 1 }).isOutlier).toEqual(new Uint8Array(4));
    expect(simulateLine({ points: 4, outliers: 4, seed: 1 }).isOutlier).toEqual(new Uint8Array(4).fill(1));
  });

  test.each([
    [{ points: 0, seed: 1 }, "points"],
    [{ points: 10, outliers: 11, seed: 1 }, "outliers"],
    [{ points: 10.5, seed: 1 }, "points"],
    [{ seed: -1 }, "seed"],
  ])("refuses %o", (options, variable) => {
    expect(mistake(() => simulateLine(options))).toMatchObject({ code: "bad-option", variable });
  });

  test("is found again by a fit: within 4 posterior standard deviations, and nine of ten outliers", async () => {
    const { x, y, yErr, isOutlier, truth } = simulateLine({ points: 200, outliers: 50, seed: 11 });
    const fit = await sample(lineModel(library), { x, y, yErr }, { chains: 2, seed: 1, workers: false });
    for (const row of fit.summary().rows) {
      const [name, place] = row.label.replace("]", "").split("[") as [keyof typeof truth, string | undefined];
      const value = truth[name];
      const exact = typeof value === "number" ? value : value[Number(place)]!;
      expect(Math.abs(row.mean - exact), row.label).toBeLessThan(4 * row.sd);
    }
    const { index } = fit.membership("y").labels;
    const found = [...index.keys()].filter((i) => index[i] === isOutlier[i]).length;
    // Outliers that happen to lie on the line cannot be told from it.
    expect(found).toBeGreaterThan(180);
  });
});

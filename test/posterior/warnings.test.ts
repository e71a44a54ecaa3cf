import { describe, expect, test } from "vitest";
import { type NamedArray, namedArray } from "../../bindings/posterior/array.js";
import { type Summary, summarize } from "../../bindings/posterior/summary.js";
import type { SampleStats } from "../../bindings/posterior/warnings.js";
import { type DrawSpec, drawSpec, drawsOf } from "./draw_sets.js";

function array(given: Partial<DrawSpec>): NamedArray {
  const { values, chains, draws } = drawsOf(drawSpec({ draws: 500, ...given }));
  return namedArray(values, [chains, draws], ["chain", "draw"]);
}

function summaryOf(arrays: Record<string, NamedArray>, stats: Partial<SampleStats> = {}): Summary {
  return summarize(arrays, { stats: { chains: 4, draws: 500, ...stats } });
}

const flags = (...places: number[]): Uint8Array => Uint8Array.from({ length: 2000 }, (_, i) => (places.includes(i) ? 1 : 0));

describe("warnings", () => {
  test("are none for healthy chains, and the table stands alone", () => {
    const stats = { lp: array({ seed: 9, shifts: [-80] }).values, diverging: flags(), reached_max_treedepth: flags() };
    const summary = summaryOf({ m: array({ seed: 2 }), b: array({ seed: 3, phi: 0.3 }) }, stats);
    expect(summary.warnings).toEqual([]);
    expect(String(summary)).toBe(summary.table());
  });

  test("are not sought without statistics of the sampler", () => {
    expect(summarize({ m: array({ phi: 0.99 }) }).warnings).toEqual([]);
  });

  test("name a chain in another mode with its log-density deficit, and say that the rows mix them", () => {
    const lp = array({ seed: 9, shifts: [-80, -80, -95, -80] }).values;
    const summary = summaryOf({ m: array({ seed: 2 }), b: array({ seed: 3, shifts: [0, 0, 8, 0] }) }, { lp });
    const [first] = summary.warnings;
    expect(first).toMatchObject({
      code: "separate-chains",
      variable: "b",
      groups: [{ chains: [0, 1, 3], deficit: 0 }, { chains: [2] }],
    });
    // Two medians of 500 to 1500 draws of unit variance: standard error 0.07 at most.
    expect(Math.abs(first!.groups![1]!.deficit - 15)).toBeLessThan(0.3);
    expect(first!.message).toMatch(
      /seen in .*b.*chains 0, 1, 3; chain 2 with a median log density 1[45]\.\d lower\. The rows above average/,
    );
    expect(first!.remedy).toContain("minor mode");
    expect(String(summary)).toContain(`\n\nWarning: ${first!.message}`);
  });

  test("tell swapped labels, of like density, from a minor mode", () => {
    const swapped = { low: array({ seed: 2, shifts: [0, 5, 0, 5] }), high: array({ seed: 3, shifts: [5, 0, 5, 0] }) };
    const [first] = summaryOf(swapped, { lp: array({ seed: 9 }).values }).warnings;
    expect(first).toMatchObject({ code: "separate-chains" });
    expect(first!.groups!.map(({ chains }) => chains).sort()).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(first!.remedy).toContain("ordered");
  });

  test("tell a mode by the log density alone, and by a parameter alone", () => {
    const byDensity = summaryOf({ m: array({}) }, { lp: array({ seed: 9, shifts: [0, 0, 0, -9] }).values }).warnings;
    expect(byDensity[0]).toMatchObject({ code: "separate-chains", groups: [{ chains: [0, 1, 2] }, { chains: [3] }] });
    expect(byDensity[0]).not.toHaveProperty("variable");
    const byParameter = summaryOf({ m: array({ shifts: [0, 9, 0, 0] }) }).warnings;
    expect(byParameter[0]).toMatchObject({ code: "separate-chains", variable: "m" });
    expect(byParameter[0]!.message).not.toContain("log density");
  });

  test("name elements of vectors", () => {
    const near = array({ seed: 2 });
    const far = array({ seed: 3, shifts: [0, 0, 0, 9] });
    const values = Float64Array.from({ length: 4000 }, (_, i) => (i % 2 === 0 ? near : far).values[i >> 1]!);
    const { warnings } = summaryOf({ w: namedArray(values, [4, 500, 2], ["chain", "draw", "w_dim_0"]) });
    expect(warnings[0]).toMatchObject({ code: "separate-chains", variable: "w[1]" });
  });

  test("do not take slow chains that overlap for separate ones", () => {
    const codes = summaryOf({ m: array({ seed: 3, phi: 0.97 }) }).warnings.map(({ code }) => code);
    expect(codes).toEqual(["r-hat", "low-ess"]);
  });

  test("count divergences and saturated trees", () => {
    const { warnings } = summaryOf({ m: array({}) }, { diverging: flags(3, 70, 1999), reached_max_treedepth: flags(5) });
    expect(warnings.map(({ code }) => code)).toEqual(["divergences", "tree-depth"]);
    expect(warnings[0]!.message).toContain("3 of 2000 draws ended in a divergence");
    expect(warnings[0]!.remedy).toContain("targetAccept");
    expect(warnings[1]!.message).toContain("1 of 2000 draws");
  });

  test("name the worst of many quantities once", () => {
    const { warnings } = summaryOf({
      good: array({ seed: 2 }),
      bad: array({ seed: 3, phi: 0.9 }),
      worse: array({ seed: 4, phi: 0.98 }),
    });
    const low = warnings.find(({ code }) => code === "low-ess");
    expect(low).toMatchObject({ variable: "worse" });
    expect(low!.message).toContain("for 2 of 3 quantities");
    expect(warnings.filter(({ code }) => code === "low-ess")).toHaveLength(1);
  });

  test("name a quantity that is not finite first", () => {
    const { warnings } = summaryOf({ ok: array({ seed: 2 }), log_x: array({ seed: 3, replace: [[7, "-Infinity"]] }) });
    expect(warnings[0]).toMatchObject({ code: "not-finite", variable: "log_x" });
  });

  test("pass over constants", () => {
    expect(summaryOf({ fixed: array({ noise: "none", shifts: [2.5] }) }).warnings).toEqual([]);
  });
});

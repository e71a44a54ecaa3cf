import { describe, expect, test } from "vitest";
import { autocorrelation, autocovariance } from "../../bindings/posterior/statistics/autocorrelation.js";
import { type EssMethod, essOf } from "../../bindings/posterior/statistics/ess.js";
import { Fft } from "../../bindings/posterior/statistics/fft.js";
import { hdi } from "../../bindings/posterior/statistics/hdi.js";
import { mcseOf } from "../../bindings/posterior/statistics/mcse.js";
import { mean, sum, variance } from "../../bindings/posterior/statistics/moments.js";
import { normalQuantile } from "../../bindings/posterior/statistics/normal_quantile.js";
import { medianOfSorted, quantileOfSorted } from "../../bindings/posterior/statistics/quantile.js";
import { type RhatMethod, rhatOf } from "../../bindings/posterior/statistics/rhat.js";
import { splitChains } from "../../bindings/posterior/statistics/scalar_draws.js";
import { Sorter } from "../../bindings/posterior/statistics/sort.js";
import { disagreement, drawSpec, drawsOf, fixture, Generator } from "./draw_sets.js";

/** Closed forms in another order of operations: far above rounding (about 1e-13 here), far below any digit that matters. */
const Tolerance = 1e-10;

const withDiagnostics = fixture.cases.filter((drawCase) => drawCase.ess !== undefined);

describe.each(withDiagnostics)("of $spec.name", (drawCase) => {
  const draws = drawsOf(drawCase.spec);

  test("the draws are those that ArviZ was given, to the bit", () => {
    expect([draws.values[0], draws.values.at(-1)]).toEqual([Number(drawCase.first), Number(drawCase.last)]);
  });

  test("effective sample sizes are ArviZ's", () => {
    const problems = Object.entries(drawCase.ess!).map(([method, stored]) =>
      disagreement(
        method,
        essOf(draws, { method: method as EssMethod, ...(method === "quantile" && { probability: 0.9 }) }),
        stored,
        Tolerance,
      ),
    );
    expect(problems.filter(Boolean)).toEqual([]);
  });

  test("R-hats are ArviZ's", () => {
    const problems = Object.entries(drawCase.rhat!).map(([method, stored]) =>
      disagreement(method, rhatOf(draws, method as RhatMethod), stored, Tolerance),
    );
    expect(problems.filter(Boolean)).toEqual([]);
  });

  test("Monte Carlo standard errors are ArviZ's", () => {
    const problems = Object.entries(drawCase.mcse!).map(([method, stored]) =>
      disagreement(method, mcseOf(draws, method as "mean" | "sd"), stored, Tolerance),
    );
    expect(problems.filter(Boolean)).toEqual([]);
  });

  test("intervals are ArviZ's, to the bit", () => {
    for (const [probability, stored] of Object.entries(drawCase.hdi!)) {
      const { lower, upper } = hdi(draws.values, Number(probability));
      expect([lower, upper]).toEqual(stored.map(Number));
    }
  });

  test("autocovariances of the first chain are ArviZ's", () => {
    const found = autocovariance(draws.values.slice(0, draws.draws));
    const variance = Number(drawCase.autocovariance![0]);
    const problems = drawCase.autocovariance!.map((stored, lag) =>
      disagreement(`lag ${lag}`, found[lag]!, stored, Tolerance, variance),
    );
    expect(problems.filter(Boolean)).toEqual([]);
  });
});

test("diagnostics of fewer than four draws a chain are NaN", () => {
  const draws = drawsOf(drawSpec({ draws: 3 }));
  expect([essOf(draws), essOf(draws, { method: "tail" }), rhatOf(draws), mcseOf(draws), mcseOf(draws, "sd")]).toEqual([
    NaN,
    NaN,
    NaN,
    NaN,
    NaN,
  ]);
});

describe("sums", () => {
  test("are pairwise: a million tenths lose nothing that shows", () => {
    // Pairwise summation of n terms errs by at most about log2(n) ulp of the sum.
    expect(Math.abs(sum(new Float64Array(1e6).fill(0.1)) - 1e5)).toBeLessThan(20 * 2 ** -53 * 1e5);
  });

  test("take part of an array", () => {
    const values = Float64Array.from({ length: 300 }, (_, i) => i);
    expect(sum(values, 10, 200)).toBe((10 + 209) * 100);
    expect(mean(values, 5, 3)).toBe(6);
    expect(variance(values, 5, 3)).toBe(1);
  });

  test("of nothing are 0, and their mean is NaN", () => {
    expect(sum(new Float64Array(0))).toBe(0);
    expect(mean(new Float64Array(0))).toBeNaN();
  });
});

describe("normal quantiles", () => {
  test("agree with scipy's to 4 ulp", () => {
    // Both are within about 2 ulp of the truth; near the median a rounding of p - 1/2 is not an error of either.
    const problems = fixture.normal_quantile.map(([p, z]) => disagreement(`p = ${p}`, normalQuantile(p), z, 2 ** -50));
    expect(problems.filter(Boolean)).toEqual([]);
  });

  test("are infinite at 0 and 1 and NaN beyond", () => {
    expect([0, 1, -0.1, 1.1, NaN].map(normalQuantile)).toEqual([-Infinity, Infinity, NaN, NaN, NaN]);
  });
});

describe("quantiles", () => {
  test("interpolate as R's type 7", () => {
    const sorted = Float64Array.of(1, 2, 4, 8);
    expect([0, 0.25, 0.5, 1].map((p) => quantileOfSorted(sorted, p))).toEqual([1, 1.75, 3, 8]);
    expect([medianOfSorted(sorted), medianOfSorted(sorted.subarray(1))]).toEqual([3, 4]);
    expect(quantileOfSorted(Float64Array.of(5), 0.3)).toBe(5);
  });
});

describe("the sorter", () => {
  const sortedBy = (values: Float64Array): Float64Array => {
    const sorter = new Sorter(values.length);
    sorter.sort(values);
    expect([...sorter.order].sort((a, b) => a - b)).toEqual(Array.from(values, (_, i) => i));
    expect(Array.from(sorter.order, (place) => values[place])).toEqual([...sorter.sorted]);
    return sorter.sorted;
  };

  test("orders numbers of all signs and sizes, subnormals and infinities", () => {
    const values = Float64Array.of(3, -1, 5e-324, -0, 0, -Infinity, 1e300, -1e-310, Infinity, 3, -7, 2 ** -1030);
    expect(sortedBy(values)).toEqual(values.slice().sort());
  });

  test("orders numbers that differ in their last bits only", () => {
    const generator = new Generator(5);
    const values = Float64Array.from({ length: 3000 }, () => 1 + Math.floor(generator.uniform() * 1e6) * 2 ** -52);
    expect(sortedBy(values)).toEqual(values.slice().sort());
    expect(sortedBy(values.map((value) => -value))).toEqual(values.map((value) => -value).sort());
  });

  test("serves again and again, also from the middle of a buffer", () => {
    const sorter = new Sorter(100);
    const { values } = drawsOf(drawSpec({ chains: 1, draws: 500 }));
    for (let start = 0; start < 500; start += 100) {
      sorter.sort(values.subarray(start, start + 100));
      expect(sorter.sorted).toEqual(values.slice(start, start + 100).sort());
    }
  });

  test("keeps equal values in their order", () => {
    const sorter = new Sorter(6);
    sorter.sort(Float64Array.of(2, 1, 2, 1, 2, 1));
    expect([...sorter.order]).toEqual([1, 3, 5, 0, 2, 4]);
  });
});

describe("the transform", () => {
  test.each([2, 4, 8, 16, 32, 1024, 2048])("of length %i comes back after its inverse, and keeps energy", (size) => {
    const generator = new Generator(size);
    const re = Float64Array.from({ length: size }, () => generator.normal());
    const im = Float64Array.from({ length: size }, () => generator.normal());
    const [a, b] = [re.slice(), im.slice()];
    const fft = new Fft(size);
    fft.forward(a, b);
    const energy = (x: Float64Array, y: Float64Array): number =>
      x.reduce((total, value, i) => total + value ** 2 + y[i]! ** 2, 0);
    expect(energy(a, b) / size / energy(re, im)).toBeCloseTo(1, 12);
    fft.inverse(a, b);
    // An FFT errs by a few ulp times log2(size).
    for (let i = 0; i < size; i++) expect(Math.abs(a[i]! / size - re[i]!) + Math.abs(b[i]! / size - im[i]!)).toBeLessThan(1e-13);
  });

  test("gives the autocovariances that sums give", () => {
    const { values } = drawsOf(drawSpec({ chains: 1, draws: 77, phi: 0.5 }));
    const center = mean(values);
    const found = autocovariance(values);
    for (let lag = 0; lag < 77; lag++) {
      let expected = 0;
      for (let i = 0; i + lag < 77; i++) expected += (values[i]! - center) * (values[i + lag]! - center);
      // Absolute error of an FFT: a few ulp of the variance.
      expect(Math.abs(found[lag]! - expected / 77)).toBeLessThan(1e-14);
    }
    expect(autocorrelation(values)[0]).toBe(1);
  });
});

describe("splitting", () => {
  test("leaves the middle draw of an odd number out and puts first halves first", () => {
    expect(splitChains(2, 5)).toEqual({ starts: [0, 5, 3, 8], length: 2 });
    expect(splitChains(2, 4)).toEqual({ starts: [0, 4, 2, 6], length: 2 });
  });
});

describe("rank statistics", () => {
  const draws = drawsOf(drawSpec({ chains: 4, draws: 250, phi: 0.4, seed: 77 }));

  test("do not change under an increasing map", () => {
    const mapped = { ...draws, values: draws.values.map((value) => Math.exp(value)) };
    for (const method of ["bulk", "tail"] as const) expect(essOf(mapped, { method })).toBeCloseTo(essOf(draws, { method }), 8);
    expect(rhatOf(mapped, "z_scale")).toBeCloseTo(rhatOf(draws, "z_scale"), 12);
  });

  test("do not change when chains change places", () => {
    const moved = { ...draws, values: Float64Array.from([...draws.values.subarray(500), ...draws.values.subarray(0, 500)]) };
    expect(essOf(moved)).toBeCloseTo(essOf(draws), 8);
    expect(rhatOf(moved)).toBeCloseTo(rhatOf(draws), 12);
  });
});

describe("wrong input", () => {
  test("names what does not fit", () => {
    const values = new Float64Array(10);
    expect(() => essOf({ values, chains: 3, draws: 4 })).toThrow("10 values are not 3 chains of 4 draws");
    expect(() => rhatOf({ values, chains: 2.5, draws: 4 })).toThrow(expect.objectContaining({ code: "bad-shape", value: 10 }));
    expect(() => essOf({ values, chains: 2, draws: 5 }, { method: "quantile" })).toThrow(
      expect.objectContaining({ variable: "probability" }),
    );
    expect(() => hdi(values, 1.5)).toThrow(expect.objectContaining({ variable: "probability", value: 1.5 }));
  });
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type KdeOptions, kde, namedArray, WasmcmcError } from "../../../bindings/index.js";
import { scaledBesselI } from "../../../bindings/posterior/density/bessel.js";
import { brentRoot } from "../../../bindings/posterior/density/brent.js";
import { quartiles } from "../../../bindings/posterior/density/order_statistics.js";
import { quantileOfSorted } from "../../../bindings/posterior/statistics/quantile.js";
import { Generator } from "../draw_sets.js";
import { differences, fixture, type StoredCurve, specOf, Tolerance, valuesOf } from "./stored.js";

const Variants: Readonly<Record<string, KdeOptions>> = {
  default: {},
  scott: { bandwidth: "scott" },
  silverman: { bandwidth: "silverman" },
  isj: { bandwidth: "isj" },
  number: { bandwidth: 0.3, bandwidthFactor: 1.5 },
  adaptive: { bandwidth: "scott", adaptive: true },
  "adaptive, not corrected": { bandwidth: "scott", adaptive: true, boundCorrection: false },
  extended: { bandwidth: "scott", boundCorrection: false, extend: true, extendFactor: 0.5 },
  cumulative: { bandwidth: "silverman", cumulative: true },
  "a grid of 300": { bandwidth: "isj", gridLength: 300 },
  "a grid too short": { bandwidth: "scott", gridLength: 11 },
  circular: { circular: true },
  "circular, a number": { circular: true, bandwidth: 12.5, bandwidthFactor: 0.8, gridLength: 128 },
  degrees: { circular: "degrees" },
};

/**
 * An ISJ bandwidth h has t = (h / range)^2 from a root search that stops within 2e-12 of it: two machines' h may differ by 1e-12
 * / t. A von Mises kernel of concentration k loses k ulp in ArviZ's exp(cos(x) - 1)^k.
 */
function toleranceOf(name: string, { bandwidth, x }: StoredCurve): number {
  const range = Number(x.at.at(-1)) - Number(x.at[0]);
  if (name === "default" || name === "isj" || name === "a grid of 300")
    return Tolerance + 1e-12 * (range / Number(bandwidth)) ** 2;
  const circular = Variants[name]?.circular ?? false;
  return circular === false ? Tolerance : Tolerance + Number(bandwidth) * 2 ** -50;
}

function check(draws: Float64Array, name: string, options: KdeOptions, stored: StoredCurve): string[] {
  const found = kde(draws, options);
  const tolerance = toleranceOf(name, stored);
  const highest = Number(stored.highest) || 0;
  const reach = Math.max(...stored.x.at.map((x) => Math.abs(Number(x))));
  return [
    ...differences(`${name} bandwidth`, [found.bandwidth], { length: 1, at: [stored.bandwidth] }, tolerance),
    ...differences(`${name} x`, found.x, stored.x, 1e-12, reach),
    ...differences(`${name} density`, found.density, stored.density, tolerance, highest),
  ];
}

describe.each(fixture.cases)("the density of $spec.name", (each) => {
  const draws = valuesOf(each.spec);

  test.each(["0.x", "1.x"] as const)("is ArviZ %s's, with each rule for bandwidths and bounds", (style) => {
    const problems: string[] = [];
    for (const [name, options] of Object.entries(Variants)) {
      const stored = each.kde[style][name];
      // Angles that are all the same but for rounding have no bandwidth: NaN in ArviZ, an error here.
      if (stored == null || (options.circular && stored.bandwidth === "NaN" && stored.x.length > 2)) continue;
      problems.push(...check(draws, name, { ...options, style }, stored));
    }
    const limited = each.kde[style]["limits"];
    if (limited != null) {
      const finite = draws.filter(Number.isFinite);
      const limits = [Math.min(...finite) - 1, Math.max(...finite) + 2] as const;
      problems.push(...check(draws, "limits", { bandwidth: "scott", limits, style }, limited));
    }
    expect(problems).toEqual([]);
  });
});

const random = new Generator(5);
const normal = Float64Array.from({ length: 4000 }, () => random.normal());

describe("a density", () => {
  const finite = fc.array(
    fc.integer({ min: -1e5, max: 1e5 }).map((whole) => whole / 128),
    { minLength: 5, maxLength: 200 },
  );
  const rules = fc.constantFrom("scott", "silverman", "isj", "experimental") as fc.Arbitrary<
    NonNullable<KdeOptions["bandwidth"]>
  >;

  test("integrates to 1 with 1.x, whatever the draws", () => {
    fc.assert(
      fc.property(finite, rules, fc.boolean(), (draws, bandwidth, boundCorrection) => {
        const { x, density, bandwidth: width } = kde(draws, { bandwidth, boundCorrection, style: "1.x" });
        fc.pre(width > 0);
        const total = density.reduce((sum, height) => sum + height, 0) * (x[1]! - x[0]!);
        // The step comes from the difference of midpoints, which are rounded.
        expect(total).toBeCloseTo(1, 6);
      }),
    );
  });

  test("integrates to 1 within a percent with 0.x, whose kernels end at pi standard deviations", () => {
    for (const draws of [normal, valuesOf(specOf("shares")), valuesOf(specOf("two modes"))]) {
      const { x, density } = kde(draws);
      const total = density.reduce((sum, height) => sum + height, 0) * (x[1]! - x[0]!);
      expect(Math.abs(total - 1)).toBeLessThan(0.01);
    }
    const around = kde(normal, { circular: true });
    expect((around.density.reduce((sum, height) => sum + height, 0) * 2 * Math.PI) / 512).toBeCloseTo(1, 10);
  });

  test("follows the draws where they are shifted and stretched", () => {
    const rare = valuesOf(specOf("three modes of unequal width"));
    for (const [shift, stretch] of [
      [64, 4],
      [-2, 0.125],
    ] as const) {
      // Powers of two and a short shift leave the draws' digits alone, so that none changes its bin.
      const draws = rare.map((value) => Math.round(value * 1024) / 1024);
      const plain = kde(draws, { bandwidth: "silverman" });
      const moved = kde(
        draws.map((value) => shift + stretch * value),
        { bandwidth: "silverman" },
      );
      expect(moved.bandwidth / plain.bandwidth / stretch).toBeCloseTo(1, 12);
      for (const i of [0, 100, 255, 511]) {
        expect(moved.x[i]).toBeCloseTo(shift + stretch * plain.x[i]!, 9);
        expect((moved.density[i]! * stretch) / plain.density[i]!).toBeCloseTo(1, 9);
      }
    }
  });

  test("ends at 1 where it is cumulative, and never falls", () => {
    const { density } = kde(normal, { cumulative: true });
    expect(density.at(-1)).toBeCloseTo(1, 12);
    expect(density.every((height, i) => i === 0 || height >= density[i - 1]!)).toBe(true);
  });

  test("takes chains, arrays and plain numbers alike, and leaves out what is not finite", () => {
    const flat = kde(normal).density;
    expect(kde([normal.subarray(0, 2000), normal.subarray(2000)]).density).toEqual(flat);
    expect(kde(namedArray(normal, [4, 1000], ["chain", "draw"])).density).toEqual(flat);
    expect(kde([...normal, NaN, Infinity]).density).toEqual(flat);
  });

  test("of draws that are all the same, or of none, is ArviZ's two points without a density", () => {
    for (const draws of [[3, 3, 3], [NaN], []]) {
      expect(kde(draws)).toEqual({ x: new Float64Array(2), density: new Float64Array([NaN, NaN]), bandwidth: NaN });
    }
    expect(kde([3, 3], { style: "1.x" }).density).toEqual(new Float64Array(512).fill(NaN));
  });

  test("with a bandwidth far beyond the range is flat", () => {
    const { density } = kde([1e-20, 3e-20, 4e-20], { bandwidth: 1, boundCorrection: false });
    expect(density[0]! / density[511]!).toBeCloseTo(1, 9);
  });
});

describe("a density refuses", () => {
  const codeOf = (draws: Parameters<typeof kde>[0], options: KdeOptions): string | undefined => {
    try {
      kde(draws, options);
      return undefined;
    } catch (error) {
      return error instanceof WasmcmcError ? `${error.code} ${error.variable ?? ""}`.trim() : String(error);
    }
  };

  test.each([
    [{ bandwidth: -1 }, "bad-option bandwidth"],
    [{ bandwidth: 0 }, "bad-option bandwidth"],
    [{ bandwidth: NaN }, "bad-option bandwidth"],
    [{ bandwidth: "taylor" }, "bad-option bandwidth"],
    [{ bandwidth: "scott", circular: true }, "bad-option bandwidth"],
    [{ bandwidthFactor: 0 }, "bad-option bandwidthFactor"],
    [{ gridLength: 100.5 }, "bad-option gridLength"],
    [{ gridLength: 101, circular: true }, "bad-option gridLength"],
    [{ limits: [2, 1] }, "bad-option limits"],
    [{ limits: [0, undefined] }, "bad-option limits"],
    [{ limits: [-10, 10], circular: true }, "bad-option limits"],
  ] as const)("the options %j", (options, problem) => {
    expect(codeOf(normal, options)).toBe(problem);
  });

  test("arrays of several numbers a draw, and chains of unequal length", () => {
    expect(codeOf(namedArray(normal, [2, 1000, 2], ["chain", "draw", "k"]), {})).toBe("bad-shape");
    expect(codeOf([[1, 2, 3], [1]], {})).toBe("ragged-chains");
  });

  test("angles without a direction that a kernel could be made for", () => {
    expect(codeOf([1, 1 + 1e-12], { circular: true })).toBe("bad-option bandwidth");
  });
});

describe("below a density", () => {
  test("Bessel functions are scipy's", () => {
    const problems = fixture.bessel.filter(([order, x, value]) => Math.abs(scaledBesselI(order, x) / value - 1) > 1e-13);
    expect(problems).toEqual([]);
    expect([scaledBesselI(0, 0), scaledBesselI(2, 0), scaledBesselI(0, Infinity), scaledBesselI(0, NaN)]).toEqual([1, 0, 0, NaN]);
  });

  test("roots are found where signs differ and only there", () => {
    expect(brentRoot((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 11);
    expect(brentRoot((x) => Math.exp(x) - 1e-3, -100, 100)).toBeCloseTo(Math.log(1e-3), 11);
    expect(brentRoot((x) => x, 0, 1)).toBe(0);
    expect(brentRoot((x) => x * x + 1, 0, 2)).toBeUndefined();
    expect(brentRoot(() => NaN, 0, 2)).toBeUndefined();
  });

  test("quartiles are those of sorted values, to the last bits", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.integer({ min: -4, max: 4 }), fc.double({ min: -9, max: 9, noNaN: true })), { minLength: 1 }),
        (list) => {
          const values = Float64Array.from(list);
          const sorted = values.slice().sort();
          const [lower, upper] = quartiles(values);
          // Interpolation rounds differently by an ulp or two of the values between which it is.
          expect(Math.abs(lower - quantileOfSorted(sorted, 0.25))).toBeLessThan(1e-14);
          expect(Math.abs(upper - quantileOfSorted(sorted, 0.75))).toBeLessThan(1e-14);
        },
      ),
    );
  });
});

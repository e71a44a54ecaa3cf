import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { namedArray, powerScaleSensitivity, powerScaleWeights, powerScaling, WasmcmcError } from "../../bindings/index.js";
import { type DrawSpec, disagreement, drawSpec, drawsOf, type Stored, fixture as summaries } from "./draw_sets.js";

/** Closed forms in another order of operations: far above rounding, far below any digit that matters. */
const Tolerance = 1e-10;

/** ArviZ takes the square of a distance from differences of sums of the order of 1: what a few roundings of those do to the distance. */
function toleranceOf(sensitivity: number, alpha: number): number {
  return Tolerance + 1e-15 / (sensitivity * Math.log2(alpha)) ** 2;
}

interface Case {
  readonly name: string;
  readonly weights: readonly (readonly Stored[])[];
  readonly sensitivities: readonly (readonly [Stored, Stored])[];
  readonly error?: string;
}
const fixture = JSON.parse(readFileSync(new URL("../fixtures/power_scaling.json", import.meta.url), "utf8")) as {
  alphas: readonly [number, number][];
  cases: readonly Case[];
  table: { variables: Readonly<Record<string, DrawSpec>>; text: string };
};
const specOf = (name: string): DrawSpec => summaries.cases.find(({ spec }) => spec.name === name)!.spec;
const chainsOf = ({ chains, draws, values }: ReturnType<typeof drawsOf>) =>
  Array.from({ length: chains }, (_, chain) => values.slice(chain * draws, (chain + 1) * draws));
const densityOf = (chains: readonly Float64Array[], shift: number) =>
  chains.map((values) => values.map((value) => -0.5 * ((value - shift) * (value - shift))));

describe.each(fixture.cases)("of $name", ({ name, weights, sensitivities, error }) => {
  const draws = chainsOf(drawsOf(specOf(name)));
  const own = densityOf(draws, 1);
  const other = chainsOf(drawsOf({ ...specOf(name), seed: specOf(name).seed + 1000 })).map((values) =>
    values.map((v) => -Math.abs(v)),
  );

  test("weights and sensitivities are those of arviz-stats", () => {
    const problems = sensitivities.flatMap((pair, k) => {
      const alphas = fixture.alphas[k]!;
      const found = powerScaleWeights(own, alphas[1]);
      const step = Math.max(1, Math.floor(found.length / 8));
      return [
        ...weights[k]!.map((stored, i) => [`weight ${i * step}`, found[i * step]!, stored] as const),
        ["own", powerScaleSensitivity(draws, own, { alphas }), pair[0]] as const,
        ["other", powerScaleSensitivity(draws, other, { alphas }), pair[1]] as const,
      ]
        .filter(([, , stored]) => stored !== "NaN")
        .map(([what, value, stored]) => {
          const tolerance = what.startsWith("weight") ? Tolerance : toleranceOf(value, alphas[1]);
          return disagreement(`${alphas} ${what}`, value, stored, tolerance);
        });
    });
    expect(problems.filter(Boolean)).toEqual([]);
  });

  if (error?.startsWith("All tail") || weights.flat().includes("NaN"))
    test("weights are given where ArviZ has none", () => {
      const found = powerScaleWeights(own, 0.8);
      // One rounding a draw.
      expect(Math.abs(found.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-12);
    });
});

test("the table is psense_summary's to the character", () => {
  const { variables, text } = fixture.table;
  const values = Object.fromEntries(Object.entries(variables).map(([name, spec]) => [name, drawsOf(drawSpec(spec))]));
  const arrays = Object.fromEntries(
    Object.entries(values).map(([name, { values, chains, draws }]) => [
      name,
      namedArray(values, [chains, draws], ["chain", "draw"]),
    ]),
  );
  const m = chainsOf(values["m"]!);
  const logPrior = densityOf(m, 3);
  const logLikelihood = densityOf(chainsOf(values["b"]!), -8).map((chain, c) =>
    chain.map((value, i) => value + 0.02 * m[c]![i]! - 0.3 * m[c]![i]! ** 2),
  );
  expect(String(powerScaling(arrays, { logPrior, logLikelihood }))).toBe(text);
});

test("a part of the log density that is the same in all draws changes nothing", () => {
  const flat = [new Float64Array(200).fill(-2.3)];
  const draws = [Float64Array.from({ length: 200 }, (_, i) => Math.sin(i))];
  // One rounding of the logarithm of 200.
  for (const weight of powerScaleWeights(flat, 0.8)) expect(Math.abs(200 * weight - 1)).toBeLessThan(1e-14);
  // Running sums of weights are off by as many roundings, of the order of 1e-15; divided by log2(1.01).
  expect(powerScaleSensitivity(draws, flat)).toBeLessThan(1e-12);
});

test("elements have labels, and the order of chains does not matter", () => {
  const values = Float64Array.from({ length: 800 }, (_, i) => Math.sin(1.3 * i) + (i % 2));
  const theta = namedArray(values, [2, 200, 2], ["chain", "draw", "school"], { school: ["A", "B"] });
  const density = [0, 1].map((chain) =>
    Float64Array.from({ length: 200 }, (_, i) => -((values[2 * (200 * chain + i)]! - 1) ** 2)),
  );
  const found = powerScaling({ theta }, { logPrior: density, logLikelihood: density });
  expect(found.rows.map(({ label }) => label)).toEqual(["theta[A]", "theta[B]"]);
  expect(found.row("theta[A]")).toMatchObject({ coords: { school: "A" }, diagnosis: "potential prior-data conflict" });
});

test("input that makes no sense is refused by name", () => {
  const draws = [Float64Array.from({ length: 50 }, (_, i) => i)];
  const refused = (action: () => unknown): string => {
    try {
      action();
    } catch (error) {
      if (error instanceof WasmcmcError) return error.code;
    }
    return "nothing";
  };
  expect(refused(() => powerScaleWeights(draws, 0))).toBe("bad-option");
  expect(refused(() => powerScaleWeights([[1, 2, 3]], 0.8))).toBe("too-few-draws");
  expect(refused(() => powerScaleWeights([draws[0]!.fill(-Infinity, 3, 4)], 0.8))).toBe("bad-log-likelihood");
  const fine = [Float64Array.from({ length: 50 }, (_, i) => -i)];
  expect(refused(() => powerScaleSensitivity([[1, 2, 3]], fine))).toBe("bad-shape");
  expect(refused(() => powerScaleSensitivity(fine, fine, { alphas: [1.1, 1.2] }))).toBe("bad-option");
  expect(refused(() => powerScaling({}, { logPrior: fine, logLikelihood: fine }, { threshold: -1 }))).toBe("bad-option");
  expect(powerScaleSensitivity([new Float64Array(50).fill(Number.NaN)], fine)).toBeNaN();
});
